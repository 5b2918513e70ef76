"""Numbers as bars, with those that are too small to be shown left out everywhere alike. Pure."""

from collections.abc import Mapping

from bot.chat.cards import (
    Bar,
    Bars,
)
from bot.chat.text import Text
from bot.chat.words import Words
from bot.polls.counting import Choice, Kind
from bot.polls.model import SMALL, Option, Poll, cells, standing

SHARES_FROM = 10
"""Below this many ballots only numbers are said, no shares (facts on small numbers: a share hides how few they are)."""


def bars(poll: Poll, counts: tuple[int, ...], blank: int, ballots: int, words: Words) -> Bars:
    """Every option with its number, in the order in which they are listed."""
    shown, _ = cells(poll, counts, blank, ballots)
    return Bars(
        tuple(
            _bar(poll, option, shown[option.position - 1], counts[option.position - 1], ballots, words)
            for option in poll.options
        )
    )


def live_bars(poll: Poll, tallies: Mapping[Choice, int], words: Words) -> Bars:
    """The numbers of a poll that is still open."""
    blank = tallies.get((), 0)
    counts = standing(poll.kind, tallies, len(poll.options))
    return bars(poll, counts, blank, sum(tallies.values()) - blank, words)


def full(kind: Kind, ballots: int) -> int:
    """The number that an option would have if every ballot gave it all that it can."""
    return max(1, ballots * (5 if kind is Kind.SCORE else 1))


def _bar(poll: Poll, option: Option, count: int | None, real: int, ballots: int, words: Words) -> Bar:
    label = option.words
    if count is None:
        hidden = (
            words.say("fewer than {n}", n=SMALL) if real < SMALL else words.say("not shown, so that none can be found")
        )
        return Bar(label, None, full(poll.kind, ballots), hidden)
    return Bar(label, count, full(poll.kind, ballots), note(poll.kind, count, ballots, words))


def note(kind: Kind, count: int, ballots: int, words: Words) -> Text:
    """What a number means."""
    match kind:
        case Kind.SCORE:
            return words.count("{n} point", "{n} points", count)
        case Kind.RANK | Kind.ELECT:
            return words.say("put first by {count} of {ballots}", count=count, ballots=ballots)
        case Kind.TIME:
            return words.say("{count} of {ballots} can come", count=count, ballots=ballots)
        case _ if ballots >= SHARES_FROM:
            share = round(100 * count / ballots)
            return words.say("{count} of {ballots} ({share} %)", count=count, ballots=ballots, share=share)
        case _:
            return words.say("{count} of {ballots}", count=count, ballots=ballots)
