"""What is kept about one member, for their own eyes, and how it goes when they want to be gone."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.chat.ids import GONE, PersonId
from bot.ports import Change, Tx, View

Kept = Mapping[str, Sequence[Mapping[str, Any]]]
"""Rows by what they are (``ballots``, ``reasons``), each with its values by name; instants as ISO 8601 in UTC."""

KEPT: View[Kept] = View("personal.kept")
"""Everything that ``community`` holds about ``person``, but what stands under a secret tag, which nobody can find."""

ERASE = Change("personal.erase")


def erase(tx: Tx, person: PersonId) -> None:
    """Their words and choices about themselves go; their ballots stay, under a name that leads to nobody, so that no
    count and no result changes. What they asked or changed stays with \"someone who has erased themselves\"."""
    tx.change(ERASE, community=tx.community, person=person, tombstone=f"{GONE}{tx.ids.new()}")
