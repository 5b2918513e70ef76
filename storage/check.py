"""What must always hold in a database, as sentences about what does not: for tests and for ``descant doctor``."""

import sqlite3
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import StaticPool

from bot.polls.actions.closing import counted
from bot.polls.model import PollCard
from bot.polls.views import CARD
from bot.power import digest_of, seal_of
from storage.invariants import CHECKS, WORTH_KNOWING
from storage.invariants.recounted import redecided
from storage.look import Look
from storage.values import instant


def check(connection: sqlite3.Connection, now: datetime) -> list[str]:
    """Everything in this database that should not be; empty when all holds. Reads only."""
    engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)
    with engine.connect() as looking:
        return check_over(looking, now)


def check_over(connection: Connection, now: datetime) -> list[str]:
    """The same on any engine."""
    return wrong_in(connection, now) + worth_knowing(connection, now)


def wrong_in(connection: Connection, now: datetime) -> list[str]:
    """What must always hold and does not."""
    look = Look(connection)
    return _found(look, CHECKS, now) + broken_chains(look) + recounted(look) + redecided(look)


def worth_knowing(connection: Connection, now: datetime) -> list[str]:
    """What is no fault of the store, and whoever hosts it should hear of."""
    return _found(Look(connection), WORTH_KNOWING, now)


def _found(look: Look, sentences: tuple[tuple[str, str], ...], now: datetime) -> list[str]:
    return [sentence.format(*row) for sentence, sql in sentences for row in look.rows(sql, now=instant(now))]


def broken_chains(look: Look) -> list[str]:
    """Communities whose power log is not what it was when it was written."""
    rows = look.rows(
        "SELECT community, number, seal, digest, salt, person, deed, thing, before, after, why "
        "FROM power ORDER BY community, number"
    )
    return [
        f"the power log of {community} was changed: its entry {number} is not what was sealed"
        for community, entries in groupby(rows, lambda row: row[0])
        if (number := _first_broken([row[1:] for row in entries]))
    ]


def _first_broken(entries: list[tuple[Any, ...]]) -> int | None:
    last = ""
    for place, (number, seal, digest, salt, *said) in enumerate(entries, 1):
        last = seal_of(last, digest)
        # Who erased themselves took the salt along: then only the chain can be followed.
        if number != place or seal != last or (salt is not None and digest_of(salt, *said) != digest):
            return place
    return None


def recounted(look: Look) -> list[str]:
    """Closed polls whose frozen result is not what their ballots say, to the last byte."""
    closed = look.rows("SELECT id FROM polls WHERE state = 'closed' AND result IS NOT NULL ORDER BY id")
    return [sentence for (poll,) in closed if (sentence := _recount(look, poll))]


def _recount(look: Look, poll: str) -> str:
    try:
        card = look.see(CARD, subject=poll)
        again = counted(card, None)
    except (ValueError, LookupError, TypeError, AssertionError) as error:
        return f"poll {poll}: what is kept of it can not be read ({type(error).__name__})"
    if card is None or again is None or (card.poll.result != again[0] and not _void(card)):
        return f"poll {poll}: its result is not what its ballots say"
    return ""


def _void(card: PollCard) -> bool:
    return card.poll.result is not None and card.poll.result.void
