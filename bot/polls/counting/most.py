"""Most ballots win: for "choose one" each ballot holds one option, for "choose all you like" any number of them."""

from collections.abc import Mapping

from bot.polls.counting.ballots import Choice, Count, Margin, Tie


def most(ballots: Mapping[Choice, int], options: int) -> Count:
    """The option that most ballots hold, or the tie of all that are level at the top. Nothing without any ballot."""
    held = [0] * (options + 1)
    for choice, number in ballots.items():
        for position in choice:
            held[position] += number
    counts = tuple(held[1:])
    blank = ballots.get((), 0)
    top = max(counts, default=0)
    first = tuple(position for position, number in enumerate(counts, 1) if number == top) if top else ()
    winners, tied = (first, ()) if len(first) == 1 else ((), (Tie(first, 1),) if first else ())
    return Count(winners, tied, counts, sum(ballots.values()) - blank, blank)


def margin(count: Count) -> Margin | None:
    """How close it was; None where nothing was won or there was nothing else to choose.

    With a lead of d, ⌈d/2⌉ changed ballots make a tie and ⌊d/2⌋ + 1 make another option win; when the two are
    the same number, no number of changed ballots ends in a tie before it changes the outcome.
    """
    if not count.winners or len(count.counts) < 2:
        return None
    first, second = sorted(count.counts, reverse=True)[:2]
    lead = first - second
    to_change = lead // 2 + 1
    return Margin((lead + 1) // 2, to_change, to_change <= max(1, -(-count.ballots // 50)))
