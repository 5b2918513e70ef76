"""What becomes of suggested changes: part of the words, or another way beside them. No one decides which but time and
anyone who would rather not."""

from datetime import datetime

from bot.chat.ids import PersonId
from bot.ports import Tx
from bot.proposals.actions.keeping import FACE, WAY, keep_version, put_up
from bot.proposals.difference import together
from bot.proposals.model import MOST_WORDS, Fate, Origin, Proposal, Suggestion, Version, Way
from bot.proposals.views import OPENED, SETTLE_SUGGESTION, WAYS

FOLD = "proposal.fold"
"""The time of a suggestion comes."""
SUGGESTION = "proposal.suggestion"
"""The card of a suggestion, in the proposal's thread."""


def settle_due(tx: Tx, proposal: Proposal, at: datetime) -> None:
    """Fold in all whose time has come by this instant, in the order of their times."""
    for suggestion in tx.see(OPENED, proposal=proposal.id):
        if suggestion.until <= min(at, proposal.course.shaped_until):
            _fold(tx, proposal, suggestion)


def settle_all(tx: Tx, proposal: Proposal, at: datetime) -> None:
    """At the end of shaping: those with too little time left for anyone to mind become other ways."""
    settle_due(tx, proposal, at)
    for suggestion in tx.see(OPENED, proposal=proposal.id):
        make_way(tx, proposal, suggestion)


def _fold(tx: Tx, proposal: Proposal, suggestion: Suggestion) -> None:
    way = next(way for way in tx.see(WAYS, proposal=proposal.id) if way.position == suggestion.way)
    base = next(version for version in way.versions if version.number == suggestion.base)
    words = together(base.words, way.words, suggestion.words)
    if words is None or len(words) > MOST_WORDS:
        # What it changes has been changed otherwise meanwhile: neither of the two may undo the other.
        make_way(tx, proposal, suggestion)
        return
    number = way.newest.number + (words != way.words)
    if words != way.words:
        version = Version(words, suggestion.person, suggestion.named, number, suggestion.why, tx.now)
        keep_version(tx, proposal.id, way.position, version)
        tx.touch(WAY, way.id)
    _settle(tx, proposal, suggestion, Fate.FOLDED, number)


def make_way(tx: Tx, proposal: Proposal, suggestion: Suggestion, minded_by: PersonId | None = None) -> int:
    """The suggestion becomes a way of its own, in its suggester's words; returns its position."""
    ways = tx.see(WAYS, proposal=proposal.id)
    known = next((way.position for way in ways if way.words == suggestion.words), None)
    position = known or ways[-1].position + 1
    if known is None:
        version = Version(suggestion.words, suggestion.person, suggestion.named, 1, suggestion.why, tx.now)
        put_up(tx, proposal.id, Way(tx.ids.new(), position, Origin.SUGGESTED, (version,)))
    _settle(tx, proposal, suggestion, Fate.ANOTHER_WAY, position, minded_by)
    return position


def _settle(
    tx: Tx, proposal: Proposal, suggestion: Suggestion, fate: Fate, became: int, minded_by: PersonId | None = None
) -> None:
    tx.change(SETTLE_SUGGESTION, suggestion=suggestion.id, fate=fate, minded_by=minded_by, at=tx.now, became=became)
    tx.rest(FOLD, suggestion.id)
    tx.touch(SUGGESTION, suggestion.id)
    tx.touch(FACE, proposal.id)
