"""A ballot that takes several presses: an order of options, or points for each. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.polls.counting import Choice, Kind
from bot.polls.model import ORDERED

MOST_POINTS: Mapping[Kind, int] = {Kind.SCORE: 5, Kind.TIME: 2}


@dataclass(frozen=True, slots=True)
class Paper:
    """What someone has filled in so far."""

    kind: Kind
    order: tuple[tuple[int, ...], ...] = ()
    """Groups of equals, the best first; within a group in the order of the presses, so that the last can be undone."""
    level: bool = False
    """Whether what comes next stands level with the last."""
    points: tuple[tuple[int, int], ...] = ()
    """Options with what they were given, 0 among them, in the order in which they were given it."""

    def place(self, option: int) -> "Paper":
        """The option comes next: behind the last, or level with it."""
        if any(option in group for group in self.order):
            return self
        if self.level and self.order:
            return replace(self, order=(*self.order[:-1], (*self.order[-1], option)), level=False)
        return replace(self, order=(*self.order, (option,)), level=False)

    def give(self, option: int, points: int) -> "Paper":
        """The option gets these points, in place of others it had."""
        rest = tuple(pair for pair in self.points if pair[0] != option)
        return replace(self, points=(*rest, (option, min(points, MOST_POINTS[self.kind]))))

    def undo(self) -> "Paper":
        """Without what was filled in last."""
        if self.kind in ORDERED:
            *before, last = self.order or ((),)
            left = (tuple(last[:-1]),) if len(last) > 1 else ()
            return replace(self, order=(*before, *left) if self.order else (), level=False)
        return replace(self, points=self.points[:-1])

    def left(self, options: int) -> tuple[int, ...]:
        """The options that nothing was said of yet."""
        said = {o for group in self.order for o in group} | {option for option, _ in self.points}
        return tuple(option for option in range(1, options + 1) if option not in said)

    def choice(self) -> Choice:
        """The ballot that this would be."""
        if self.kind in ORDERED:
            return tuple(tuple(sorted(group)) for group in self.order)
        return tuple(sorted(pair for pair in self.points if pair[1]))

    def kept(self) -> dict[str, Any]:
        """As plain data for JSON."""
        return {"order": self.order, "level": self.level, "points": self.points}


def paper_from(kind: Kind, kept: Mapping[str, Any]) -> Paper:
    """The paper that was kept."""
    order = tuple(tuple(group) for group in kept.get("order", ()))
    points = tuple((option, given) for option, given in kept.get("points", ()))
    return Paper(kind, order, bool(kept.get("level")), points)


def paper_of(kind: Kind, choice: Choice | None) -> Paper:
    """The paper on which this ballot stands already, to be changed; a fresh one without a ballot."""
    if not choice:
        return Paper(kind)
    return Paper(kind, order=choice) if kind in ORDERED else Paper(kind, points=choice)
