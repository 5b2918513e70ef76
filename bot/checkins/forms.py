"""The forms of check-ins, and what stands in the way, in sentences. Pure."""

from collections.abc import Mapping, Sequence
from typing import assert_never

from bot.chat.cards import Card, said
from bot.chat.forms import Choice, ChoiceField, Field, Form, ManyField, TextField
from bot.chat.text import Quoted, Text, sentences
from bot.chat.token import Token
from bot.chat.typed import Missing, TooLong, Values, place_field, too_long
from bot.chat.words import Words
from bot.checkins.cards.sentences import limits_line, promise_line
from bot.checkins.draft import (
    MOST_WEEKS,
    Flaw,
    NeverComes,
    NoDays,
    NotALength,
    NotATime,
    NotAZone,
    NotDates,
    NotWeeks,
    TooMany,
    read_days,
)
from bot.checkins.model import MOST_ANSWER, MOST_NAME, MOST_QUESTIONS, Question, Round, Seen
from bot.power import MOST_WHY

FIRST_PAGE = ("name", "questions", "days", "time", "seen")
PROMISED = "promised"
"""The key under which a draft keeps how the answers to a check-in that runs were shown until now."""

LEFT_OPEN = "-"
"""The value of a choice that was not made."""

LABEL = 45
"""A question longer than this stands in the field's hint too: a label may be cut."""


def draft_form(page: str, draft: str, values: Values, words: Words) -> Form:
    """One page of the check-in that is being made, with what was typed so far."""
    fields = _more(values, words) if page == "checkin.more" else _first(values, words)
    return Form(Token(page, (draft,)), words.label("A check-in"), fields, words.label("See how it looks"))


def _first(values: Values, words: Words) -> tuple[Field, ...]:
    weekdays = words.weekdays()
    return (
        TextField("name", words.label("What is it called?"), "", values.get("name", ""), required=True, most=MOST_NAME),
        TextField(
            "questions",
            words.label("Questions, one on each line"),
            words.label("Up to {most}. To choose from: (nothing / a little / plenty) at the end.", most=MOST_QUESTIONS),
            values.get("questions", ""),
            required=True,
            lines=True,
        ),
        ManyField(
            "days",
            words.label("On which days?"),
            tuple(Choice(str(number), name) for number, name in enumerate(weekdays)),
            tuple(map(str, sorted(read_days(values.get("days", ""), weekdays)))),
            most=7,
            required=True,
        ),
        TextField(
            "time", words.label("At what time?"), words.label("For example: 9:00, or 6pm."), values.get("time", "")
        ),
        *_seen(values, words),
    )


def _seen(values: Values, words: Words) -> tuple[Field, ...]:
    """Who sees the answers; of a check-in that runs, only what shows no more of anyone than was promised until now."""
    labels = {
        Seen.NAMED: words.label("With names, in the thread"),
        Seen.UNNAMED: words.label("Without names, when it closes"),
        Seen.PRIVATE: words.label("For each person alone"),
    }
    offered = Seen(values.get(PROMISED, Seen.NAMED)).no_looser()
    if len(offered) == 1:
        return ()
    choices = tuple(Choice(seen, labels[seen]) for seen in offered)
    chosen = values.get("seen", "")
    return (
        ChoiceField("seen", words.label("Who sees the answers?"), choices, chosen if chosen in offered else offered[0]),
    )


def _more(values: Values, words: Words) -> tuple[Field, ...]:
    turns = (Choice("no", words.label("All of them each time")), Choice("yes", words.label("One each time, in turn")))
    return (
        TextField(
            "every",
            words.label("Every how many weeks?"),
            words.label("1 is each week, 2 every second week."),
            values.get("every", ""),
        ),
        TextField(
            "open",
            words.label("How long is each round open?"),
            words.label("For example: 8 hours, 2 days."),
            values.get("open", ""),
        ),
        ChoiceField("rotates", words.label("Which questions?"), turns, values.get("rotates", "no")),
        TextField("zone", words.label("Time zone"), words.label("For example: Europe/London."), values.get("zone", "")),
        TextField(
            "off",
            words.label("Days without a round"),
            words.label("For example: 2026-12-20 to 2027-01-03; 2027-04-05"),
            values.get("off", ""),
            lines=True,
        ),
    )


def page_of(flaws: Mapping[str, Flaw]) -> str:
    """The handler of the form that holds something to mend."""
    return "checkin.make" if any(key in flaws for key in FIRST_PAGE) else "checkin.more"


def flaw_sentence(flaw: Flaw, words: Words) -> Text:
    """What stands in the way, and what would do."""
    match flaw:
        case Missing():
            return words.say("Something is needed here.")
        case TooLong(most):
            return too_long(most, words)
        case TooMany(most, rotates):
            few = words.say("Up to {most} questions.", most=most)
            return few if rotates else sentences(few, words.say("More can take turns, one each time: More choices."))
        case _:
            return _when_wrong(flaw, words)


