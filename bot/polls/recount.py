"""A count told in plain lines for the command line: the outcome, every number, and every stage that led to it."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import assert_never

from bot.chat.text import one_line
from bot.polls.ballotfile import BallotFile
from bot.polls.counting import Count, Kind, Margin, Sure, Tie
from bot.polls.counting.details import (
    UNITS,
    Fairness,
    Final,
    Happened,
    Most,
    Pairs,
    Purchase,
    Round,
    Stage,
    Stages,
    Times,
)

KINDS = {
    Kind.ONE: "Choose one: most ballots",
    Kind.ANY: "Choose all you like: most ballots",
    Kind.SEVERAL: "Choose several, fairly: Method of Equal Shares with Phragmén's completion",
    Kind.RANK: "Put in order: Ranked Pairs by margins",
    Kind.ELECT: "Elect several people: Scottish STV",
    Kind.SCORE: "Give points from 0 to 5: STAR",
    Kind.TIME: "Find a time: most who can come",
}

Name = Callable[[int], str]


def told(file: BallotFile, found: Count, close: Margin | None) -> Iterator[str]:
    """The whole count, line by line."""
    names = tuple(one_line(words) or f"option {at}" for at, words in enumerate(file.options, 1))

    def name(option: int) -> str:
        return names[option - 1]

    yield f"{KINDS[file.kind]}."
    yield f"Ballots that hold something: {found.ballots}. That hold nothing: {found.blank}."
    yield ""
    yield from outcome(found, name)
    if (line := closeness(close)) is not None:
        yield line
    if found.ballots:
        yield ""
        yield from _why(found, names, name)


def outcome(found: Count, name: Name) -> Iterator[str]:
    """What is settled and what is tied, in a sentence each. A tie is called a tie."""
    if not found.ballots:
        yield "Nobody answered, so nothing is decided."
        return
    several = isinstance(found.detail, Fairness | Stages)
    if found.winners:
        yield f"{'Settled' if several and found.tied else 'Chosen'}: {_listed(found.winners, name)}."
    for tie in found.tied:
        yield _tie(tie, name)
    if several and found.tied:
        yield f"A full list, in which what is tied is filled in the order of listing: {_listed(found.chosen, name)}."
    match found.detail:
        case Fairness(pick=places) if len(found.chosen) < places:
            yield f"Only {len(found.chosen)} of {places}, because nobody chose the others."
        case Stages(seats=places) if len(found.chosen) < places:
            yield f"Only {len(found.chosen)} of {places}, because no more stood."
        case _:
            return


def agreement(file: BallotFile, wrong: Sequence[str]) -> tuple[str, ...]:
    """That the file's result is what its ballots say, or that it claims none; nothing where it is wrong."""
    if wrong:
        return ()
    return ("The file claims no result.",) if file.claimed is None else ("The file's own result agrees.",)


def _tie(tie: Tie, name: Name) -> str:
    if tie.places == 1:
        return f"Tied for one place: {_listed(tie.options, name)}."
    return f"Tied for {tie.places} places: {_listed(tie.options, name)}."


def closeness(close: Margin | None) -> str | None:
    """How close it was, in a sentence; None where nothing is known."""
    if close is None:
        return None
    near = " That is a near tie." if close.near_tie else ""
    number, to_tie = (_number(n, "changed ballot") for n in (close.to_change, close.to_tie))
    match close.sure:
        case Sure.EXACT if close.to_tie < close.to_change:
            return f"{to_tie} would make it a tie, {close.to_change} would change it.{near}"
        case Sure.EXACT:
            return f"{number} would change this.{near}"
        case Sure.AT_LEAST:
            return f"It would take at least {number} to change this.{near}"
        case Sure.AT_MOST:
            return f"At most {number} would change this.{near}"
        case Sure.ONE_FEWER:
            return "One ballot fewer would change who is chosen."
        case _:
            assert_never(close.sure)


