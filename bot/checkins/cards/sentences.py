"""Sentences about check-ins that stand on more than one card: when rounds come, who sees what, where help is. Pure."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import assert_never

from bot.chat.cards import Card, Paragraph, Small, said
from bot.chat.text import Bold, Command, Moment, Text, sentences
from bot.chat.words import Part, Words, zone_name
from bot.checkins.model import Question, Seen
from bot.checkins.recurrence import EVERY_DAY, Off, Rhythm, Shift, Slot
from bot.checkins.thresholds import CELL, LEAST


def switched_off(words: Words) -> Card:
    """Said where a community does without check-ins."""
    return said(
        words.say(
            "This community does without check-ins for now. {command} says who switched them off.",
            command=Command("descant log"),
        )
    )


def gone(words: Words) -> Card:
    """Said of a check-in or a round that is not there."""
    return said(words.say("This check-in is not there any more. Nothing was recorded."))


# --- when ---------------------------------------------------------------------------------------------------------


def rhythm_line(rhythm: Rhythm, words: Words) -> Text:
    """When rounds come."""
    days = words.listing([words.weekdays()[day] for day in sorted(rhythm.days)])
    parts: dict[str, Part] = {"days": days, "time": f"{rhythm.at:%H:%M}", "zone": zone_name(rhythm.zone)}
    if rhythm.days == EVERY_DAY and rhythm.every == 1:
        return words.say("Every day at {time} ({zone}).", time=parts["time"], zone=parts["zone"])
    if rhythm.every == 1:
        return words.say("Each week on {days} at {time} ({zone}).", **parts)
    return words.say("Every {n} weeks on {days} at {time} ({zone}).", n=rhythm.every, **parts)


def open_line(open_for: timedelta, words: Words) -> Text:
    """How long a round takes answers."""
    return words.say("Each round is open for {time}, at most until the next one.", time=words.lasting(open_for))


def off_lines(rhythm: Rhythm, today: date, words: Words) -> tuple[Text, ...]:
    """The days off that are not over yet, a sentence each."""
    return tuple(_off(off, words) for off in rhythm.off if off.last >= today)


def _off(off: Off, words: Words) -> Text:
    if off.is_endless:
        return words.say("Paused since {first}, until someone lets it go on.", first=words.day(off.first))
    if off.first == off.last:
        return words.say("No round on {first}.", first=words.day(off.first))
    return words.say("No rounds from {first} to {last}.", first=words.day(off.first), last=words.day(off.last))


def slot_line(slot: Slot, words: Words) -> Text:
    """When a round comes, and what a change of the clocks does to it."""
    when = (Moment(slot.at),)
    match slot.shift:
        case None:
            return when
        case Shift.GAP:
            return sentences(when, words.say("The clocks go forward over that hour, so it comes later."))
        case Shift.FOLD:
            return sentences(when, words.say("The clocks go back and that hour comes twice; it comes the first time."))
        case _:
            assert_never(slot.shift)


def next_lines(slots: Sequence[Slot], words: Words) -> tuple[Paragraph | Small, ...]:
    """The next dates, or that there are none."""
    if not slots:
        return (Small(words.say("No round is coming.")),)
    return (Small(words.say("The next ones:")), *(Paragraph(slot_line(slot, words)) for slot in slots))


# --- who sees what ------------------------------------------------------------------------------------------------


def seen_line(seen: Seen, words: Words) -> Text:
    """Who sees what is answered."""
    match seen:
        case Seen.NAMED:
            return words.say("Answers stand with names, in the thread under each round.")
        case Seen.UNNAMED:
            return words.say(
                "Answers carry no names. They are shown once, when the round closes, and only from {least} people on, "
                "when they do not all say the same and no answer is that of fewer than {cell}.",
                least=LEAST,
                cell=CELL,
            )
        case Seen.PRIVATE:
            return words.say(
                "Answers are a journal: what you write is shown to you alone. Whoever hosts me could read it."
            )
        case _:
            assert_never(seen)


def promise_line(seen: Seen, words: Words) -> Text:
    """Which of three hold: without a name, reminded, can be taken back."""
    match seen:
        case Seen.NAMED:
            return words.say(
                "Your answer carries your name. So I can remind you if you want that, and you can take it back."
            )
        case Seen.UNNAMED:
            return words.say(
                "Your answer carries no name, and you can take it back until the round closes. So I do not know "
                "whether to remind you: a reminder comes to everyone who wants one."
            )
        case Seen.PRIVATE:
            return words.say(
                "Your answer is kept under your name, and shown to nobody but you. So I can remind you if you want "
                "that, and you can take it back."
            )
        case _:
            assert_never(seen)


def limits_line(words: Words) -> Text:
    """What an answer without a name is not protected from."""
    return words.say(
        "The chat platform sees each press, and whoever hosts me could look while the round is open. "
        "A way of writing can be recognised."
    )


def signpost_line(signposts: str, words: Words) -> Text:
    """Where help is: the same under every round, for everyone, whatever anyone writes."""
    if not signposts:
        return words.say(
            "Nobody is watching these answers. If you need help now, turn to someone you trust, "
            "or call the emergency number where you are."
        )
    return words.say("Nobody is watching these answers. If you need help now: {signposts}", signposts=signposts)


def question_line(question: Question, words: Words) -> Text:
    """What is asked, and between what one can choose."""
    if not question.choices:
        return (Bold(question.words),)
    return words.say("{question} {choices}", question=Bold(question.words), choices=" / ".join(question.choices))
