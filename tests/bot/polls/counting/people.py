"""Random small electorates for every kind, with blanks, equals and ties, and the same ones under other names."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from hypothesis import strategies as st

from bot.polls.counting import Choice, Kind

MOST_OPTIONS = 5
ORDERS = (Kind.RANK, Kind.ELECT)


@dataclass(frozen=True)
class Asked:
    """A poll as it is counted."""

    kind: Kind
    ballots: dict[Choice, int]
    options: int
    pick: int


@st.composite
def choices(draw: st.DrawFn, kind: Kind, options: int) -> Choice:
    """One ballot; often blank, level or short."""
    positions = st.integers(1, options)
    match kind:
        case Kind.ONE:
            return (draw(positions),) if draw(st.integers(0, 5)) else ()
        case Kind.ANY | Kind.SEVERAL:
            return tuple(sorted(draw(st.sets(positions))))
        case Kind.SCORE | Kind.TIME:
            points = draw(st.dictionaries(positions, st.integers(1, 5 if kind is Kind.SCORE else 2)))
            return tuple(sorted(points.items()))
        case Kind.ELECT:
            return tuple((p,) for p in draw(st.lists(positions, unique=True)))
        case Kind.RANK:
            places = draw(st.dictionaries(positions, st.integers(1, options)))
            return tuple(
                tuple(sorted(o for o, at in places.items() if at == place)) for place in sorted(set(places.values()))
            )


@st.composite
def asked(draw: st.DrawFn, *kinds: Kind, most: int = 12) -> Asked:
    """A poll of one of these kinds with at most so many ballots."""
    kind = draw(st.sampled_from(kinds))
    options = draw(st.integers(1, MOST_OPTIONS))
    ballots = draw(st.lists(choices(kind, options), max_size=most))
    return Asked(kind, Counter(ballots), options, draw(st.integers(1, options)))


def renamed(kind: Kind, choice: Choice, names: Mapping[int, int]) -> Choice:
    """The same ballot where option p is called ``names[p]``."""
    if kind in ORDERS:
        return tuple(tuple(sorted(names[o] for o in group)) for group in choice)
    if kind in (Kind.SCORE, Kind.TIME):
        return tuple(sorted((names[o], points) for o, points in choice))
    return tuple(sorted(names[o] for o in choice))


def everyone_for(kind: Kind, option: int) -> Choice:
    """A ballot that holds this option and nothing else."""
    if kind in ORDERS:
        return ((option,),)
    return ((option, 2),) if kind in (Kind.SCORE, Kind.TIME) else (option,)