def _why(found: Count, names: Sequence[str], name: Name) -> Iterator[str]:
    match found.detail:
        case Most() as most:
            yield from _table(names, ("ballots",), [found.counts])
            yield ""
            yield from _most(found, most)
        case Times(works, need, cannot):
            yield from _table(names, ("works", "if need be", "can not"), [works, need, cannot])
            if found.detail.by_works:
                yield ""
                yield "Several were level on who can come; how many it works for decided between them."
        case Final() as final:
            columns = [final.totals, final.high, final.low, final.none]
            yield from _table(names, ("points", "gave 4-5", "gave 0-1", "gave 0"), columns)
            yield ""
            yield from _final(final, name)
        case Pairs() as pairs:
            yield from _pairs(pairs, names, name)
        case Fairness() as fairness:
            yield from _table(names, ("ballots",), [found.counts])
            yield ""
            yield from _fairness(found, fairness, name)
        case Stages() as stages:
            yield f"Quota: {_number(stages.quota, 'vote')} (ballots / (seats + 1), cut off, and 1 more)."
            for number, stage in enumerate(stages.stages, 1):
                yield ""
                yield from _stage(number, stage, names, name)
        case _:
            assert_never(found.detail)


def _most(found: Count, most: Most) -> Iterator[str]:
    if found.winners:
        half = "more than half" if most.more_than_half else "not more than half"
        yield f"{max(found.counts)} of {found.ballots} is {half}."
        yield f"Ballots that hold nothing that won: {most.left_with_nothing}."


def _final(final: Final, name: Name) -> Iterator[str]:
    if final.level:
        how = (
            "whoever more ballots prefer to each other one"
            if final.one_to_one
            else "following each, as nobody is preferred to each other one"
        )
        yield f"Level for a place in the final: {_listed(final.level, name)}. Decided by {how}."
    for match in final.finals:
        yield (
            f"Final: {match.prefer_first} ballots prefer {name(match.first)}, {match.prefer_second} prefer "
            f"{name(match.second)}, {match.alike} give both the same."
        )
        if match.by_total and match.winner is not None:
            yield f"They are level in the final, so the higher total decides: {name(match.winner)}."
        elif match.winner is None:
            yield "They are level in the final and in total."


# --- put in order -------------------------------------------------------------------------------------------------


def _pairs(pairs: Pairs, names: Sequence[str], name: Name) -> Iterator[str]:
    yield "One to one: how many ballots place the option of the line above the option of the column."
    columns = [tuple(row[at] for row in pairs.table) for at in range(len(names))]
    yield from _table(names, tuple(map(str, range(1, len(names) + 1))), columns, own=True)
    yield ""
    if pairs.beats_all is not None:
        yield f"{name(pairs.beats_all)} beats every other option one to one."
    elif len(pairs.circle) > 1:
        yield f"No option beats every other. Together these beat all the others: {_listed(pairs.circle, name)}."
    if pairs.set_aside is not None:
        over, under = name(pairs.set_aside.over), name(pairs.set_aside.under)
        yield f"{over} above {under}, by {pairs.set_aside.by}, is the weakest link of the circle and was set aside."
    if pairs.loses_all is not None:
        yield f"{name(pairs.loses_all)} loses to every other option one to one."
    if pairs.most_firsts:
        most = _number(pairs.firsts[pairs.most_firsts[0] - 1], "ballot")
        yield f"First on most ballots, which decides nothing here: {_listed(pairs.most_firsts, name)}, on {most}."
    yield ""
    yield "Another reading, never the decision: the instant runoff."
    for number, one in enumerate(pairs.rounds, 1):
        yield from _round(number, one, names, name)
    yield f"It would elect {_listed(pairs.runoff, name, ' or ')}."


def _round(number: int, one: Round, names: Sequence[str], name: Name) -> Iterator[str]:
    held = ", ".join(f"{words} {_exact(total)}" for words, total in zip(names, one.totals, strict=True) if total)
    yield f"  Round {number}: {held}; ran out {one.ran_out}."
    if one.level:
        yield f"    Level at the bottom, each followed: {_listed(one.level, name)}."
    if one.left:
        yield f"    Out: {_listed(one.left, name)}."


