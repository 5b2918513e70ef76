"""The reasons that were given, page by page. Pure."""

from collections.abc import Sequence

from bot.chat.cards import (
    Button,
    Buttons,
    Card,
    Element,
    Heading,
    Paragraph,
    said,
)
from bot.chat.text import Bold
from bot.chat.token import Token
from bot.chat.words import Words
from bot.polls.cards.ended import NOT_FOR_ME, reason_said
from bot.polls.model import ABOUT_ALL, Poll, PollCard, Reason

PAGE = 5
"""Reasons on one page of the list."""


def reasons_page(
    card: PollCard,
    held: frozenset[int],
    own: frozenset[str],
    fair: frozenset[str],
    page: int,
    live: bool,
    words: Words,
) -> Card:
    """The reasons given, side by side. While it is open, those of sides that the reader does not hold can be called
    fair points; ``own`` are the reader's reasons, ``fair`` those they marked."""
    if not card.reasons:
        return said(words.say("Nobody has said why yet. Anyone may, whatever they chose."))
    ordered = sorted(card.reasons, key=lambda r: (r.option == NOT_FOR_ME, r.option))
    elements: list[Element] = [Heading(words.say("Reasons"))]
    buttons: list[Button] = []
    for number, reason in enumerate(ordered[page * PAGE : (page + 1) * PAGE], page * PAGE + 1):
        side = side_name(card.poll, reason.option, words)
        elements.append(Paragraph(words.say("{number}. {side}", number=number, side=Bold(side))))
        elements.append(reason_said(reason, False, words, reason.id in fair))
        if live and reason.option not in held and reason.id not in own:
            buttons.append(_fair_button(reason, number, page, reason.id in fair, card.poll, words))
    return Card((*elements, *_pages(card.poll, page, len(ordered), words, buttons)))


def side_name(poll: Poll, option: int, words: Words) -> str:
    """What a reason speaks for."""
    if option == ABOUT_ALL:
        return words.label("About the question")
    return poll.words(option) if option else words.label("Not for me")


def _fair_button(reason: Reason, number: int, page: int, marked: bool, poll: Poll, words: Words) -> Button:
    if marked:
        label = words.label("{number}: no longer a fair point", number=number)
        return Button(label, Token("poll.unfair", (poll.id, reason.id, str(page))))
    return Button(
        words.label("{number} is a fair point", number=number), Token("poll.fair", (poll.id, reason.id, str(page)))
    )


def _pages(poll: Poll, page: int, total: int, words: Words, buttons: Sequence[Button]) -> tuple[Element, ...]:
    turns = []
    if page:
        turns.append(Button(words.label("Earlier reasons"), Token("poll.reasons", (poll.id, str(page - 1)))))
    if (page + 1) * PAGE < total:
        turns.append(Button(words.label("More reasons"), Token("poll.reasons", (poll.id, str(page + 1)))))
    return tuple(Buttons(tuple(group)) for group in (buttons, turns) if group)
