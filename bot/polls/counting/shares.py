"""Choose several, fairly: the Method of Equal Shares, completed by Phragmén's rule.

Everyone gets an equal share of the places as money and pays for what they approve of. What asks least of each
supporter is bought first. When nothing can be bought any more, money flows to everyone at the same speed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from bot.polls.counting.ballots import Choice, Count, Tie, held
from bot.polls.counting.details import Fairness, Purchase
from bot.polls.counting.following import Outcome, settled_and_tied, steps_for, still_possible
from bot.polls.counting.people import Bits, People, gather
from bot.polls.counting.receipt import receipt

Purses = dict[Fraction, Bits]
"""Who has how much money left."""


@dataclass(frozen=True, slots=True)
class Hall:
    """What is the same for every way of following the rule."""

    people: People
    groups: tuple[tuple[int, ...], ...]
    """Options that exactly the same people approve of can not be told apart; each such group is bought one by one."""
    places: int


@dataclass(frozen=True, slots=True)
class Way:
    """One way of following the rule, up to some step."""

    bought: Outcome
    purses: Purses
    completing: bool

    def key(self) -> tuple[Outcome, bool, frozenset[tuple[Fraction, Bits]]]:
        """Ways that are the same from here on have the same key."""
        return self.bought, self.completing, frozenset(self.purses.items())


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be bought next: every group that is level, and the price."""

    groups: tuple[int, ...]
    price: Fraction
    completing: bool


def shares(ballots: Mapping[Choice, int], options: int, pick: int) -> Count:
    """Up to ``pick`` options such that no group that is large enough to deserve one is left with too few."""
    people = gather(ballots, options)
    groups = _alike(people, options)
    hall = Hall(people, groups, min(pick, sum(map(len, groups))))
    number, blank = people.size(people.everyone), ballots.get((), 0)
    counts = held(ballots, options)
    start = Way((0,) * len(hall.groups), {Fraction(pick, max(1, number)): people.everyone}, completing=False)
    steps, end, level = _listed(hall, start)
    chosen = tuple(sorted(step.option for step in steps))
    winners, tied = _followed(hall, start) if level else settled_and_tied([end.bought], hall.groups)
    most = tuple(sorted(sorted(range(1, options + 1), key=lambda o: -counts[o - 1])[: hall.places]))
    detail = Fairness(
        pick=pick,
        chosen=chosen,
        steps=steps,
        receipt=receipt(people, chosen, options, pick),
        left_with_nothing=people.size(people.hits(chosen)[0]),
        most_chosen=most,
        most_chosen_left=people.size(people.hits(most)[0]),
    )
    return Count(winners, tied, counts, number, blank, detail)


def _alike(people: People, options: int) -> tuple[tuple[int, ...], ...]:
    groups: dict[Bits, list[int]] = {}
    for option in range(1, options + 1):
        if people.supporters[option]:
            groups.setdefault(people.supporters[option], []).append(option)
    return tuple(map(tuple, groups.values()))


# --- every way ----------------------------------------------------------------------------------------------------


def _followed(hall: Hall, start: Way) -> tuple[tuple[int, ...], tuple[Tie, ...]]:
    """What is settled and what is tied when every tie is followed."""
    ways = {start.key(): start}
    steps, most = 0, steps_for(hall.people.everyone.bit_length())
    for _ in range(hall.places):
        after: dict[object, Way] = {}
        for way in ways.values():
            offer = _offer(hall, way)
            for group in offer.groups:
                new = _buy(hall, way, offer, group)
                after.setdefault(new.key(), new)
            if steps + len(after) > most:
                return _cut_short(hall, list(ways.values()))
        steps += len(after)
        ways = after  # type: ignore[assignment]
    return settled_and_tied({way.bought for way in ways.values()}, hall.groups)


def _cut_short(hall: Hall, ways: list[Way]) -> tuple[tuple[int, ...], tuple[Tie, ...]]:
    sure = sorted(
        option
        for number, group in enumerate(hall.groups)
        if all(way.bought[number] == len(group) for way in ways)
        for option in group
    )
    return tuple(sure), still_possible(sure, (o for group in hall.groups for o in group), hall.places)


def _listed(hall: Hall, way: Way) -> tuple[tuple[Purchase, ...], Way, bool]:
    """The steps when every tie goes to the first listed, where they end, and whether one was level between groups."""
    steps = []
    level = False
    for _ in range(hall.places):
        offer = _offer(hall, way)
        waiting = {hall.groups[g][way.bought[g]]: g for g in offer.groups}
        option = min(waiting)
        all_level = sorted(o for g in offer.groups for o in hall.groups[g][way.bought[g] :])
        steps.append(Purchase(option, tuple(all_level), offer.price, offer.completing))
        level = level or len(offer.groups) > 1
        way = _buy(hall, way, offer, waiting[option])
    return tuple(steps), way, level


# --- one step -----------------------------------------------------------------------------------------------------


def _offer(hall: Hall, way: Way) -> Offer:
    """The cheapest that can be bought; when nothing can be, what the flow of money pays for first."""
    left = [g for g, group in enumerate(hall.groups) if way.bought[g] < len(group)]
    money = {g: _money(hall, way, g) for g in left}
    if not way.completing:
        prices = {g: price for g in left if (price := _price(money[g])) is not None}
        if prices:
            return _cheapest(prices, completing=False)
    return _cheapest({g: _time(money[g]) for g in left}, completing=True)


def _cheapest(prices: dict[int, Fraction], *, completing: bool) -> Offer:
    least = min(prices.values())
    return Offer(tuple(g for g, price in prices.items() if price == least), least, completing)


def _money(hall: Hall, way: Way, group: int) -> list[tuple[Fraction, int]]:
    """How much the supporters have, and how many of them have that much; the poorest first."""
    supporters = hall.people.supporters[hall.groups[group][0]]
    sizes = ((purse, hall.people.size(who & supporters)) for purse, who in way.purses.items())
    return sorted((purse, size) for purse, size in sizes if size)


def _price(money: list[tuple[Fraction, int]]) -> Fraction | None:
    """The most that one pays (ρ) when all pay alike as far as their money goes; None when it is too little."""
    rest, heads = Fraction(1), sum(size for _, size in money)
    for purse, size in money:
        if purse * heads >= rest:
            return rest / heads
        rest -= purse * size
        heads -= size
    return None


def _time(money: list[tuple[Fraction, int]]) -> Fraction:
    """How much must flow to everyone until these supporters can pay."""
    there = sum((purse * size for purse, size in money), Fraction(0))
    return (1 - there) / sum(size for _, size in money)


def _buy(hall: Hall, way: Way, offer: Offer, group: int) -> Way:
    supporters = hall.people.supporters[hall.groups[group][0]]
    purses: Purses = {}

    def fill(purse: Fraction, who: Bits) -> None:
        if who:
            purses[purse] = purses.get(purse, 0) | who

    for purse, who in way.purses.items():
        flow = offer.price if offer.completing else 0
        fill(purse + flow, who & ~supporters)
        fill(Fraction(0) if offer.completing else max(Fraction(0), purse - offer.price), who & supporters)
    bought = tuple(number + (g == group) for g, number in enumerate(way.bought))
    return Way(bought, purses, offer.completing)
