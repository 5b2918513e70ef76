"""Who said what to a way, where a proposal says that this is seen. Pure."""

from collections.abc import Sequence

from bot.chat.cards import Small
from bot.chat.ids import PersonId
from bot.chat.text import Text
from bot.chat.words import Words
from bot.proposals.cards.outcome import stance_label
from bot.proposals.decided import Decided, Stand
from bot.proposals.deciding import Stance
from bot.proposals.model import Proposal, SeenAs

MOST_NAMES = 12
"""Names for one stance; the others are told as a number."""


def names(proposal: Proposal, stands: Sequence[Stand], decided: Decided, way: int, words: Words) -> list[Small]:
    """A line for each stance that anyone took on the words that were decided on; none unless it is by name."""
    if proposal.seen_as is not SeenAs.NAMED:
        return []
    on_this = [each for each in stands if each.way == way]
    lines = []
    for stance in Stance:
        people = sorted(each.person for each in on_this if each.stance is stance and _counts(each, decided))
        if people:
            lines.append(Small(_line(stance_label(stance, words), people, words)))
    return lines


def _counts(stand: Stand, decided: Decided) -> bool:
    return stand.stance is Stance.OBJECT or stand.version == decided.versions[stand.way]


def _line(stance: str, people: Sequence[PersonId], words: Words) -> Text:
    listed = words.listing([words.person(person) for person in people[:MOST_NAMES]])
    more = len(people) - MOST_NAMES
    if more <= 0:
        return words.say("{stance}: {people}", stance=stance, people=listed)
    return words.count(
        "{stance}: {people}, and {n} more", "{stance}: {people}, and {n} more", more, stance=stance, people=listed
    )
