"""A form for each section of the set-up, and what is wrong with what was typed, in sentences. Pure."""

from collections.abc import Mapping
from typing import assert_never

from bot.chat.forms import Choice, ChoiceField, Field, Form, ManyField, PlaceField, TextField
from bot.chat.ids import PlaceId
from bot.chat.text import Quoted, Text, sentences
from bot.chat.token import Token
from bot.chat.typed import NotANumber, TooLong, common_sentence, too_long
from bot.chat.words import Words, language_name, languages
from bot.power import MOST_WHY
from bot.settings import Name, Settings
from bot.setup.cards.named import offered_label, part_label, thing_label
from bot.setup.model import (
    LENGTHS,
    MOST_SIGNPOSTS,
    MOST_SUGGESTED,
    OFFERED,
    SECTIONS,
    SWITCHED,
    Flaw,
    NoReason,
    NotALength,
    NotAZone,
)


def section_form(section: str, settings: Settings, typed: Mapping[str, str], words: Words) -> Form:
    """The form of a section, with what holds now or what was typed."""
    asked = (_field(name, typed.get(name.value, settings.get(name)), words) for name in SECTIONS[section])
    fields = tuple(field for field in asked if field is not None)
    why = TextField(
        "why",
        words.label("Why this change?"),
        words.label("Everyone can read this in the log, up to {most} characters.", most=MOST_WHY),
        typed.get("why", ""),
        required=True,
    )
    return Form(
        Token("setup.set", (section,)),
        _title(section, words),
        (*fields, why),
        words.label("Change it"),
    )


def _title(section: str, words: Words) -> str:
    return {
        "channels": words.label("Channels"),
        "polls": words.label("Polls"),
        "proposals": words.label("Proposals"),
        "times": words.label("Times of proposals"),
        "language": words.label("Language and time"),
        "signposts": words.label("Signposts"),
        "parts": words.label("What is switched on"),
    }[section]


def _field(name: Name, value: str, words: Words) -> Field | None:
    label = thing_label(name.value, words)
    if name in SECTIONS["channels"]:
        hint = words.label("Leave it empty to keep them where they are begun.")
        return PlaceField(name.value, label, PlaceId(value) if value else None, hint)
    if name in OFFERED:
        choices = tuple(Choice(choice, offered_label(choice, words)) for choice in OFFERED[name])
        return ChoiceField(name.value, label, choices, value)
    if name is Name.LANGUAGE:
        known = languages()
        return _languages(label, known, value) if len(known) > 1 else None
    if name is Name.OFF:
        on = tuple(part.value for part in SWITCHED if part.value not in value.split())
        parts = tuple(Choice(part.value, part_label(part, words)) for part in SWITCHED)
        return ManyField(name.value, words.label("What is switched on"), parts, on)
    if name is Name.SIGNPOSTS:
        hint = words.label("Where people find help in hard times. Shown with every check-in, the same for everyone.")
        return TextField(name.value, label, hint, value, lines=True, most=MOST_SIGNPOSTS)
    return TextField(name.value, label, _hint(name, words), value, required=True)


def _languages(label: str, known: tuple[str, ...], value: str) -> Field:
    choices = tuple(Choice(language, language_name(language)) for language in known)
    return ChoiceField(Name.LANGUAGE.value, label, choices, value if value in known else known[0])


def _hint(name: Name, words: Words) -> str:
    if name in LENGTHS:
        return words.label("For example: 3 days, 2 weeks, 48 hours.")
    if name is Name.ZONE:
        return words.label("For example: Europe/London, America/New_York.")
    return words.label("A whole number. 0 means that any number is enough.")


def flaw_sentence(flaw: Flaw, words: Words) -> Text:
    """What is wrong, and what would be right."""
    match flaw:
        case NotALength(typed):
            return words.say(
                "{typed} is not a length of time that I can read. For example: 3 days, 2 weeks, 48 hours.",
                typed=Quoted(typed[:40]),
            )
        case NotANumber(typed):
            return common_sentence(flaw, words)
        case NotAZone(typed, near):
            return _no_zone(typed, near, words)
        case TooLong(most):
            return too_long(most, words)
        case NoReason():
            return words.say("Please say why in a few words, for everyone to read.")
        case _:
            assert_never(flaw)


def _no_zone(typed: str, near: tuple[str, ...], words: Words) -> Text:
    unknown = words.say("I know no time zone called {typed}.", typed=Quoted(typed[:40]))
    if not near:
        return sentences(unknown, words.say("A zone is named after a large city, such as Europe/London."))
    return sentences(unknown, words.say("Is it one of these: {zones}?", zones=words.listing(near)))


def to_keepers_form(name: Name, typed: str, words: Words) -> Form:
    """A message to the keepers about one setting."""
    hint = words.label("It goes to the keepers alone, with your name, up to {most} characters.", most=MOST_SUGGESTED)
    return Form(
        Token("setup.tell", (name.value,)),
        words.label("Suggest a change"),
        (TextField("words", words.label("What would you like?"), hint, typed, required=True, lines=True),),
        words.label("Send it"),
    )