def _when_wrong(
    flaw: NoDays | NotATime | NotWeeks | NotALength | NotAZone | NotDates | NeverComes, words: Words
) -> Text:
    match flaw:
        case NoDays():
            return words.say("On which days of the week? For example: Monday, Thursday.")
        case NotATime(typed):
            return words.say(
                "I could not read {typed} as a time of day. For example: 9:00, or 6pm.", typed=Quoted(typed[:40])
            )
        case NotWeeks(typed):
            return words.say(
                "{typed} is not a number of weeks from 1 to {most}.", typed=Quoted(typed[:40]), most=MOST_WEEKS
            )
        case NotALength(typed):
            return words.say(
                "{typed} is not a length of time that I can use: from 30 minutes to 28 days.", typed=Quoted(typed[:40])
            )
        case NotAZone(typed):
            return words.say(
                "I know no time zone called {typed}. One is named after a large city, such as Europe/London.",
                typed=Quoted(typed[:40]),
            )
        case NotDates(typed):
            return words.say(
                "I could not read {typed} as days. For example: 2026-12-20 to 2027-01-03; 2027-04-05",
                typed=Quoted(typed[:80]),
            )
        case NeverComes():
            return words.say("With these days off, no round would ever come.")
        case _:
            assert_never(flaw)


def flaws_card(flaws: Mapping[str, Flaw], words: Words) -> Card:
    """All that stands in the way, a sentence each."""
    return said(*(flaw_sentence(flaw, words) for flaw in flaws.values()))


# --- answering ----------------------------------------------------------------------------------------------------


def answer_form(of: Round, already: Sequence[str], words: Words) -> Form:
    """A field for each question, with what someone wrote before; which two of three hold stands above."""
    fields = tuple(
        _question(number, question, already[number] if number < len(already) else "", words)
        for number, question in enumerate(of.questions)
    )
    note = promise_line(of.seen, words)
    if of.seen is Seen.UNNAMED:
        note = sentences(note, limits_line(words))
    return Form(Token("checkin.answer", (of.id,)), of.name, fields, words.label("Check in"), note)


def _question(number: int, question: Question, already: str, words: Words) -> Field:
    key, hint = f"q{number}", question.words if len(question.words) > LABEL else ""
    if not question.choices:
        return TextField(key, question.words, hint, already, lines=True, most=MOST_ANSWER)
    places = tuple(Choice(str(place), choice) for place, choice in enumerate(question.choices))
    chosen = str(question.choices.index(already)) if already in question.choices else LEFT_OPEN
    open_ = Choice(LEFT_OPEN, words.label("I leave this open"))
    return ChoiceField(key, question.words, (*places, open_), chosen, hint)


# --- pausing and ending -------------------------------------------------------------------------------------------


def _why(typed: Mapping[str, str], words: Words) -> Field:
    return TextField(
        "why",
        words.label("Why?"),
        words.label("Everyone here can read this, up to {most} characters.", most=MOST_WHY),
        typed.get("why", ""),
        required=True,
    )


def pause_form(checkin: str, typed: Mapping[str, str], words: Words) -> Form:
    """Until when a check-in pauses for everyone, and why."""
    hint = words.label("For example: 2027-01-04, or in 3 weeks. Empty: until someone lets it go on.")
    until = TextField("until", words.label("Until when?"), hint, typed.get("until", ""))
    title = words.label("Pause it for everyone")
    return Form(Token("checkin.pause", (checkin,)), title, (until, _why(typed, words)), words.label("Pause it"))


def save_form(draft: str, typed: Mapping[str, str], words: Words) -> Form:
    """Why a check-in is changed, and in which channel it is asked, where that may be chosen."""
    note = words.say("It holds from the next round on. A round that is open stays as it is.")
    fields = (*place_field(typed, words.label("In which channel is it asked?")), _why(typed, words))
    return Form(Token("checkin.save", (draft,)), words.label("Change it"), fields, words.label("Save it"), note)


def end_form(checkin: str, typed: Mapping[str, str], words: Words) -> Form:
    """Why a check-in ends."""
    note = words.say("What was shared stays where it stands. It can not be started again; a new one can.")
    title = words.label("End it")
    return Form(Token("checkin.end", (checkin,)), title, (_why(typed, words),), words.label("End it"), note)


def until_form(handler: str, title: str, hint: str, typed: str, words: Words) -> Form:
    """A form that asks for one instant."""
    field = TextField("until", words.label("Until when?"), hint, typed, required=True)
    return Form(Token(handler), title, (field,), words.label("That is it"))
