"""The power log: what was changed over others' heads, by whom and why, in a chain that shows any tampering."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.chat.ids import PersonId
from bot.ports import Change, Tx, View

MOST_WHY = 300


class Deed(StrEnum):
    """What kind of power was used."""

    SET = "set"
    CLOSED_EARLY = "closed early"
    MOVED = "moved"
    EXTENDED = "extended"
    """A deadline moved by a rule that was stated at the start: nobody moved it."""
    TIGHTENED = "tightened"
    HID = "hid"
    SHOWED = "showed again"
    PAUSED = "paused"
    RESUMED = "resumed"
    ENDED = "ended"
    CHANGED = "changed"
    RENAMED = "renamed"
    RELOCATED = "relocated"
    ADOPTED = "adopted"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class Trace:
    """One use of power, as every member can read it."""

    id: str
    at: datetime
    by: PersonId | None
    """Who; None when they have erased themselves since."""
    deed: Deed
    thing: str
    """What it was done to: a setting's name, or the words that the thing is known by."""
    before: str
    after: str
    why: str
    answer: str = ""
    """What whoever wrote words that were hidden says to that."""


LOG: View[list[Trace]] = View("power.log")
"""Traces of ``community`` that hold ``like`` (an SQL pattern), the newest first, at most ``limit`` after ``skip``."""

LAST_SEAL: View[str] = View("power.last_seal")
"""The seal of the newest trace of ``community``; empty when there is none."""

NOTE = Change("power.note")


def note(tx: Tx, deed: Deed, by: PersonId, thing: str, before: str = "", after: str = "", why: str = "") -> str:
    """Keep a trace of a use of power; returns its id."""
    salt, trace = tx.ids.new(), tx.ids.new()
    digest = digest_of(salt, by, deed, thing, before, after, why)
    tx.change(
        NOTE,
        id=trace,
        community=tx.community,
        at=tx.now,
        person=by,
        deed=deed,
        thing=thing,
        before=before,
        after=after,
        why=why,
        salt=salt,
        digest=digest,
        seal=seal_of(tx.see(LAST_SEAL, community=tx.community), digest),
    )
    return trace


def by_rule(tx: Tx, thing: str, before: datetime, after: datetime) -> None:
    """Keep a trace of a deadline that a rule has moved. Nobody stands beside it: that would tell who objected."""
    note(tx, Deed.EXTENDED, PersonId(""), thing, _in_utc(before), _in_utc(after))


def _in_utc(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


def digest_of(salt: str, by: str | None, deed: str, thing: str, before: str, after: str, why: str) -> str:
    """What a trace says, in 64 hexadecimal digits. Without its salt, which goes when its person erases themselves, it
    can not be used to try out who that was."""
    return hashlib.sha256(json.dumps([salt, by, deed, thing, before, after, why]).encode()).hexdigest()


def seal_of(last: str, digest: str) -> str:
    """The seal of a trace over everything that stands before it."""
    return hashlib.sha256(f"{last}{digest}".encode()).hexdigest()
