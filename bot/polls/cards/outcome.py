"""What was decided, by how many and how closely, in words that anyone can follow. Pure."""

from bot.chat.text import Bold, Plain, Text, sentences
from bot.chat.words import Words
from bot.polls.counting import Kind, Margin, Sure
from bot.polls.counting.details import Fairness, Most, Pairs
from bot.polls.model import MANY, SMALL, Poll, Result, SeenAs, cells


def outcome(poll: Poll, result: Result, words: Words) -> Text:
    """What was decided and why, in a sentence or two. A tie is called a tie."""
    if result.void:
        return words.say("The key that kept this poll secret was lost, so it has no result. It can be asked again.")
    if not result.took_part:
        return words.say("Nobody answered, so nothing is decided.")
    if poll.seen_as is SeenAs.SECRET and result.took_part < SMALL:
        return words.say(
            "Fewer than {n} people answered, so nothing is shown and nothing is decided: it would not be secret.",
            n=SMALL,
        )
    if result.took_part < poll.least:
        return words.say(
            "Too few took part, so nothing is decided: {took_part} answered, {least} were needed.",
            took_part=result.took_part,
            least=poll.least,
        )
    if not result.ballots:
        return words.say("Everyone who answered said “not for me”, so nothing is decided.")
    if poll.kind in MANY:
        return _several(poll, result, words)
    return _tie(poll, result, words) if result.tied else _won(poll, result, words)


def is_shown(poll: Poll, result: Result) -> bool:
    """Whether the numbers may be shown at all: a secret poll with very few answers keeps them."""
    return bool(result.ballots) and not (poll.seen_as is SeenAs.SECRET and result.took_part < SMALL)


def _several(poll: Poll, result: Result, words: Words) -> Text:
    chosen = words.listing([Bold(poll.words(position)) for position in result.winners])
    elected = poll.kind is Kind.ELECT
    settled = (
        ()
        if not chosen
        else words.say("Elected: {people}.", people=chosen)
        if elected
        else words.say("Chosen: {options}.", options=chosen)
    )
    ties = [_tied_places(poll, tie.options, tie.places, words) for tie in result.tied]
    missing = poll.pick - len(result.winners) - sum(tie.places for tie in result.tied)
    few = words.count(
        "{n} place stays empty, because nobody chose the others.",
        "{n} places stay empty, because nobody chose the others.",
        max(missing, 0),
    )
    return sentences(settled, *ties, few if missing > 0 else ())


def _tied_places(poll: Poll, level: tuple[int, ...], places: int, words: Words) -> Text:
    listed = words.listing([Bold(poll.words(position)) for position in level])
    return words.count(
        "It is a tie between {options} for {n} place, which stays undecided.",
        "It is a tie between {options} for {n} places, which stay undecided.",
        places,
        options=listed,
    )


def _tie(poll: Poll, result: Result, words: Words) -> Text:
    level = result.tied[0].options
    listed = words.listing([Bold(poll.words(position)) for position in level])
    count = shown_count(poll, result, level[0])
    if count is None or poll.kind not in (Kind.ONE, Kind.ANY):
        return words.say("It is a tie between {options}. Nothing is decided.", options=listed)
    return words.count(
        "It is a tie between {options}, with {n} answer each. Nothing is decided.",
        "It is a tie between {options}, with {n} answers each. Nothing is decided.",
        count,
        options=listed,
    )


def shown_count(poll: Poll, result: Result, option: int) -> int | None:
    """The number of an option where it may be shown."""
    return cells(poll, result.counts, result.blank, result.ballots)[0][option - 1]


def _won(poll: Poll, result: Result, words: Words) -> Text:
    winner = result.winners[0]
    name, count = Bold(poll.words(winner)), shown_count(poll, result, winner)
    # One or two ballots are always close; saying so would tell nothing.
    close = result.margin is not None and result.margin.near_tie and result.ballots > 2
    match poll.kind:
        case Kind.RANK:
            why = _one_to_one(poll, result, words)
            return sentences(
                words.say("{option}, by very little.", option=name)
                if close
                else (Bold(poll.words(winner)), Plain(".")),
                why,
            )
        case Kind.SCORE:
            return words.say("{option}, which won the final.", option=name)
        case Kind.TIME:
            return words.say(
                "{option}, because {count} of {ballots} can come then.",
                option=name,
                count=result.counts[winner - 1],
                ballots=result.ballots,
            )
        case _:
            return _most(poll, result, name, count, close, words)


