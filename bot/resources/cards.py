"""What is shared, as everyone sees it, and pages of what was found. Pure."""

from collections.abc import Sequence

from bot.chat.cards import Button, Buttons, Card, Element, Heading, Paragraph, Said, Small, said
from bot.chat.hidden import hide_button
from bot.chat.text import Bold, Command, Link, Moment, Plain, Quoted, Text
from bot.chat.token import Token
from bot.chat.words import Words
from bot.resources.model import Mark, Resource

PAGE = 5
MOST_LABEL = 70
SHORT = 300


def resource_card(resource: Resource | None, words: Words) -> Card | None:
    """The card that everyone in the place sees."""
    if resource is None:
        return None
    if resource.gone:
        return said(words.say("Something was shared here. It was taken back by whoever shared it."))
    return Card(
        (
            *_marks(resource, words),
            Paragraph(words.say("{person} shares:", person=words.person(resource.person))),
            Said(resource.words),
            *_link(resource),
            Buttons((_mark_button(resource, words),)),
        )
    )


def _mark_button(resource: Resource, words: Words) -> Button:
    if resource.holds:
        return Button(words.label("No longer right"), Token("resource.doubt", (resource.id,)))
    return Button(words.label("It is right after all"), Token("resource.right", (resource.id,)))


def _link(resource: Resource) -> tuple[Element, ...]:
    """The address stands in full: what one reads is where it leads."""
    if not resource.link:
        return ()
    if resource.link.startswith("https://"):
        return (Paragraph((Link(resource.link, resource.link),)),)
    return (Paragraph((Plain(resource.link),)),)


def _marks(resource: Resource, words: Words) -> tuple[Element, ...]:
    """The last doubt, and that it was met where somebody has said so since."""
    doubts = [mark for mark in resource.marks if not mark.holds]
    if not doubts:
        return ()
    doubt = Paragraph(_doubt(doubts[-1], words))
    if not resource.holds:
        return (doubt,)
    back = resource.marks[-1]
    who, when = words.person(back.person), Moment(back.at)
    return (doubt, Paragraph(words.say("It is right after all, says {person}, {moment}.", person=who, moment=when)))


def _doubt(mark: Mark, words: Words) -> Text:
    who, when = words.person(mark.person), Moment(mark.at)
    if not mark.why:
        return words.say("No longer right, says {person}, {moment}.", person=who, moment=when)
    return words.say("No longer right, says {person}, {moment}: {why}", person=who, moment=when, why=Quoted(mark.why))


# --- whispers -----------------------------------------------------------------------------------------------------


def shared(resource: str, everywhere: bool, words: Words) -> Card:
    """Said to whoever has shared something."""
    found = (
        words.say("Shared. Everyone in this community can find it with {command}.", command=Command("descant find"))
        if everywhere
        else words.say(
            "Shared. Those who know this channel can find it with {command}.", command=Command("descant find")
        )
    )
    back = Button(words.label("Take it back"), Token("resource.back", (resource,)))
    return Card((Paragraph(found), Buttons((back, _find(words)))))


def marked(resource: Resource, words: Words) -> Card:
    """Said to whoever has said something of whether it still holds."""
    if resource.holds:
        return said(words.say("Thank you. It stands as right again, and everyone can read that you said so."))
    undo = Button(words.label("Undo that"), Token("resource.right", (resource.id,)))
    return Card(
        (Paragraph(words.say("Thank you. Everyone can read that now, and it can still be found.")), Buttons((undo,)))
    )


def whole(resource: Resource, mine: bool, keeper: bool, words: Words) -> Card:
    """One of what was found, with when it was shared; for whoever shared it, with a way to take it back."""
    shown = resource_card(resource, words)
    assert shown is not None
    if resource.gone:
        return shown
    back = (Button(words.label("Take it back"), Token("resource.back", (resource.id,))),) if mine else ()
    hide = (hide_button(resource.id, words),) if keeper else ()
    buttons = Buttons((_mark_button(resource, words), *back, *hide, _find(words)))
    return Card((*shown.elements[:-1], Small(words.say("Shared {moment}.", moment=Moment(resource.at))), buttons))


def _find(words: Words) -> Button:
    return Button(words.label("Find something"), Token("resource.find"))


# --- found --------------------------------------------------------------------------------------------------------


def found_page(found: Sequence[Resource], looked_for: str, page: int, more: bool, words: Words) -> Card:
    """One page of what is shared here, or of what has these words in it."""
    title = words.say("Found: {words}", words=Quoted(looked_for)) if looked_for else words.say("What we share")
    ways = (Button(words.label("Share something"), Token("resource.new")), _find(words))
    if not found:
        return Card((Heading(title), Paragraph(_nothing(looked_for, words)), Buttons(ways)))
    entries = [element for resource in found for element in _entry(resource, words)]
    turns = (
        *((Button(words.label("Back"), Token("resource.page", (str(page - 1), looked_for))),) if page else ()),
        *(
            (Button(words.label("Read on"), Token("resource.page", (str(page + 1), looked_for)), "primary"),)
            if more
            else ()
        ),
    )
    known = words.say(
        "What is right comes first, then the newest. What was shared in a channel is found by those who know it."
    )
    return Card((Heading(title), *entries, Small(known), Buttons((*turns, *ways))))


def _nothing(looked_for: str, words: Words) -> Text:
    if looked_for:
        return words.say("Nothing that you can see here has these words in it. Fewer letters may find more.")
    return words.say("Nothing is shared here yet. {command} begins.", command=Command("descant share"))


def _entry(resource: Resource, words: Words) -> tuple[Element, ...]:
    short = resource.words if len(resource.words) <= SHORT else resource.words[: SHORT - 1].rstrip() + "…"
    label = words.label("Show: {title}", title=resource.title)
    shown = label if len(label) <= MOST_LABEL else label[: MOST_LABEL - 1].rstrip() + "…"
    doubt = () if resource.holds else (Paragraph((Bold(words.label("No longer right")),)),)
    return (*doubt, Said(short), *_link(resource), Buttons((Button(shown, Token("resource.show", (resource.id,))),)))
