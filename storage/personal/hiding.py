"""What is kept of hidden words about whoever wrote them, and about whoever hid them."""

from collections.abc import Mapping

from sqlalchemy import Table, null, select, update

from storage import tables as t
from storage.personal.rule import Rule, here

RULES: Mapping[Table, Rule] = {
    t.hidden: Rule(
        ("at", "why", "words", "answer"),
        here(t.hidden, "author"),
        (
            update(t.hidden).where(here(t.hidden, "author")).values(author=null(), words=null(), answer=""),
            update(t.hidden).where(here(t.hidden)).values(person=null(), why=""),
        ),
    ),
}

SHOWN_IN = (
    select(t.hidden.c.subject).where(here(t.hidden, "author")),
    select(t.hidden.c.subject).where(here(t.hidden)),
)
"""The things on whose cards stands that they hid words, or what they said when theirs were."""
