"""What can be hidden, and what was. Pure."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.chat.hidden import BEGINS, hidden_in, mark
from bot.chat.ids import CommunityId, PersonId

MOST_WHY = 300
INDEXED = frozenset({"resource.words", "resource.link"})
"""Kinds of words that are found by an index: it is made anew, by what is due under that name, when they are hidden or
shown again."""

MOST_ANSWER = 300

KEPT_APART = timedelta(days=30)
"""How long hidden words can be shown again, unless whoever hosts the bot says otherwise."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of one person's, as they stand in one place."""

    kind: str
    """What they are: ``poll.question``."""
    id: str
    """Which of that kind; unique within it."""
    words: str
    subject: str
    """The thing on whose card they stand."""
    title: str
    """What that thing is known by; empty where it has no name."""
    author: PersonId | None
    """Who wrote them, never shown; None where nobody can tell."""
    before: str
    """Exactly what is kept, of which the words may be a part."""
    around: str
    """The same with a place for a mark where the words are."""

    @property
    def hidden(self) -> str | None:
        """The id under which they were hidden; None while they can be read."""
        return hidden_in(self.words)

    def hidden_as(self, hidden: str) -> str:
        """What is kept when the words are hidden under this id."""
        return self.around.replace(BEGINS, mark(hidden))


@dataclass(frozen=True, slots=True)
class Hidden:
    """Words that were hidden."""

    id: str
    community: CommunityId
    kind: str
    piece: str
    subject: str
    title: str
    by: PersonId | None
    author: PersonId | None
    at: datetime
    why: str
    words: str | None
    """What they were; None when they are not kept any more."""
    answer: str
    shown_again: bool


def in_json(words: str) -> str:
    """The words as they stand inside a JSON text."""
    return json.dumps(words)[1:-1]
