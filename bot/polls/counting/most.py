"""Most ballots win: for "choose one" each ballot holds one option, for "choose all you like" any number of them."""

from collections.abc import Mapping

from bot.polls.counting.ballots import Choice, Count, Tie, held
from bot.polls.counting.details import Most


def most(ballots: Mapping[Choice, int], options: int) -> Count:
    """The option that most ballots hold, or the tie of all that are level at the top. Nothing without any ballot."""
    counts = held(ballots, options)
    blank = ballots.get((), 0)
    number = sum(ballots.values()) - blank
    winners, tied = first_of(counts)
    detail = Most(2 * max(counts, default=0) > number, left_with_nothing(ballots, winners))
    return Count(winners, tied, counts, number, blank, detail)


def first_of(counts: tuple[int, ...]) -> tuple[tuple[int, ...], tuple[Tie, ...]]:
    """The one option with the highest count as settled, or all that share it as tied; neither when all is 0."""
    top = max(counts, default=0)
    first = tuple(position for position, number in enumerate(counts, 1) if number == top) if top else ()
    return (first, ()) if len(first) < 2 else ((), (Tie(first, 1),))


def left_with_nothing(ballots: Mapping[Choice, int], chosen: tuple[int, ...]) -> int:
    """How many ballots hold something, and nothing of what was chosen; 0 where nothing was."""
    if not chosen:
        return 0
    won = set(chosen)
    return sum(number for choice, number in ballots.items() if choice and won.isdisjoint(choice))
