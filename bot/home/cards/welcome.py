"""Help, and what is said when something can not be answered. Pure."""

from collections.abc import Sequence

from bot.chat.cards import Button, Buttons, Card, Heading, Paragraph, Small, said
from bot.chat.events import CommandGiven, FromMember
from bot.chat.text import Command, Place, Quoted, Text
from bot.chat.token import Token
from bot.chat.words import Words
from bot.delivery import Community, Undelivered


def help_card(words: Words) -> Card:
    """What Descant is for, and what can be done here."""
    return Card(
        (
            Heading(words.say("Descant")),
            Paragraph(
                words.say(
                    "A descant is a second melody above the tune. I help this group ask, answer and decide, "
                    "and I keep the views that lost."
                )
            ),
            *map(Paragraph, _commands(words)),
            Small(
                words.say(
                    "On one line: {command} question: When do we meet? options: Tuesday; Saturday closes: in 3 days",
                    command=Command("poll"),
                )
            ),
            Small(words.say("Anyone may ask. No answer counts for more than another, and not taking part is fine.")),
            Buttons(
                (
                    Button(words.label("Ask the group"), Token("poll.new"), "primary"),
                    Button(words.label("Set-up"), Token("setup.panel")),
                )
            ),
        )
    )


def _commands(words: Words) -> tuple[Text, ...]:
    return (
        words.say("{command} asks the group.", command=Command("poll")),
        words.say(
            "{command} suggests something that we could do, and everyone can shape it.", command=Command("propose")
        ),
        words.say("{command} thanks people in words.", command=Command("thank")),
        words.say("{command} answers a check-in, and makes new ones.", command=Command("checkin")),
        words.say("{command} is how we work together.", command=Command("agreement")),
        words.say(
            "{command} shows what waits for you, what was decided, what we share, and your own choices.",
            command=Command("descant"),
        ),
    )


def hello(_community: Community, words: Words) -> Card:
    """Said once, when Descant comes into a community."""
    return help_card(words)


def unknown(event: FromMember, commands: Sequence[str], words: Words) -> Card:
    """What an unknown command, or a button from another time, gets."""
    if not isinstance(event, CommandGiven):
        return said(
            words.say(
                "This button is from another version of me, and nothing was recorded. {command} shows what I can do.",
                command=Command("descant"),
            )
        )
    return said(
        words.say(
            "I do not know {command}. I know: {commands}.",
            command=Quoted(f"/{event.name[:40]}"),
            commands=words.listing([Command(name) for name in commands]),
        )
    )


def undelivered(trouble: Undelivered | None, words: Words) -> Card | None:
    """Told, privately, to whoever something was to be said for, when it can not be said."""
    if trouble is None:
        return None
    place = Place(trouble.place)
    kind, _, missing = trouble.trouble.partition(" ")
    match kind:
        case "forbidden":
            return said(
                words.say(
                    "I could not post in {place}. This is needed there: {missing}. A keeper can see to it.",
                    place=place,
                    missing=words.label(missing) if missing else words.label("a permission"),
                )
            )
        case "gone":
            return said(
                words.say("What I had to say in {place} found nobody: the place is not there any more.", place=place)
            )
        case _:
            return said(
                words.say("I tried for a long time to post in {place} and could not. Nothing is lost.", place=place)
            )


def busy(words: Words) -> Card:
    """Too much is waiting to be written."""
    return said(words.say("Very many people are pressing just now, so this was not recorded. Please press again."))


def not_recorded(words: Words) -> Card:
    """The store could not make it durable."""
    return said(words.say("This could not be recorded. Nothing else was lost. Please try again in a moment."))


def uncertain(words: Words) -> Card:
    """The store went away in the middle of it."""
    return said(
        words.say(
            "I lost sight of where I keep things just as I was writing this down, so I do not know whether it is "
            "there. Please look in a moment, and try again if it is not: nothing counts twice."
        )
    )


def went_wrong(words: Words) -> Card:
    """A defect of ours."""
    return said(words.say("Something went wrong on my side. Nothing was recorded, and nothing was lost."))
