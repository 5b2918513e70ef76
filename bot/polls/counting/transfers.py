"""Elect several people by transfers (Scottish STV), in whole hundred-thousandths of a vote, cut off and never rounded.

Scottish Local Government Elections Order, 2007 no. 42 rules 45–52 and 2011 no. 399. Where the Order draws lots, each
way is followed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.polls.counting.ballots import Choice, Count, Tie
from bot.polls.counting.details import UNITS, Happened, Stage, Stages
from bot.polls.counting.following import settled_and_tied, steps_for, still_possible

Paper = tuple[int, tuple[int, ...], int, int]
"""Its value on arrival in ``UNITS``, its order, the place in it that counts now, and how many there are of it."""


@dataclass(frozen=True, slots=True)
class Election:
    """What is the same for every way of following the rule."""

    seats: int
    quota: int
    """In ``UNITS``."""
    ballots: int


@dataclass(frozen=True, slots=True)
class Way:
    """Where one way of following the rule stands at the end of a stage."""

    papers: Mapping[int, tuple[Paper, ...]]
    """What each candidate holds who is neither excluded nor elected without a surplus to pass on."""
    totals: tuple[int, ...]
    continuing: frozenset[int]
    elected: tuple[int, ...]
    stages: tuple[Stage, ...]
    over: bool = False

    def key(self) -> object:
        """Ways that are the same from here on have the same key."""
        held = frozenset((who, frozenset(papers)) for who, papers in self.papers.items() if papers)
        return held, self._past(), self.totals, self.continuing, frozenset(self.elected)

    def _past(self) -> tuple[int, ...]:
        """How earlier stages tell those apart who can still be level, the most recent first: nothing else of the past
        matters from here on."""
        past = [tuple(stage.totals[who - 1] for stage in reversed(self.stages)) for who in sorted(self.papers)]
        order = {totals: place for place, totals in enumerate(sorted(set(past)))}
        return tuple(order[totals] for totals in past)


@dataclass(frozen=True, slots=True)
class Step:
    """What happens next, and to whom; several where each is to be followed."""

    happened: Happened
    who: tuple[int, ...]
    level: tuple[int, ...] = ()
    decided_at: int | None = None


def transfers(ballots: Mapping[Choice, int], options: int, seats: int) -> Count:
    """Who is elected, with the table of every stage."""
    orders = {tuple(group[0] for group in choice): number for choice, number in ballots.items() if choice and number}
    blank, number = ballots.get((), 0), sum(orders.values())
    quota = number // (seats + 1) + 1
    firsts = [0] * (options + 1)
    for order, n in orders.items():
        firsts[order[0]] += n
    counts = tuple(firsts[1:])
    if not number:
        return Count((), (), counts, 0, blank, Stages(seats, quota, (), ()))
    election = Election(seats, quota * UNITS, number)
    start = _first_stage(election, orders, options)
    listed, level = _listed(election, start)
    chosen = tuple(sorted(listed.elected))
    winners, tied = _followed(election, start, options, steps_for(len(orders))) if level else (chosen, ())
    return Count(winners, tied, counts, number, blank, Stages(seats, quota, chosen, listed.stages))


def _listed(election: Election, way: Way) -> tuple[Way, bool]:
    """The way in which every tie goes to the first listed, and whether there was any."""
    level = False
    while not way.over:
        step = _next(election, way)
        level = level or len(step.who) > 1
        way = _take(election, way, step, step.who[0])
    return way, level


def _followed(election: Election, start: Way, options: int, most: int) -> tuple[tuple[int, ...], tuple[Tie, ...]]:
    """What is settled and what is tied when every tie is followed."""
    ways, ends, steps = [start], set[tuple[int, ...]](), 0
    while ways:
        after: dict[object, Way] = {}
        for way in ways:
            step = _next(election, way)
            for who in step.who:
                new = _take(election, way, step, who)
                after.setdefault(new.key(), new)
            if steps + len(after) > most:
                return _cut_short(election, ways, ends, options)
        steps += len(after)
        ends |= {_outcome(way.elected, options) for way in after.values() if way.over}
        ways = [way for way in after.values() if not way.over]
    return settled_and_tied(ends, [(option,) for option in range(1, options + 1)])


def _outcome(elected: Sequence[int], options: int) -> tuple[int, ...]:
    return tuple(int(option in elected) for option in range(1, options + 1))


def _cut_short(
    election: Election, ways: Sequence[Way], ends: set[tuple[int, ...]], options: int
) -> tuple[tuple[int, ...], tuple[Tie, ...]]:
    ended = [{option for option in range(1, options + 1) if end[option - 1]} for end in ends]
    sure = set.intersection(*map(set, [*ended, *(way.elected for way in ways)]))
    possible = set().union(*ended, *(way.continuing.union(way.elected) for way in ways))
    return tuple(sorted(sure)), still_possible(sure, possible, election.seats)


# --- what happens next --------------------------------------------------------------------------------------------


def _next(election: Election, way: Way) -> Step:
    surpluses = [who for who in way.elected if who in way.papers and way.totals[who - 1] > election.quota]
    if surpluses:
        return _decided(way, Happened.SURPLUS, surpluses, most=True)
    empty = sorted(who for who in way.continuing if not way.totals[who - 1])
    if empty and len(way.continuing) - len(empty) >= election.seats - len(way.elected):
        # All of them go out one after another and no paper moves, whoever is first: there is nothing to follow.
        return Step(Happened.EXCLUDED, (empty[0],))
    return _decided(way, Happened.EXCLUDED, sorted(way.continuing), most=False)


def _decided(way: Way, happened: Happened, who: list[int], *, most: bool) -> Step:
    """Whoever has most, or fewest; among those level, at the most recent earlier stage where they differed."""
    sign = 1 if most else -1
    level: list[int] = []
    for number in range(len(way.stages), 0, -1):
        totals = way.stages[number - 1].totals
        extreme = max(sign * totals[one - 1] for one in who)
        who = [one for one in who if sign * totals[one - 1] == extreme]
        if number == len(way.stages):
            level = who
        if len(who) == 1:
            return Step(happened, tuple(who), *((tuple(level), number) if len(level) > 1 else ()))
    return Step(happened, tuple(sorted(who)), tuple(level))


# --- one stage ----------------------------------------------------------------------------------------------------


def _first_stage(election: Election, orders: Mapping[tuple[int, ...], int], options: int) -> Way:
    everyone = frozenset(range(1, options + 1))
    papers: dict[int, list[Paper]] = {who: [] for who in everyone}
    for order, number in orders.items():
        papers[order[0]].append((UNITS, order, 0, number))
    totals = tuple(UNITS * sum(p[3] for p in papers[who]) for who in sorted(everyone))
    held = {who: tuple(some) for who, some in papers.items()}
    way = Way(held, totals, everyone, (), ())
    return _close(election, way, Stage(Happened.FIRSTS, None, 0, totals, 0, (), (), (), None))


def _take(election: Election, way: Way, step: Step, who: int) -> Way:
    """The way after this stage: papers moved, totals added up, whoever has the quota elected."""
    total = way.totals[who - 1]
    if step.happened is Happened.SURPLUS:
        moved, left = total - election.quota, election.quota
        moving = ((value * moved // total, *rest) for value, *rest in way.papers[who])
        continuing = way.continuing
    else:
        moved, left = total, 0
        moving = ((value, *rest) for value, *rest in way.papers[who])
        continuing = way.continuing - {who}
    arrived, gained = _move(moving, continuing)  # type: ignore[arg-type]
    held = {one: some + tuple(arrived.get(one, ())) for one, some in way.papers.items() if one != who}
    totals = tuple(
        left if option == who else votes + gained.get(option, 0) for option, votes in enumerate(way.totals, 1)
    )
    after = replace(way, papers=held, totals=totals, continuing=continuing)
    lost = election.ballots * UNITS - sum(totals)
    return _close(election, after, Stage(step.happened, who, moved, totals, lost, (), (), step.level, step.decided_at))


def _move(moving: Iterator[Paper], continuing: frozenset[int]) -> tuple[dict[int, list[Paper]], dict[int, int]]:
    """Where these papers go next, and what that brings each; papers without a next preference are set aside."""
    arrived: dict[int, list[Paper]] = {}
    gained: dict[int, int] = {}
    for value, order, place, number in moving:
        for at in range(place + 1, len(order)):
            if (who := order[at]) in continuing:
                arrived.setdefault(who, []).append((value, order, at, number))
                gained[who] = gained.get(who, 0) + value * number
                break
    return arrived, gained


def _close(election: Election, way: Way, stage: Stage) -> Way:
    """The end of a stage: whoever has the quota is elected, and all who continue when they are as many as the seats."""

    def by_votes(who: int) -> tuple[int, int]:
        return -way.totals[who - 1], who

    reached = sorted((who for who in way.continuing if way.totals[who - 1] >= election.quota), key=by_votes)
    continuing = way.continuing.difference(reached)
    without: list[int] = []
    if len(continuing) <= election.seats - len(way.elected) - len(reached):
        without = sorted(continuing, key=by_votes)
        continuing = frozenset()
    elected = (*way.elected, *reached, *without)
    waiting = {who: some for who, some in way.papers.items() if _can_move(election, way, who, elected)}
    told = replace(stage, elected=(*reached, *without), without_quota=tuple(without))
    over = len(elected) >= election.seats or not continuing
    return Way(waiting, way.totals, continuing, elected, (*way.stages, told), over)


def _can_move(election: Election, way: Way, who: int, elected: tuple[int, ...]) -> bool:
    return who not in elected or way.totals[who - 1] > election.quota
