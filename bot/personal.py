"""What is kept about one member, for their own eyes, and how it goes when they want to be gone."""

import re
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any

from bot.chat.hidden import ERASED
from bot.chat.ids import GONE, PersonId
from bot.ports import Change, Tx, View

Kept = Mapping[str, Sequence[Mapping[str, Any]]]
"""Rows by what they are (``ballots``, ``reasons``), each with its values by name; instants as ISO 8601 in UTC."""

KEPT: View[Kept] = View("personal.kept")
"""Everything that ``community`` holds about ``person``, but what stands under a secret tag, which nobody can find."""

ERASE = Change("personal.erase")

MENTIONING: View[list[tuple[str, str]]] = View("personal.mentioning")
"""Words in ``community`` in which the id of ``person`` stands, each with the name of its column."""

MENTIONED_ON: View[list[tuple[str, str, str]]] = View("personal.mentioned_on")
"""The same as kind and id of what can be hidden (no kind: a copy, or the log), and the subject of its cards."""

REWORD = Change("personal.reword")
"""Where exactly the words ``before`` stand in ``column``, these come ``after``."""

TAGS = "tags"
LIKE_NO_WORD = 8
"""Characters of the shortest ids that Slack gives, all of which hold a digit; Discord's are longer numbers."""


def erase(tx: Tx, person: PersonId) -> None:
    """Their words and choices about themselves go; their ballots stay, under a name that leads to nobody, so that no
    count and no result changes. What they asked or changed stays with \"someone who has erased themselves\"."""
    tombstone = f"{GONE}{tx.ids.new()}"
    tx.change(ERASE, community=tx.community, person=person, tombstone=tombstone, tag=tag_of(tx, person))


def without(words: str, person: PersonId) -> str:
    """The words with a mark wherever they mention this member by the id that their chat knows them by."""
    return _mentions_of(person).sub(ERASED, words)


def _mentions_of(person: PersonId) -> re.Pattern[str]:
    """As a chat writes them out; and the bare id, where a chat gives ids that are no word of any language."""
    one = re.escape(person)
    ways = [rf"<@!?{one}(?:\|[^<>\n\"]*)?>", rf"@[^@\n\"]{{1,80}} \({one}\)", rf"@{one}(?!\w)"]
    bare = [rf"(?<!\w){one}(?!\w)"] if len(person) >= LIKE_NO_WORD and any(map(str.isdigit, person)) else []
    return re.compile("|".join(ways + bare))


def tag_of(tx: Tx, person: PersonId) -> str:
    """What stands for a member where they themselves must not: it leads to nobody without a key that is kept apart."""
    return blake2b(f"{tx.community} {person}".encode(), digest_size=16, key=tx.vault.make(TAGS)).hexdigest()