# --- several and elect --------------------------------------------------------------------------------------------


def _fairness(found: Count, fairness: Fairness, name: Name) -> Iterator[str]:
    yield f"Everyone has {fairness.pick}/{found.ballots} to spend, and every option costs 1."
    for number, step in enumerate(fairness.steps, 1):
        yield _purchase(number, step, name)
    yield ""
    holds = "holds" if fairness.holds else "does not hold"
    yield f"Receipt (EJR+), which {holds}: among those who want the same option that was not chosen,"
    for claim in fairness.receipt:
        who = f" ({name(claim.option)})" if claim.option is not None else ""
        yield f"  at most {claim.largest}{who} hold fewer than {claim.picks} of the chosen, {claim.deserve} deserve it."
    yield f"Ballots that hold nothing that was chosen: {fairness.left_with_nothing}."
    if fairness.most_chosen != fairness.chosen:
        yield (
            f"The most chosen would have been {_listed(fairness.most_chosen, name)}, "
            f"which leaves {_number(fairness.most_chosen_left, 'ballot')} with nothing."
        )


def _purchase(number: int, step: Purchase, name: Name) -> str:
    what = "money flows to everyone, " if step.completing else "each supporter pays at most "
    tied = f" (tied: {_listed(step.level, name)})" if len(step.level) > 1 else ""
    return f"  Step {number}: {name(step.option)}{tied}; {what}{_exact(step.price)}."


def _stage(number: int, stage: Stage, names: Sequence[str], name: Name) -> Iterator[str]:
    yield f"Stage {number}. {_happened(stage, name)}"
    if stage.level:
        decided = f"who differed last at stage {stage.decided_at}" if stage.decided_at else "following each"
        yield f"  Level: {_listed(stage.level, name)}. Decided by {decided}."
    wide = max(map(len, (*names, "no longer counting")))
    figures = [*map(_votes, stage.totals), _votes(stage.not_counting)]
    high = max(map(len, figures))
    for words, figure in zip((*names, "no longer counting"), figures, strict=True):
        yield f"  {words:<{wide}}  {figure:>{high}}"
    if stage.elected:
        yield f"  Elected: {_listed(stage.elected, name)}."
    if stage.without_quota:
        yield f"  Without the quota, as many were left as seats: {_listed(stage.without_quota, name)}."


def _happened(stage: Stage, name: Name) -> str:
    if stage.option is None:
        return "First preferences."
    if stage.happened is Happened.SURPLUS:
        return f"{name(stage.option)} has {_votes(stage.moved)} more than the quota: the largest surplus is passed on."
    return f"{name(stage.option)} has the fewest, {_votes(stage.moved)}, and goes out."


# --- words and columns --------------------------------------------------------------------------------------------


def _table(
    names: Sequence[str], heads: Sequence[str], columns: Sequence[Sequence[int]], *, own: bool = False
) -> Iterator[str]:
    """Aligned lines; ``own`` leaves out where line and column are the same."""
    labels = [f"{at:>3}. {words}" for at, words in enumerate(names, 1)]
    wide = max(map(len, labels))
    widths = [max(len(head), *(len(str(n)) for n in column)) for head, column in zip(heads, columns, strict=True)]
    yield f"{'':<{wide}}  " + "  ".join(f"{head:>{width}}" for head, width in zip(heads, widths, strict=True))
    for line, label in enumerate(labels):
        cells = ("-" if own and line == at else str(column[line]) for at, column in enumerate(columns))
        yield f"{label:<{wide}}  " + "  ".join(f"{c:>{width}}" for c, width in zip(cells, widths, strict=True))


def _listed(options: Sequence[int], name: Name, last: str = " and ") -> str:
    *rest, end = map(name, options)
    return f"{', '.join(rest)}{last}{end}" if rest else end


def _number(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _exact(number: Fraction) -> str:
    return str(number)


def _votes(units: int) -> str:
    return f"{units // UNITS}.{units % UNITS:05}"
