"""What is kept about one member, for their own eyes, and how it goes when they want to be gone."""

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any

from bot.chat.ids import GONE, PersonId
from bot.ports import Change, Tx, View

Kept = Mapping[str, Sequence[Mapping[str, Any]]]
"""Rows by what they are (``ballots``, ``reasons``), each with its values by name; instants as ISO 8601 in UTC."""

KEPT: View[Kept] = View("personal.kept")
"""Everything that ``community`` holds about ``person``, but what stands under a secret tag, which nobody can find."""

ERASE = Change("personal.erase")
TAGS = "tags"


def erase(tx: Tx, person: PersonId) -> None:
    """Their words and choices about themselves go; their ballots stay, under a name that leads to nobody, so that no
    count and no result changes. What they asked or changed stays with \"someone who has erased themselves\"."""
    tombstone = f"{GONE}{tx.ids.new()}"
    tx.change(ERASE, community=tx.community, person=person, tombstone=tombstone, tag=tag_of(tx, person))


def tag_of(tx: Tx, person: PersonId) -> str:
    """What stands for a member where they themselves must not: it leads to nobody without a key that is kept apart."""
    return blake2b(f"{tx.community} {person}".encode(), digest_size=16, key=tx.vault.make(TAGS)).hexdigest()