def _most(poll: Poll, result: Result, name: Bold, count: int | None, close: bool, words: Words) -> Text:
    if count is None:
        return words.say("{option}, because more people chose it than any other.", option=name)
    if close:
        return words.say(
            "{option}, by very little: {count} of {ballots} chose it.", option=name, count=count, ballots=result.ballots
        )
    sentence = words.say(
        "{option}, because {count} of {ballots} chose it.", option=name, count=count, ballots=result.ballots
    )
    return sentences(sentence, _half(count, result.ballots, words)) if poll.kind is Kind.ONE else sentence


def _half(count: int, ballots: int, words: Words) -> Text:
    if 2 * count > ballots:
        return words.say("That is more than half.")
    if 2 * count == ballots:
        return words.say("That is exactly half.")
    return words.say("That is less than half: more people chose something else.")


def _one_to_one(poll: Poll, result: Result, words: Words) -> Text:
    detail = result.count.detail
    if not isinstance(detail, Pairs):
        return ()
    if detail.beats_all is not None:
        return words.say("It beats every other option one to one.")
    if detail.set_aside is None:
        return words.say("No option beats every other one.")
    circle = words.listing([Bold(poll.words(option)) for option in detail.circle])
    link = detail.set_aside
    return words.say(
        "No option beats every other: {circle} beat each other in a circle. Its weakest link, {over} over {under}, "
        "does not count.",
        circle=circle,
        over=Bold(poll.words(link.over)),
        under=Bold(poll.words(link.under)),
    )


# --- how many, how close ------------------------------------------------------------------------------------------


def turnout(poll: Poll, result: Result, words: Words) -> Text:
    """How many took part and how many did not: numbers, never names."""
    took = words.count("{n} person took part.", "{n} people took part.", result.took_part)
    blank: Text = ()
    shown = cells(poll, result.counts, result.blank, result.ballots)[1]
    if shown and is_shown(poll, result):
        blank = words.count("{n} of them said “not for me”.", "{n} of them said “not for me”.", shown)
    absent: Text = ()
    if poll.audience is not None:
        absent = words.count("{n} did not.", "{n} did not.", max(0, poll.audience - result.took_part))
    return sentences(took, blank, absent)


def closeness(poll: Poll, result: Result, words: Words) -> Text:
    """How many changed ballots would have changed the outcome; nothing where nothing was decided."""
    if result.tied or not result.winners or result.took_part < poll.least or not is_shown(poll, result):
        return ()
    close = _margin(poll, result, result.margin, words) if result.margin is not None else ()
    return sentences(close, _left_out(poll, result, words))


def _margin(poll: Poll, result: Result, margin: Margin, words: Words) -> Text:
    shown, _ = cells(poll, result.counts, result.blank, result.ballots)
    first, second = sorted(range(len(shown)), key=lambda place: -result.counts[place])[:2]
    if shown[second] is not None or poll.kind not in (Kind.ONE, Kind.ANY):
        return changes(margin, words)
    if result.ballots < SMALL:
        return ()
    # The exact lead would tell the hidden number: what is said holds for any number that it could be.
    if shown[first] is None:
        return words.say("It was very close.") if margin.near_tie else words.say("It was not very close.")
    lead = max(0, result.counts[first] - (SMALL - 1))
    return changes(Margin(lead // 2 + 1, lead // 2 + 1, margin.near_tie, Sure.AT_LEAST), words)


def changes(margin: Margin, words: Words) -> Text:
    """How many changed ballots it takes, said as surely as it is known."""
    match margin.sure:
        case Sure.ONE_FEWER:
            return words.say("One ballot fewer would change who is chosen.")
        case Sure.AT_LEAST:
            return words.count(
                "At least {n} ballot would have to change for another outcome.",
                "At least {n} ballots would have to change for another outcome.",
                margin.to_change,
            )
        case Sure.AT_MOST:
            return words.count(
                "{n} changed ballot is enough for another outcome.",
                "{n} changed ballots are enough for another outcome.",
                margin.to_change,
            )
    if margin.to_tie < margin.to_change:
        return words.count(
            "{n} changed ballot would make this a tie, {change} would change it.",
            "{n} changed ballots would make this a tie, {change} would change it.",
            margin.to_tie,
            change=margin.to_change,
        )
    return words.count(
        "{n} changed ballot would change this.", "{n} changed ballots would change this.", margin.to_change
    )


def _left_out(poll: Poll, result: Result, words: Words) -> Text:
    detail = result.count.detail
    if poll.kind is Kind.ONE or not isinstance(detail, Most | Fairness) or not detail.left_with_nothing:
        return ()
    number = detail.left_with_nothing
    if poll.seen_as is not SeenAs.NAMED and number < SMALL:
        return words.say("Fewer than {n} people chose nothing that won.", n=SMALL)
    return words.count("{n} person chose nothing that won.", "{n} people chose nothing that won.", number)
