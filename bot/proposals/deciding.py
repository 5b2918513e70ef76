"""How stances become an outcome. Whole numbers throughout; nothing here knows a name, a role or an order.

For: yes, and yes with reservations. Against: objections. Standing aside counts as taking part and as nothing else.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.chat.ids import PersonId

AS_IT_IS = 0
"""The way that is always among the ways: leave things as they are. The others count from 1."""


class Stance(StrEnum):
    """What someone says to one way."""

    YES = "yes"
    RESERVED = "reserved"
    ASIDE = "aside"
    OBJECT = "object"


class Rule(StrEnum):
    """How it is decided; locked when deciding starts."""

    CONSENT = "consent"
    AFFECTED = "affected"
    MAJORITY = "majority"
    TWO_THIRDS = "two_thirds"
    SIDE_BY_SIDE = "side_by_side"


class Outcome(StrEnum):
    """What comes of a proposal."""

    AHEAD = "ahead"
    AHEAD_WITH_DISSENT = "dissent"
    SIDE_BY_SIDE = "side-by-side"
    NOT_NOW = "not-now"
    BACK_TO_SHAPING = "shaping"
    TOO_FEW = "too-few"


AHEAD = (Outcome.AHEAD, Outcome.AHEAD_WITH_DISSENT, Outcome.SIDE_BY_SIDE)
"""Those with which something goes ahead."""


class Because(StrEnum):
    """What made the outcome."""

    CARRIED = "carried"
    PREFERRED_AS_IT_IS = "as-it-is"
    TIED = "tied"
    HELD_BACK = "held-back"
    NOBODY_TO_CARRY = "nobody-to-carry"
    NOT_ENOUGH_FOR = "not-enough-for"
    NOBODY_FOR = "nobody-for"
    TOO_FEW = "too-few"
    KEY_LOST = "key-lost"
    """The key that kept a secret round secret was lost, so that nothing of it can be known."""


@dataclass(frozen=True, slots=True)
class Held:
    """A person's stance on a way. ``confirmed`` is false when the words changed after it was taken."""

    stance: Stance
    confirmed: bool = True

    @property
    def counts(self) -> bool:
        """A stance on earlier words does not count for the new ones; an objection stands until it is taken back."""
        return self.confirmed or self.stance is Stance.OBJECT


Stances = Mapping[PersonId, Mapping[int, Held]]
"""What each person says to each way, at most one stance each. Ways that someone left open are absent."""


@dataclass(frozen=True, slots=True)
class Tally:
    """One way's stances as numbers."""

    way: int
    yes: int = 0
    reserved: int = 0
    aside: int = 0
    objections: int = 0
    by_affected: int = 0
    """How many of the objections come from people who said that it affects them."""
    unconfirmed: int = 0
    """How many stances on earlier words are shown apart and not counted."""

    @property
    def in_favour(self) -> int:
        """Yes, and yes with reservations."""
        return self.yes + self.reserved

    @property
    def said(self) -> int:
        """How many have said anything to it."""
        return self.in_favour + self.aside + self.objections + self.unconfirmed


@dataclass(frozen=True, slots=True)
class Decision:
    """The one outcome, and the numbers that it comes from."""

    outcome: Outcome
    because: Because
    ways: tuple[int, ...]
    """What goes ahead; empty when nothing does."""
    level: tuple[int, ...]
    """The ways that share a tie; empty when there is none."""
    tallies: tuple[Tally, ...]
    took_part: int


def decide(
    rule: Rule,
    stances: Stances,
    ways: int,
    *,
    least: int = 1,
    affected: Collection[PersonId] = (),
    carried_by_someone: Collection[int] = (),
) -> Decision:
    """What comes of it under this rule, with ``ways`` ways beside leaving things as they are.

    ``least``: so many must take part, and never fewer than one. ``carried_by_someone``: the ways that somebody
    offered to carry; only ``side by side`` asks for that. Raises ValueError for a stance on a way that is not there.
    """
    if strange := {way for held in stances.values() for way in held} - set(range(ways + 1)):
        raise ValueError(f"no such ways: {sorted(strange)}")
    tallies = tuple(tally(way, stances, affected) for way in range(ways + 1))
    took_part = sum(any(held.counts for held in each.values()) for each in stances.values())
    if took_part < max(least, 1):
        return Decision(Outcome.TOO_FEW, Because.TOO_FEW, (), (), tallies, took_part)
    if rule is Rule.SIDE_BY_SIDE:
        return _side_by_side(tallies, took_part, carried_by_someone)
    return _one_of(rule, tallies, took_part)


def tally(way: int, stances: Stances, affected: Collection[PersonId] = ()) -> Tally:
    """The stances on this way as numbers."""
    held = [(each[way], person in affected) for person, each in stances.items() if way in each]
    return tally_of(way, [(one.stance, of_affected, one.confirmed, 1) for one, of_affected in held])


