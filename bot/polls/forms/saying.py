"""Forms for words: why someone answers as they do, and one more option."""

from collections.abc import Mapping

from bot.chat.forms import Choice, ChoiceField, Form, TextField
from bot.chat.token import Token
from bot.chat.words import Words
from bot.polls.model import ABOUT_ALL, MOST_OPTION, MOST_REASON, SMALL, Poll

MOST_CHOICES = 10
"""Choices that fit in one field of a form."""


def why_form(poll: Poll, option: int, sides: Mapping[int, str], given: str, named: bool, words: Words) -> Form:
    """The invitation to say why: the same for every side, and always free to leave."""
    choices = tuple(Choice(str(position), label) for position, label in sides.items())
    for_what = (ChoiceField("option", words.label("For which answer?"), choices, str(option)),)
    names = (
        Choice("unnamed", words.label("Without my name")),
        Choice("named", words.label("With my name")),
    )
    return Form(
        Token("poll.why", (poll.id, str(option))),
        words.label("Say why"),
        (
            TextField(
                "words",
                words.label("Why? In your own words"),
                words.label("Up to {most} characters. Leave it empty to take your words back.", most=MOST_REASON),
                given,
                lines=True,
            ),
            ChoiceField("named", words.label("How is it shown?"), names, "named" if named else "unnamed"),
            *(for_what if len(choices) > 1 else ()),
        ),
        words.label("Share it"),
        words.say("It stands in the result whichever way this goes."),
    )


def secret_why_form(poll: Poll, option: int, given: str, words: Words) -> Form:
    """Words for the box of a secret poll; nothing links them to an answer, also not what they speak for."""
    named = tuple(Choice(str(o.position), o.words) for o in poll.options) if len(poll.options) < MOST_CHOICES else ()
    about = (Choice(str(ABOUT_ALL), words.label("I do not say")), *named)
    hint = words.label("Up to {most} characters. Leave it empty to take your words back.", most=MOST_REASON)
    return Form(
        Token("poll.why.secret", (poll.id,)),
        words.label("Say why"),
        (
            TextField("words", words.label("Why? In your own words"), hint, given, lines=True),
            *((ChoiceField("option", words.label("For which option?"), about, str(option)),) if named else ()),
        ),
        words.label("Put it in the box"),
        words.say(
            "Read by everyone once it has closed, shuffled, if at least {n} people wrote. "
            "Mind that a way of writing can be recognised.",
            n=SMALL,
        ),
    )


def option_form(poll: Poll, given: str, meaning: str, words: Words) -> Form:
    """One more option for everyone to choose."""
    hint = words.label("Up to {most} characters. It stays as it is once it is there.", most=MOST_OPTION)
    return Form(
        Token("poll.add", (poll.id,)),
        words.label("Add an option"),
        (
            TextField("words", words.label("Option"), hint, given, required=True),
            TextField(
                "meaning",
                words.label("What does choosing it mean?"),
                words.label("May stay empty."),
                meaning,
                lines=True,
            ),
        ),
        words.label("Add it"),
    )
