"""Every column that holds words which somebody wrote.

A column of text that is not among them must be named in ``tests/storage/test_words.py`` as one that holds no words:
nobody's can be forgotten when they are to be hidden, or when someone whom they mention erases themselves.
"""

from sqlalchemy import Column, Table

from storage import tables as t
from storage.hideable import COPIES, HIDEABLE

KEPT_APART: tuple["Column[object]", ...] = (
    t.hidden.c.title,
    t.hidden.c.why,
    t.hidden.c.words,
    t.hidden.c.answer,
    t.power.c.thing,
    t.power.c.before,
    t.power.c.after,
    t.settings.c.value,
    t.secret_reasons.c.words,
    t.secret_stance_words.c.words,
    t.checkin_box.c.said,
    t.checkin_shown.c.asked,
    t.thanked.c.name,
    t.thanks.c.giver_name,
    t.drafts.c.content,
)
"""Words that no keeper hides by themselves: they are hidden with what they are about, changed where they are set, or
seen by nobody but whoever wrote them."""


def _column(table: Table, name: str) -> "Column[object]":
    return table.c[name]


WORDS: tuple["Column[object]", ...] = tuple(
    dict.fromkeys(
        (
            *(_column(rule.words.table, rule.words.name) for rule in (*HIDEABLE, *COPIES)),  # type: ignore[attr-defined]
            *KEPT_APART,
        )
    )
)
"""Each of them once."""
