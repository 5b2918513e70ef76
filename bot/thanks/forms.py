"""The forms of thanks, and what stands in the way, in sentences. Pure."""

from collections.abc import Mapping, Sequence
from typing import assert_never

from bot.chat.forms import Choice, ChoiceField, Field, Form, PeopleField, TextField
from bot.chat.ids import PersonId
from bot.chat.text import Text
from bot.chat.token import Token
from bot.chat.typed import Missing, NoPlace, TooLong, Values, place_field, too_long
from bot.chat.words import Words
from bot.thanks.cards.asking import tag_label
from bot.thanks.draft import Flaw, NobodyNamed, TooMany
from bot.thanks.model import MOST_PEOPLE, MOST_TAG, MOST_WORDS, Thanks


def thanks_form(draft: str, values: Values, words: Words) -> Form:
    """Who is thanked, and what for; or what someone did themselves."""
    fields: tuple[Field, ...] = (_words_field(values, words), _named(values, words))
    if values.get("own") == "yes":
        own = (fields[0], *place_field(values, words.label("In which channel is it shown?")))
        return Form(Token("thanks.write", (draft,)), words.label("I did something"), own, words.label("Go on"))
    people = tuple(PersonId(line) for line in values.get("who", "").split("\n") if line)
    return Form(
        Token("thanks.write", (draft,)),
        words.label("Thank someone"),
        (
            PeopleField("who", words.label("Who?"), people, most=MOST_PEOPLE),
            TextField(
                "others",
                words.label("Or in words"),
                words.label("A group, or whoever left the biscuits. Several: with ; between them."),
                values.get("others", ""),
            ),
            *fields,
            *place_field(values, words.label("In which channel is it shown?")),
        ),
        words.label("Go on"),
        words.say("They are asked before anyone else sees it."),
    )


def _words_field(values: Values, words: Words) -> Field:
    return TextField(
        "words",
        words.label("What for? In your own words"),
        words.label("Up to {most} characters. What did they do, and what was better for it?", most=MOST_WORDS),
        values.get("words", ""),
        required=True,
        lines=True,
    )


def _named(values: Values, words: Words) -> Field:
    choices = (Choice("named", words.label("With my name")), Choice("unnamed", words.label("Without my name")))
    chosen = values.get("named", "named")
    return ChoiceField("named", words.label("How are you shown, if it is shown?"), choices, chosen)


def too_form(thanks: Thanks, typed: Values, words: Words) -> Form:
    """Words of one's own beside someone else's."""
    return Form(
        Token("thanks.too", (thanks.id,)),
        words.label("Me too"),
        (_words_field(typed, words), _named(typed, words)),
        words.label("Add it"),
        words.say("Those who are thanked are asked about your words too, before anyone else sees them."),
    )


def suggest_form(vocabulary: Sequence[str], typed: Mapping[str, str], words: Words) -> Form:
    """One more word for what people do, or one fewer."""
    known = words.listing([tag_label(tag, words) for tag in vocabulary])
    return Form(
        Token("thanks.suggest"),
        words.label("Suggest a change"),
        (
            TextField(
                "word",
                words.label("Which word?"),
                words.label("Up to {most} characters. It names an act, not a person.", most=MOST_TAG),
                typed.get("word", ""),
                required=True,
            ),
            ChoiceField(
                "what",
                words.label("What with it?"),
                (Choice("add", words.label("Take it in")), Choice("drop", words.label("Do without it"))),
                typed.get("what", "add"),
            ),
            *place_field(typed, words.label("In which channel is it shown?")),
        ),
        words.label("Suggest it"),
        known,
    )


def flaw_sentence(flaw: Flaw, words: Words) -> Text:
    """What stands in the way."""
    match flaw:
        case NobodyNamed():
            return words.say("Who would you like to thank? Choose someone else than yourself, or say it in words.")
        case Missing():
            return words.say("What for? A few words of your own are enough.")
        case NoPlace():
            return words.say("In which channel shall it be shown?")
        case TooLong(most):
            return too_long(most, words)
        case TooMany(most):
            return words.say("Up to {most} people can be thanked at once.", most=most)
        case _:
            assert_never(flaw)
