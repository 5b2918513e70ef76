"""Polls that keep the views that lost."""
