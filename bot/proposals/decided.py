"""What people said to a proposal, and the decision that was frozen from it. Nothing here reads a clock or a store."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from bot.chat.ids import PersonId
from bot.proposals.deciding import (
    AS_IT_IS,
    Because,
    Decision,
    Held,
    Outcome,
    Rule,
    Stance,
    Stances,
    Tally,
    decide,
    passes,
)
from bot.proposals.model import SMALL, Origin, Phase, Proposal, ProposalCard, SeenAs, State, Version, Way

MOST_REASON = 500
"""Characters of why someone takes a stance."""

MOST_ROUNDS = 3
"""So often a proposal is shaped and decided by itself; then it rests until someone takes it up."""

PUNCTUAL = timedelta(minutes=1)
"""A decision later than this is told as late."""


@dataclass(frozen=True, slots=True)
class Stand:
    """What one person says to one way in one round."""

    id: str
    person: PersonId
    """Who it is; in a secret proposal a tag that stands for them, and nobody where only the words are left."""
    way: int
    round: int
    version: int
    """The version of the way's words that it was said to; 0 for leaving things as they are."""
    stance: Stance | None
    """None: taken back."""
    words: str
    """Why, in their words; they stay until whoever wrote them takes them back."""
    said_as: Stance | None
    """The stance that the words speak for."""
    named: bool
    """Whether the words carry their holder's name."""

    @property
    def changed(self) -> bool:
        """Whether they have come to another stance since they said why."""
        return bool(self.words) and self.said_as is not self.stance


@dataclass(frozen=True, slots=True)
class Boxed:
    """Words that lie apart from every stance, in the box of a secret proposal."""

    way: int
    said_as: Stance
    """What they speak for, as whoever wrote them says."""
    words: str
    always: bool
    """Whether they are to be shown even where so few wrote that others are not."""


def told_from(box: list[Boxed]) -> list[Boxed]:
    """What of the box is shown: all of it where enough people wrote, otherwise what was meant to be heard anyway."""
    return [each for each in box if len(box) >= SMALL or each.always]


@dataclass(frozen=True, slots=True)
class Decided:
    """The one outcome of a round, frozen. It is never computed again to be shown."""

    round: int
    at: datetime
    """When deciding was over."""
    late: timedelta | None
    """How long after that it was counted, when that is worth telling."""
    extended: bool
    """Whether an objection near the end had extended the deciding."""
    audience: int | None
    """How many could see it."""
    rule: Rule
    decision: Decision
    versions: tuple[int, ...]
    """The version of each way that was decided on, from leaving things as they are on."""
    carried: tuple[int, ...]
    """The ways that someone had offered to carry."""
    shapers: int
    """How many people's words had changed it until then."""

    @property
    def goes_ahead(self) -> bool:
        """Whether something goes ahead."""
        return bool(self.decision.ways)


def latest(stands: Iterable[Stand], until: int | None = None) -> tuple[Stand, ...]:
    """What each person says to each way as it stands, or as it stood when the round ``until`` was over."""
    newest: dict[tuple[PersonId, int], Stand] = {}
    for stand in sorted(stands, key=lambda each: each.round):
        if until is None or stand.round <= until:
            newest[stand.person, stand.way] = stand
    return tuple(newest.values())


def versions_of(ways: Sequence[Way]) -> dict[int, int]:
    """The newest version of each way's words; leaving things as they are has none but the first."""
    return {AS_IT_IS: 0, **{way.position: way.newest.number for way in ways}}


def as_held(stands: Iterable[Stand], versions: Mapping[int, int]) -> Stances:
    """The stances as the rules take them: confirmed where they were said to the words that hold."""
    held: dict[PersonId, dict[int, Held]] = {}
    for stand in stands:
        if stand.stance is not None:
            confirmed = stand.version == versions[stand.way]
            held.setdefault(stand.person, {})[stand.way] = Held(stand.stance, confirmed)
    return held


def unconfirmed(stands: Iterable[Stand], versions: Mapping[int, int]) -> tuple[Stand, ...]:
    """Stances on earlier words; whoever holds them is asked whether they still do. An objection stands anyway."""
    return tuple(each for each in stands if each.stance is not None and each.version != versions[each.way])


def takes_stances(proposal: Proposal, at: datetime) -> bool:
    """Whether a stance taken at this instant counts. The clock decides, whatever any job has done so far.

    What was said before a further round began, and arrives in it, was said to the round that is over.
    """
    belongs_here = proposal.round == 1 or at >= proposal.course.opened_at
    running = proposal.state in (State.SHAPING, State.DECIDING)
    return running and belongs_here and proposal.phase(at) is not Phase.ENDED


