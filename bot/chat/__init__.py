"""Neutral chat: events, answers, cards, forms and words as plain data, the same for every platform."""
