"""Forms for changing a poll that is open: each asks why, for everyone to read."""

from collections.abc import Mapping

from bot.chat.forms import Choice, ChoiceField, Form, TextField
from bot.chat.token import Token
from bot.chat.words import Words
from bot.polls.model import (
    Poll,
    SeenAs,
    Totals,
    tighter,
)


def close_form(poll: Poll, given: str, words: Words) -> Form:
    """The reason for closing early, which everyone will read."""
    hint = words.label("Everyone will read this on the card, with your name.")
    return Form(
        Token("poll.close", (poll.id,)),
        words.label("Close it now"),
        (TextField("why", words.label("Why close it early?"), hint, given, required=True, lines=True),),
        words.label("Close it now"),
    )


def tighten_form(poll: Poll, values: Mapping[str, str], words: Words) -> Form:
    """What of an open poll can be made more private, and why. What it is stands first."""
    fields = []
    if tighter(poll.seen_as):
        seen = (
            Choice(SeenAs.NAMED, words.label("Named: as it is")),
            Choice(SeenAs.UNNAMED, words.label("Unnamed: nobody sees who chose what")),
        )
        fields.append(ChoiceField("seen", words.label("How are people seen?"), seen, values.get("seen", poll.seen_as)))
    if tighter(poll.totals):
        label, shown = words.label("When are numbers shown?"), values.get("totals", poll.totals)
        fields.append(ChoiceField("totals", label, _when(poll.totals, words), shown))
    why = words.label("Why this change?")
    return Form(
        Token("poll.tighten", (poll.id,)),
        words.label("Make it more private"),
        (*fields, TextField("why", why, _read_by_all(words), values.get("why", ""), required=True, lines=True)),
        words.label("Make it more private"),
        words.say(
            "It can not be undone. It can not become secret either: answers that were given beside a name can not be "
            "made such that nobody could ever tell."
        ),
    )


def _when(totals: Totals, words: Words) -> tuple[Choice, ...]:
    labels = {
        Totals.ALWAYS: words.label("Always"),
        Totals.ANSWERED: words.label("After you have answered"),
        Totals.CLOSED: words.label("When it closes"),
    }
    return tuple(Choice(value, labels[Totals(value)]) for value in (totals, *tighter(totals)))


def hearing_form(poll: Poll, given: str, words: Words) -> Form:
    """What should be heard before this closes."""
    return Form(
        Token("poll.hear", (poll.id,)),
        words.label("Ask to be heard"),
        (
            TextField(
                "why", words.label("What should be heard first?"), _read_by_all(words), given, required=True, lines=True
            ),
        ),
        words.label("Ask for it"),
        words.say(
            "Your words are posted here, and the poll stays open for at least {time} from now. "
            "This can be asked for once in each poll, by anyone.",
            time=words.lasting(poll.hearing),
        ),
    )


def _read_by_all(words: Words) -> str:
    return words.label("Everyone will read this on the card, with your name.")
