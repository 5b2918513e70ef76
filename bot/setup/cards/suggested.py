"""What anyone can suggest to change in the set-up. Pure."""

from bot.chat.cards import Button, Buttons, Card, Heading, Menu, MenuOption, Paragraph, Small
from bot.chat.text import Command, one_line
from bot.chat.token import Token
from bot.chat.words import Words
from bot.settings import Name, Settings
from bot.setup.cards.log import thing_label

MOST_LABEL = 75
MOST_VALUE = 100


def what_to_change(settings: Settings, words: Words) -> Card:
    """Everything that is set, to choose from."""
    lines = tuple(MenuOption(name.value, _line(name, settings, words)) for name in Name)
    return Card(
        (
            Heading(words.say("Suggest a change to the set-up")),
            Menu(Token("setup.propose"), words.label("What would you like to be different?"), lines),
            Small(words.say("It becomes a proposal, which everyone can shape and decide. Keepers carry it out.")),
        )
    )


def _line(name: Name, settings: Settings, words: Words) -> str:
    label, value = thing_label(name.value, words), _short(settings.get(name))
    return (words.label("{thing}: {value}", thing=label, value=value) if value else label)[:MOST_LABEL]


def _short(value: str) -> str:
    line = one_line(value)
    return line if len(line) <= MOST_VALUE else line[: MOST_VALUE - 1].rstrip() + "…"


def worded(name: Name, settings: Settings, words: Words) -> str:
    """How the proposal begins; whoever makes it writes on."""
    thing, value = thing_label(name.value, words), _short(settings.get(name))
    if value and not name.value.startswith("place_"):
        return words.label("Change Descant's set-up: {thing}, which is “{value}” now, to …", thing=thing, value=value)
    return words.label("Change Descant's set-up: {thing}, to …", thing=thing)


def no_proposals(words: Words) -> Card:
    """Said where a community does without proposals."""
    sentence = words.say(
        "This community does without proposals for now. What was changed says who switched them off: "
        "you can talk to them, or ask the group with {command}.",
        command=Command("poll"),
    )
    return Card((Paragraph(sentence), Buttons((Button(words.label("What was changed"), Token("setup.log", ("0",))),))))


def no_such_setting(words: Words) -> Card:
    """Said for a button from another version."""
    return Card((Paragraph(words.say("There is no such setting any more. Nothing was changed.")),))