def decided_now(card: ProposalCard, stands: Iterable[Stand]) -> Decision:
    """What comes of the stances as they are."""
    versions, proposal = versions_of(card.ways), card.proposal
    decision = decide(
        proposal.rule,
        as_held(latest(stands), versions),
        max(versions),
        least=proposal.least,
        affected=card.affected,
        carried_by_someone=carried_ways(card),
    )
    return hidden_if_few(proposal, decision)


def hidden_if_few(proposal: Proposal, decision: Decision) -> Decision:
    """The decision without its numbers, where so few took part in a secret one that they would tell who said what."""
    if not proposal.is_secret or decision.took_part >= SMALL:
        return decision
    return Decision(Outcome.TOO_FEW, Because.TOO_FEW, (), (), _empty(decision), decision.took_part)


def nothing_known(decided: Decided) -> Decided:
    """A round of which nothing can be known: it goes back to shaping."""
    empty = Decision(Outcome.BACK_TO_SHAPING, Because.KEY_LOST, (), (), _empty(decided.decision), 0)
    return replace(decided, decision=empty)


def _empty(decision: Decision) -> tuple[Tally, ...]:
    return tuple(Tally(each.way) for each in decision.tallies)


def carried_ways(card: ProposalCard) -> tuple[int, ...]:
    """The ways that someone offered to help with."""
    return tuple(sorted(way for way, people in card.helping.items() if people))


def shapers(card: ProposalCard) -> int:
    """How many people's words are in it beside the first ones."""
    return len({v.person for way in card.ways for v in way.versions if _is_change(way, v)})


def _is_change(way: Way, version: Version) -> bool:
    return way.origin is not Origin.PROPOSED or version.number > 1


def cells(tally: Tally, seen_as: SeenAs) -> dict[Stance, int | None]:
    """The numbers of a way that may be shown; None: too small. That nobody objects is always told.

    A single hidden number could be found by subtraction: then the next smallest is hidden with it.
    """
    numbers = {
        Stance.YES: tally.yes,
        Stance.RESERVED: tally.reserved,
        Stance.ASIDE: tally.aside,
        Stance.OBJECT: tally.objections,
    }
    if seen_as is SeenAs.NAMED:
        return dict(numbers)
    open_to_all = {Stance.OBJECT} if not tally.objections else set[Stance]()
    hidden = {stance for stance, number in numbers.items() if number < SMALL and stance not in open_to_all}
    if len(hidden) == 1:
        others = [stance for stance in numbers if stance not in hidden | open_to_all]
        hidden |= {min(others, key=lambda stance: numbers[stance])} if others else set()
    return {stance: None if stance in hidden else number for stance, number in numbers.items()}


def to_change(rule: Rule, decision: Decision) -> int | None:
    """At least so many of those who took part would have had to say otherwise for something else to come out, where one
    way went ahead: as if each of them had been for it, and had objected to whatever could come out instead."""
    if decision.outcome not in (Outcome.AHEAD, Outcome.AHEAD_WITH_DISSENT) or rule is Rule.SIDE_BY_SIDE:
        return None
    return next(people for people in count(1) if _could_turn(rule, decision, people))


def _could_turn(rule: Rule, decision: Decision, people: int) -> bool:
    won = _with(decision.tallies[decision.ways[0]], -people)
    rivals = (_with(each, people) for each in decision.tallies if each.way != won.way)
    return not passes(rule, won) or any(passes(rule, each) and each.in_favour >= won.in_favour for each in rivals)


def _with(way: Tally, people: int) -> Tally:
    """With so many people for it who had objected to it; with as many who object and were for it where below 0."""
    return replace(
        way,
        yes=max(0, way.in_favour + people),
        reserved=0,
        objections=max(0, way.objections - people),
        by_affected=max(0, way.by_affected - people),
    )


# --- kept as text -------------------------------------------------------------------------------------------------


def kept_decision(decided: Decided) -> str:
    """What of a decision has no column of its own, as JSON."""
    decision = asdict(decided.decision)
    kept = {"decision": decision, **{name: getattr(decided, name) for name in _KEPT}}
    return json.dumps(kept, separators=(",", ":"))


_KEPT = ("rule", "versions", "carried", "shapers", "extended")


def decision_from(text: str, round_: int, at: datetime, late: timedelta | None, audience: int | None) -> Decided:
    """The decision that was kept."""
    kept: dict[str, Any] = json.loads(text)
    return Decided(
        round_,
        at,
        late,
        kept["extended"],
        audience,
        Rule(kept["rule"]),
        _decision(kept["decision"]),
        tuple(kept["versions"]),
        tuple(kept["carried"]),
        kept["shapers"],
    )


def _decision(kept: Mapping[str, Any]) -> Decision:
    return Decision(
        Outcome(kept["outcome"]),
        Because(kept["because"]),
        tuple(kept["ways"]),
        tuple(kept["level"]),
        tuple(Tally(**tally) for tally in kept["tallies"]),
        kept["took_part"],
    )
