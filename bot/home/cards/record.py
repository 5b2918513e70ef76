"""What was decided, the newest first, whatever it was. Pure."""

from collections.abc import Sequence

from bot.chat.cards import Button, Buttons, Card, Element, Heading, Paragraph, Small
from bot.chat.text import Quoted
from bot.chat.token import Token
from bot.chat.words import Words

PAGE = 5

Entries = Sequence[tuple[Element, ...]]


def record_page(entries: Entries, page: int, more: bool, words: Words) -> Card:
    """One page of everything that was decided."""
    if not entries:
        return Card((Heading(words.say("The record")), Paragraph(words.say("Nothing has been decided yet."))))
    buttons = (
        Button(words.label("Take all polls along"), Token("poll.export.all")),
        *((Button(words.label("Newer"), Token("home.record", (str(page - 1),))),) if page else ()),
        *((Button(words.label("Older"), Token("home.record", (str(page + 1),))),) if more else ()),
    )
    return Card((Heading(words.say("The record")), *_listed(entries), Buttons(buttons)))


def found_page(entries: Entries, sought: str, more: bool, words: Words) -> Card:
    """The newest of what was decided with these words in it."""
    title = Heading(words.say("The record: {words}", words=Quoted(sought)))
    if not entries:
        return Card((title, Paragraph(words.say("Nothing that was decided has these words in it."))))
    rest = (Small(words.say("There is more. Another word may narrow it down.")),) if more else ()
    return Card((title, *_listed(entries), *rest))


def _listed(entries: Entries) -> tuple[Element, ...]:
    return tuple(element for entry in entries for element in entry)
