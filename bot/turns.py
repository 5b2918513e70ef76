"""Whose turn it is to be said: urgent things first, communities in turn, order kept within a place. Pure."""

import math
from collections import Counter, defaultdict, deque
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.chat.ids import CommunityId
from bot.delivery import Behind, Waiting

AGEING = timedelta(minutes=2)
"""Waiting so long moves an effect up by one class of urgency, so that none waits for ever."""

AT_ONCE = 2
"""Deliveries under way at the same time in one community, while others wait for their turn."""

ALONE = 16
"""While fewer than so many are under way in all, a community has more: nobody else takes the room. It is half of what
is begun at once, so that whoever comes next finds some; Discord's pace with a quarter of a second for each needs 12."""

SHARE = 10
"""Looks take at most one part of so many of the time, however much waits."""

LONGEST_REST = 5.0
"""Seconds. A look that took long because the machine had no time for it must not put off the next one by minutes."""


@dataclass(slots=True)
class Found:
    """What the last look found and nobody has begun."""

    effects: list[Waiting] = field(default_factory=list)
    cards: list[Behind] = field(default_factory=list)
    until: datetime | None = None
    """The earliest instant at which something else may be said or shown."""
    began: float = -math.inf
    """When the look began, and how long it took, in seconds by the clock of the process."""
    took: float = 0.0
    some: bool = False
    """Whether it found anything that may be said or shown at once: then there may be more behind it."""
    spent: bool = False
    """Whether none of it may start now."""

    def rest(self, now: float) -> float:
        """Seconds for which another look would take more than its share of the time."""
        until = self.began + min(SHARE * self.took, self.took + LONGEST_REST)
        return max(0.0, until - now)


Destination = tuple[CommunityId, str]
"""A place or a person; their ids say who they are only within their community."""


def destination(effect: Waiting) -> Destination:
    """Where an effect goes."""
    return effect.community, effect.to


def next_turns(
    waiting: Iterable[Waiting], now: datetime, busy: Collection[Destination], under_way: Counter[CommunityId]
) -> Iterator[Waiting]:
    """What may start now, in this order. ``busy`` are the destinations that must wait; one delivery each at a time."""
    taken, running, held_back = set(busy), Counter(under_way), list[Waiting]()
    for effect in _in_turn(waiting, now):
        if destination(effect) in taken:
            continue
        # Whatever comes later for this destination waits, also when this one may not start: order is kept.
        taken.add(destination(effect))
        if running[effect.community] < AT_ONCE:
            running[effect.community] += 1
            yield effect
        else:
            held_back.append(effect)
    yield from held_back[: max(0, ALONE - running.total())]


def _in_turn(waiting: Iterable[Waiting], now: datetime) -> Iterator[Waiting]:
    classes: defaultdict[int, list[Waiting]] = defaultdict(list)
    for effect in waiting:
        classes[effect.urgency - (now - effect.created_at) // AGEING].append(effect)
    for urgency in sorted(classes):
        yield from _round_robin(classes[urgency])


def _round_robin(effects: Iterable[Waiting]) -> Iterator[Waiting]:
    queues: dict[CommunityId, deque[Waiting]] = defaultdict(deque)
    for effect in effects:
        queues[effect.community].append(effect)
    while queues:
        for community in list(queues):
            yield queues[community].popleft()
            if not queues[community]:
                del queues[community]
