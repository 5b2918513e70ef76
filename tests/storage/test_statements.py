"""What holds of every statement, whatever it is for."""

import re

import pytest
from sqlalchemy import select
from sqlalchemy.dialects import sqlite

from storage.sqlite import sqlite_catalogue
from storage.tables import options, polls

TWO_AT_ONCE = re.compile(r"(?<!\*) FROM \w+(?: AS \w+)?, \w+")
"""Two tables without a word on how they belong together: usually a subquery that forgot which row it is about.
What only asks whether something exists says so in its conditions."""

TEXTS = {
    f"{getattr(name, 'name', name)} {number}": text.sql
    for name, texts in [
        *((view, compiled.texts) for view, compiled in sqlite_catalogue().views.items()),
        *sqlite_catalogue().changes.items(),
    ]
    for number, text in enumerate(texts)
}


@pytest.mark.parametrize("name", TEXTS)
def test_tables_are_joined_by_what_they_have_in_common(name: str) -> None:
    assert not TWO_AT_ONCE.search(TEXTS[name].replace("\n", " ").replace("  ", " "))


def test_a_subquery_that_forgot_its_row_is_found() -> None:
    inner = select(polls.c.question).where(polls.c.id == options.c.poll).correlate(None).scalar_subquery()
    text = str(select(options.c.words, inner).compile(dialect=sqlite.dialect())).replace("\n", " ").replace("  ", " ")
    assert TWO_AT_ONCE.search(text)
