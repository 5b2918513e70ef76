"""How each rule came to its result, in lines that anyone can follow. Pure."""

from collections.abc import Sequence

from bot.chat.text import Bold, Moment, Text, sentences
from bot.chat.words import Words
from bot.polls.cards.outcome import is_shown
from bot.polls.counting.details import UNITS, Fairness, Final, Happened, Pairs, Stage, Stages, Times
from bot.polls.model import SMALL, Poll, Result, SeenAs

MOST_LINES = 14
"""Stages that are told on a card; the others can be counted again from the ballot file."""


def explanation(poll: Poll, result: Result, words: Words) -> tuple[Text, ...]:
    """The lines between the numbers and the reasons; none where the numbers say it all, or may not be shown."""
    if not is_shown(poll, result):
        return ()
    match result.count.detail:
        case Fairness() as fairness:
            return _fairness(poll, fairness, words)
        case Pairs() as pairs:
            return _pairs(poll, result, pairs, words)
        case Stages() as stages:
            return _stages(poll, stages, words)
        case Final() as final:
            return _final(poll, final, words)
        case Times() as times:
            return _times(poll, times, words)
        case _:
            return ()


def _names(poll: Poll, options: Sequence[int], words: Words) -> Text:
    return words.listing([Bold(poll.words(option)) for option in options])


def _fairness(poll: Poll, found: Fairness, words: Words) -> tuple[Text, ...]:
    receipt = [claim for claim in found.receipt if claim.deserve > 0][:2]
    if len(receipt) == 2:
        fair = words.say(
            "Whichever option you take, fewer than {one} of the people who wanted it are left with nothing, "
            "and fewer than {two} with one pick or none.",
            one=receipt[0].deserve,
            two=receipt[1].deserve,
        )
    elif receipt:
        fair = words.say(
            "Whichever option you take, fewer than {one} of the people who wanted it are left with nothing.",
            one=receipt[0].deserve,
        )
    else:
        fair = ()
    if set(found.most_chosen) == set(found.chosen):
        return (fair,) if fair else ()
    other = words.say(
        "Simply taking the most chosen would have given {options}.", options=_names(poll, found.most_chosen, words)
    )
    left = _left(poll, found.most_chosen_left, words)
    return tuple(line for line in (fair, sentences(other, left)) if line)


def _left(poll: Poll, number: int, words: Words) -> Text:
    if not number or (poll.seen_as is not SeenAs.NAMED and number < SMALL):
        return ()
    return words.count(
        "{n} person would have been left with nothing.", "{n} people would have been left with nothing.", number
    )


def _pairs(poll: Poll, result: Result, found: Pairs, words: Words) -> tuple[Text, ...]:
    lines = []
    if found.loses_all is not None:
        lines.append(words.say("{option} loses to every other option.", option=Bold(poll.words(found.loses_all))))
    if found.most_firsts and not result.tied:
        lines.append(words.say("Most people put {options} first.", options=_names(poll, found.most_firsts, words)))
    if found.runoff and found.runoff != result.winners:
        lines.append(
            words.say(
                "Another way to count, an instant runoff, would have chosen {options}.",
                options=_names(poll, found.runoff, words),
            )
        )
    return tuple(lines)


def _stages(poll: Poll, found: Stages, words: Words) -> tuple[Text, ...]:
    quota = words.count("{n} vote is enough to be elected.", "{n} votes are enough to be elected.", found.quota)
    told = [_stage(poll, number, stage, words) for number, stage in enumerate(found.stages, 1)]
    more = len(told) - MOST_LINES
    rest = (words.count("and {n} more stage", "and {n} more stages", more),) if more > 0 else ()
    return (quota, *told[:MOST_LINES], *rest)


def _stage(poll: Poll, number: int, stage: Stage, words: Words) -> Text:
    what: Text
    option = Bold(poll.words(stage.option)) if stage.option is not None else Bold("")
    match stage.happened:
        case Happened.FIRSTS:
            what = words.say("{number}. First preferences.", number=number)
        case Happened.SURPLUS:
            what = words.say("{number}. What {option} has above the quota goes on.", number=number, option=option)
        case Happened.EXCLUDED:
            what = words.say("{number}. {option} has the fewest votes and leaves.", number=number, option=option)
    elected = words.say("Elected: {people}.", people=_names(poll, stage.elected, words)) if stage.elected else ()
    return sentences(what, elected, _totals(poll, stage, words))


def _totals(poll: Poll, stage: Stage, words: Words) -> Text:
    if poll.seen_as is not SeenAs.NAMED and any(0 < total < SMALL * UNITS for total in stage.totals):
        return ()
    named = [
        words.say("{option} {votes}", option=poll.words(place), votes=votes(total))
        for place, total in enumerate(stage.totals, 1)
        if total
    ]
    return words.say("({totals})", totals=words.listing(named)) if named else ()


def votes(total: int) -> str:
    """Votes in their units as people write them: whole, or with the decimals that they have."""
    whole, rest = divmod(total, UNITS)
    return f"{whole}.{rest:05d}".rstrip("0") if rest else str(whole)


def _final(poll: Poll, found: Final, words: Words) -> tuple[Text, ...]:
    lines = []
    if found.level and not found.one_to_one:
        lines.append(
            words.say("{options} were level for a place in the final.", options=_names(poll, found.level, words))
        )
    for match in found.finals[:2]:
        pair = {"first": Bold(poll.words(match.first)), "second": Bold(poll.words(match.second))}
        small = poll.seen_as is not SeenAs.NAMED and min(match.prefer_first, match.prefer_second) < SMALL
        if small:
            lines.append(words.say("In the final: {first} and {second}.", **pair))
        else:
            lines.append(
                words.say(
                    "In the final {a} gave more to {first} and {b} gave more to {second}.",
                    a=match.prefer_first,
                    b=match.prefer_second,
                    **pair,
                )
            )
        if match.by_total:
            lines.append(words.say("They were level there, so the higher total decided."))
    return tuple(lines)


def _times(poll: Poll, found: Times, words: Words) -> tuple[Text, ...]:
    lines = []
    for option in poll.options:
        place = option.position - 1
        when: Text = (Moment(option.at),) if option.at is not None else (Bold(option.words),)
        lines.append(
            words.say(
                "{time}: works for {works}, if need be for {need}, not for {cannot}.",
                time=when,
                works=found.works[place],
                need=found.if_need_be[place],
                cannot=found.cannot[place],
            )
        )
    if found.by_works:
        lines.append(words.say("As many can come to another time; this one works for more without an “if need be”."))
    return tuple(lines)
