"""The forms of a poll, its private preview, and what is wrong with a draft in sentences."""

from bot.polls.forms.drafting import draft_form, kinds, page_of, preview, seen, totals
from bot.polls.forms.flaws import flaw_sentence, flaw_sentences
from bot.polls.forms.power import close_form, hearing_form, tighten_form
from bot.polls.forms.saying import option_form, secret_why_form, why_form

__all__ = [
    "close_form",
    "draft_form",
    "flaw_sentence",
    "flaw_sentences",
    "hearing_form",
    "kinds",
    "option_form",
    "page_of",
    "preview",
    "secret_why_form",
    "seen",
    "tighten_form",
    "totals",
    "why_form",
]
