"""What a look at the channels found, and what to click. Pure."""

from bot.chat.cards import Button, Buttons, Card, Heading, Paragraph, Small
from bot.chat.ids import PlaceId
from bot.chat.text import Moment, Place, Text
from bot.chat.token import Token
from bot.chat.words import Words
from bot.settings import Settings
from bot.setup.model import Found


def looking(words: Words) -> Card:
    """Said while the channels are looked at."""
    return Card(
        (
            Paragraph(words.say("I am looking at every channel that is set. That takes a few seconds.")),
            Buttons((Button(words.label("Show what you found"), Token("setup.found"), "primary"),)),
        )
    )


def findings(found: Found | None, words: Words) -> Card:
    """What is missing in each channel, and what to click."""
    if found is None:
        return Card(
            (
                Paragraph(words.say("I have not finished looking. Please press again in a moment.")),
                Buttons((Button(words.label("Show what you found"), Token("setup.found"), "primary"),)),
            )
        )
    troubles = [
        line for place, missing in found.missing.items() if (line := _trouble(place, missing, found.remedies, words))
    ]
    good = words.say("I can do my work in every channel that is set.")
    if not found.missing:
        good = words.say("No channel is set, so everything stays where it is begun. Nothing is missing.")
    return Card(
        (
            Heading(words.say("What I found")),
            *(map(Paragraph, troubles) if troubles else (Paragraph(good),)),
            Small(words.say("Looked at {moment}.", moment=Moment(found.at))),
            Buttons((Button(words.label("Look again"), Token("setup.check")),)),
        )
    )


def _trouble(place: PlaceId, missing: tuple[str, ...] | None, remedies: bool, words: Words) -> Text:
    if missing is None:
        return words.say(
            "A channel that is set is not there any more. What belongs there waits: choose another one under Channels."
        )
    if not missing:
        return ()
    rights = [words.label(right) for right in missing]
    if remedies:
        return words.say("In {place} this is to be done: {what}.", place=Place(place), what=words.listing(rights))
    return words.say(
        "In {place} I am missing: {rights}. Open that channel's settings, then its permissions, and allow them for me.",
        place=Place(place),
        rights=words.listing(rights),
    )


def place_gone(settings: Settings | None, words: Words) -> Card:
    """Told once to whoever chose a channel that is not there any more."""
    return Card(
        (
            Paragraph(
                words.say(
                    "A channel that you chose for me is not there any more. Nothing is lost: what belongs there now "
                    "appears where it is begun, until another channel is chosen."
                )
            ),
            Buttons((Button(words.label("Open set-up"), Token("setup.panel")),)),
        )
    )
