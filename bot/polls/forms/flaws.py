"""What is wrong with what was typed, in sentences that say what would be right."""

from collections.abc import Mapping
from typing import assert_never

from bot.chat.deadlines import Unclear, Why
from bot.chat.text import Moment, Quoted, Text, sentences
from bot.chat.typed import Missing, NotANumber, NotOffered, TooLong, Twice, common_sentence, too_long
from bot.chat.words import Words
from bot.polls.draft import BadPick, Flaw, LongMeaning, NotATime, TooFew, TooMany
from bot.polls.model import MOST_OPTIONS


def flaw_sentences(flaws: Mapping[str, Flaw], words: Words) -> dict[str, Text]:
    """What is wrong, field by field, and what would be right."""
    return {key: flaw_sentence(key, flaw, words) for key, flaw in flaws.items()}


def flaw_sentence(key: str, flaw: Flaw, words: Words) -> Text:  # noqa: C901 a line for each flaw
    """One thing that stands in the way, as a sentence."""
    match flaw:
        case Missing():
            return _missing(key, words)
        case TooLong(most, what):
            return _too_long(most, what, words)
        case LongMeaning(option, most):
            return words.say(
                "What {option} means has more than {most} characters. All your words are kept here.",
                option=Quoted(option),
                most=most,
            )
        case TooFew():
            return words.say("A choice needs at least two options.")
        case TooMany(number):
            return words.say(
                "That is {number} options; up to {most} fit. Which could be put together?",
                number=number,
                most=MOST_OPTIONS,
            )
        case Twice(option):
            return words.say("{option} is there twice.", option=Quoted(option))
        case NotOffered() | NotANumber():
            return common_sentence(flaw, words)
        case NotATime(typed, problem):
            return sentences(
                words.say("{option} is not clear to me.", option=Quoted(typed[:40])), unclear(problem, words)
            )
        case BadPick(most):
            return words.say("Between 1 and {most} of these options can be chosen.", most=most)
        case Unclear():
            return unclear(flaw, words)
        case _:
            assert_never(flaw)


def _missing(key: str, words: Words) -> Text:
    match key:
        case "place":
            return words.say("In which channel shall this be asked?")
        case "question":
            return words.say("What would you like to ask?")
        case "options":
            return words.say("What can people choose? One option on each line.")
        case "why":
            return words.say("Please say why in a few words, for everyone to read.")
        case _:
            return words.say("This needs a few words.")


def _too_long(most: int, what: str, words: Words) -> Text:
    if what:
        return words.say(
            "The option that begins {what} has more than {most} characters. All your words are kept here.",
            what=Quoted(what),
            most=most,
        )
    return too_long(most, words)


def unclear(problem: Unclear, words: Words) -> Text:
    """Why a time could not be taken, with times that can."""
    examples = words.say("You can write friday 6pm, in 3 days, or 2026-12-01 18:00.")
    return sentences(_why_unclear(problem, words), examples)


def _why_unclear(problem: Unclear, words: Words) -> Text:
    match problem.why:
        case Why.PAST:
            return words.say("That time has passed.")
        case Why.TOO_SOON:
            return words.say("That is less than five minutes away, so hardly anyone could answer.")
        case Why.TOO_FAR:
            return words.say("That is more than a year away.")
        case Why.BARE_NUMBER:
            return words.say("A number alone could be an hour or a day.")
        case Why.BARE_MONTH:
            return words.say("A month alone leaves the day open.")
        case Why.NO_SUCH_DAY:
            return words.say("That day does not exist.")
        case Why.DAY_OR_MONTH:
            return _day_or_month(problem, words)
        case Why.EMPTY | Why.NOT_UNDERSTOOD:
            return words.say("I could not read that as a time.")
        case _:
            assert_never(problem.why)


def _day_or_month(problem: Unclear, words: Words) -> Text:
    first, second = problem.readings[:2]
    return words.say("That could be {first} or {second}.", first=Moment(first), second=Moment(second))
