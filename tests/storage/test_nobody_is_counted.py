"""No statement can give a number for each person, or put people in an order by one: there is nothing to rank with."""

import re

import pytest
from sqlalchemy import func, select
from sqlalchemy.dialects import sqlite

from bot.ports import View
from storage import features
from storage.statements import Catalogue, Query, catalogue, query
from storage.tables import metadata, thanked

PEOPLE = ("person", "giver", "asker", "marker", "added_by", "ended_by", "destination", "told")
COUNTED = re.compile(rf"(?:GROUP BY|PARTITION BY)[^)]*?\b(?:{'|'.join(PEOPLE)})\b", re.IGNORECASE)
NUMBERED = re.compile(r"\b(?:points?|score|karma|level|streak|rank|total|count|balance)\b", re.IGNORECASE)


def counting(statements: Catalogue) -> set[str]:
    """The views and changes that give or use a number for each person."""
    views = {view.name for view, made in statements.views.items() if any(COUNTED.search(t.sql) for t in made.texts)}
    return views | {c.name for c, texts in statements.changes.items() if any(COUNTED.search(t.sql) for t in texts)}


QUEUES = {"outbox.waiting"}
"""What waits to be said to each place or person is taken one by one; no number of it is given to anyone."""


def test_no_statement_counts_by_person() -> None:
    assert counting(catalogue(sqlite.dialect(paramstyle="named"), features.VIEWS, features.CHANGES)) == QUEUES


@pytest.mark.parametrize("column", ["person", "thanks"])
def test_one_that_does_is_found(column: str) -> None:
    ranking: Query[list[object]] = query(list, select(thanked.c[column], func.count()).group_by(thanked.c[column]))
    found = counting(catalogue(sqlite.dialect(paramstyle="named"), [{View("ranking"): ranking}], []))
    assert found == ({"ranking"} if column == "person" else set())


def test_no_table_keeps_a_number_about_a_person() -> None:
    about_people = [table for table in metadata.tables.values() if set(PEOPLE[:4]) & set(table.columns.keys())]
    assert about_people
    assert [c.name for table in about_people for c in table.columns if NUMBERED.search(c.name)] == []