def tally_of(way: int, said: Iterable[tuple[str, bool, bool, int]]) -> Tally:
    """The same from how many said what: a stance, whether it affects them, whether to the words that hold, how many."""
    numbers: Counter[Stance] = Counter()
    by_affected = unconfirmed = 0
    for stance, of_affected, confirmed, number in said:
        held = Held(Stance(stance), bool(confirmed))
        numbers[held.stance] += number if held.counts else 0
        unconfirmed += 0 if held.counts else number
        by_affected += number if held.stance is Stance.OBJECT and of_affected else 0
    yes, reserved, aside, objections = (numbers[stance] for stance in Stance)
    return Tally(way, yes, reserved, aside, objections, by_affected, unconfirmed)


def passes(rule: Rule, way: Tally) -> bool:
    """Whether this way by itself could go ahead. Under every rule at least one person has to be for it."""
    return way.in_favour > 0 and not _held_back(rule, way) and _enough_for(rule, way)


def _held_back(rule: Rule, way: Tally) -> bool:
    match rule:
        case Rule.CONSENT | Rule.SIDE_BY_SIDE:
            return way.objections > 0
        case Rule.AFFECTED:
            return way.by_affected > 0
        case Rule.MAJORITY | Rule.TWO_THIRDS:
            return False


def _enough_for(rule: Rule, way: Tally) -> bool:
    match rule:
        case Rule.MAJORITY:
            return way.in_favour > way.objections
        case Rule.TWO_THIRDS:
            return way.in_favour >= 2 * way.objections
        case Rule.CONSENT | Rule.AFFECTED | Rule.SIDE_BY_SIDE:
            return True


def _one_of(rule: Rule, tallies: tuple[Tally, ...], took_part: int) -> Decision:
    """The way with most people for it, of those that pass; leaving things as they are stands among them."""
    passing = [each for each in tallies if passes(rule, each)]
    if all(each.way == AS_IT_IS for each in passing):
        return _none_of(rule, tallies, took_part)
    top = max(each.in_favour for each in passing)
    first = [each for each in passing if each.in_favour == top]
    if len(first) > 1:
        level = tuple(each.way for each in first)
        return Decision(Outcome.BACK_TO_SHAPING, Because.TIED, (), level, tallies, took_part)
    if first[0].way == AS_IT_IS:
        return Decision(Outcome.NOT_NOW, Because.PREFERRED_AS_IT_IS, (), (), tallies, took_part)
    outcome = Outcome.AHEAD_WITH_DISSENT if first[0].objections else Outcome.AHEAD
    return Decision(outcome, Because.CARRIED, (first[0].way,), (), tallies, took_part)


def _none_of(rule: Rule, tallies: tuple[Tally, ...], took_part: int) -> Decision:
    """Why no way goes ahead by itself: what most people are for says it, and it is said in this order."""
    as_it_is, *others = tallies
    top = max((each.in_favour for each in others), default=0)
    if passes(rule, as_it_is) and as_it_is.in_favour > top:
        return Decision(Outcome.NOT_NOW, Because.PREFERRED_AS_IT_IS, (), (), tallies, took_part)
    wanted = [each for each in others if each.in_favour]
    if not wanted:
        return Decision(Outcome.NOT_NOW, Because.NOBODY_FOR, (), (), tallies, took_part)
    if any(_held_back(rule, each) for each in wanted):
        return Decision(Outcome.BACK_TO_SHAPING, Because.HELD_BACK, (), (), tallies, took_part)
    if rule is Rule.MAJORITY and (level := tuple(w.way for w in wanted if w.in_favour == w.objections)):
        return Decision(Outcome.BACK_TO_SHAPING, Because.TIED, (), level, tallies, took_part)
    return Decision(Outcome.NOT_NOW, Because.NOT_ENOUGH_FOR, (), (), tallies, took_part)


def _side_by_side(tallies: tuple[Tally, ...], took_part: int, carried: Collection[int]) -> Decision:
    """Every way that nobody objects to, somebody is for and somebody will carry: they need not exclude each other."""
    passing = [each.way for each in tallies[1:] if passes(Rule.SIDE_BY_SIDE, each)]
    ways = tuple(way for way in passing if way in carried)
    if ways:
        outcome = Outcome.SIDE_BY_SIDE if len(ways) > 1 else Outcome.AHEAD
        return Decision(outcome, Because.CARRIED, ways, (), tallies, took_part)
    if passing:
        return Decision(Outcome.NOT_NOW, Because.NOBODY_TO_CARRY, (), (), tallies, took_part)
    return _none_of(Rule.SIDE_BY_SIDE, tallies, took_part)
