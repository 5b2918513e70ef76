"""Each column of text holds words that somebody wrote, and is known for it, or is known to hold none."""

from collections.abc import Iterator

from sqlalchemy import Column, MetaData, String, Table, Text

from storage.hideable import HIDEABLE
from storage.tables import metadata
from storage.tables.columns import column
from storage.words import KEPT_APART, WORDS

IDS = {
    "checkin", "community", "feared", "id", "key", "message", "mark", "other", "part_of", "piece", "poll", "proposal",
    "reason", "resource", "review", "round", "source", "subject", "tag", "thanks", "thread_subject", "trace", "under",
    "wish",
}  # fmt: skip
PEOPLE = {
    "added_by", "asker", "author", "carrier", "companion", "ended_by", "giver", "maker", "marker", "minded_by", "owner",
    "person", "proposer", "told",
}  # fmt: skip
PLACES = {"destination", "held_by", "place"}
CHOSEN = {
    "came", "choice", "consent", "counts", "deed", "did", "face", "fate", "kind", "language", "origin",
    "outcome", "result", "rule", "said_as", "seen_as", "stance", "state", "sums", "thread_face", "totals", "verdict",
    "zone",
}  # fmt: skip
"""From a list that is given, or made of numbers."""
TIMES = {"day", "days", "hour", "last_day", "next_day", "off", "shift", "since"}
SEALS = {"claimed_by", "digest", "salt", "seal", "sealed", "trouble"}
NO_WORDS = IDS | PEOPLE | PLACES | CHOSEN | TIMES | SEALS
"""Names of columns that hold no words, in whatever table."""

NONE_HERE = {
    "looks.found": "what a look at the channels found, as names of faults and ids",
    "poll_traces.before": "a setting or an instant",
    "poll_traces.after": "a setting or an instant",
    "proposals.follows": "the name of what follows, from a list",
    "resource_terms.term": "an index, made anew when what it is made of changes",
    "settings.name": "which setting, from a list",
}
"""Columns that hold none, though others of that name may."""


def unknown(tables: MetaData) -> Iterator[str]:
    """Columns of text of which nobody has said whether they hold words."""
    known = {str(one) for one in WORDS} | set(NONE_HERE)
    for table in tables.sorted_tables:
        of_text = (one for one in table.columns if isinstance(one.type, Text | String))
        yield from (str(one) for one in of_text if one.name not in NO_WORDS and str(one) not in known)


def test_every_column_of_text_is_known() -> None:
    assert list(unknown(metadata)) == []


def test_one_that_nobody_has_thought_of_is_found() -> None:
    later = MetaData()
    Table("letters", later, Column("id", String, primary_key=True), column("greeting", str), column("at", int))
    assert list(unknown(later)) == ["letters.greeting"]


def test_what_is_known_is_there() -> None:
    there = {str(one) for table in metadata.sorted_tables for one in table.columns}
    assert set(NONE_HERE) <= there
    assert not NO_WORDS - {one.split(".")[1] for one in there}


def test_what_others_read_can_be_hidden_unless_it_goes_with_what_it_is_about() -> None:
    hideable = {str(rule.words) for rule in HIDEABLE}
    assert {"agreement_versions.text", "agreement_versions.why"} <= hideable
    assert hideable.isdisjoint(map(str, KEPT_APART))
