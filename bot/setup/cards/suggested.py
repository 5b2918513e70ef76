"""What anyone can suggest to change in the set-up. Pure."""

from bot.chat.cards import Button, Buttons, Card, Heading, Menu, MenuOption, Paragraph, Said, Small
from bot.chat.text import Bold, Command, Text, one_line
from bot.chat.token import Token
from bot.chat.words import Words
from bot.settings import IN, Name, Part, Settings
from bot.setup.cards.named import thing_label, value_label
from bot.setup.model import Suggestion

MOST_LABEL = 75
MOST_VALUE = 100


def what_to_change(settings: Settings, words: Words) -> Card:
    """Everything that is set, to choose from."""
    lines = tuple(MenuOption(name.value, _line(name, settings, words)) for name in Name)
    return Card(
        (
            Heading(words.say("Suggest a change to the set-up")),
            Menu(Token("setup.propose"), words.label("What would you like to be different?"), lines),
            Small(_what_comes_of_it(settings, words)),
        )
    )


def _what_comes_of_it(settings: Settings, words: Words) -> Text:
    if settings.is_off(Part.PROPOSALS):
        return words.say(
            "This community does without proposals for now, so it goes to the keepers, privately, with your name."
        )
    return words.say("It becomes a proposal, which everyone can shape and decide. Keepers carry it out.")


def _line(name: Name, settings: Settings, words: Words) -> str:
    label, value = thing_label(name.value, words), _value(name, settings, words)
    return (words.label("{thing}: {value}", thing=label, value=value) if value else label)[:MOST_LABEL]


def _value(name: Name, settings: Settings, words: Words) -> str:
    if name in IN.values():
        return ""  # a channel has its name only where its chat shows it
    line = one_line(value_label(name.value, settings.get(name), words))
    return line if len(line) <= MOST_VALUE else line[: MOST_VALUE - 1].rstrip() + "…"


def worded(name: Name, settings: Settings, words: Words) -> str:
    """How the proposal begins; whoever makes it writes on."""
    thing, value = thing_label(name.value, words), _value(name, settings, words)
    if value:
        return words.label("Change Descant's set-up: {thing}, which is “{value}” now, to …", thing=thing, value=value)
    return words.label("Change Descant's set-up: {thing}, to …", thing=thing)


def nobody_to_tell(words: Words) -> Card:
    """Said where a community does without proposals, and no keeper is known who may be written to."""
    sentence = words.say(
        "This community does without proposals for now, and I know of no keeper whom I may write to. "
        "You can say it in the channel, or ask the group with {command}.",
        command=Command("poll"),
    )
    return Card((Paragraph(sentence), Buttons((Button(words.label("What was changed"), Token("setup.log", ("0",))),))))


def told_keepers(typed: str, keepers: int, words: Words) -> Card:
    """Said to whoever has written to the keepers."""
    return Card(
        (
            Paragraph(
                words.count(
                    "I have told {n} keeper, privately, with your name:",
                    "I have told {n} keepers, privately, with your name:",
                    keepers,
                )
            ),
            Said(typed),
            Small(words.say("What they change stands in the log, with who, when and why.")),
        )
    )


def to_keeper(suggestion: Suggestion | None, words: Words) -> Card | None:
    """Told privately to those who have set it up; None when it was taken away in the meantime."""
    if suggestion is None:
        return None
    return Card(
        (
            Paragraph(
                words.say(
                    "{person} suggests a change to the set-up: {thing}",
                    person=words.person(suggestion.by),
                    thing=Bold(thing_label(suggestion.name.value, words)),
                )
            ),
            Said(suggestion.words),
            Small(words.say("You get this because you have changed the set-up before.")),
            Buttons((Button(words.label("Open set-up"), Token("setup.panel")),)),
        )
    )


def no_such_setting(words: Words) -> Card:
    """Said for a button from another version."""
    return Card((Paragraph(words.say("There is no such setting any more. Nothing was changed.")),))
