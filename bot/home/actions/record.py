"""The record: everything that was decided here, by a poll or about a proposal, listed and searched."""

from collections.abc import Callable, Mapping

from bot.chat.answers import Answer, Whisper
from bot.chat.cards import Element
from bot.chat.events import ActionPressed, CommandGiven
from bot.chat.words import Words, words_for
from bot.home.cards.record import PAGE, found_page, record_page
from bot.home.model import Recorded
from bot.home.views import RECORDED
from bot.polls.actions import record as polls
from bot.ports import Reader, Tx
from bot.proposals.actions import looking as proposals

EVERYTHING = "%"
MOST_SOUGHT = 100

ENTRIES: Mapping[str, Callable[[Reader, str, Words], tuple[Element, ...]]] = {
    "poll": polls.entry,
    "proposal": proposals.entry,
}
"""How each kind of thing stands in the record."""


def show(tx: Tx, event: CommandGiven, sought: str) -> Answer:
    """``/descant record``: the newest first; with words, only what has them in it."""
    words = words_for(event.who.locale)
    sought = sought[:MOST_SOUGHT]
    if not sought:
        return _page(tx, event, 0)
    literally = sought.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    found = _decided(tx, event, f"%{literally}%", 0)
    return Whisper(found_page(_entries(tx, found[:PAGE], words), sought, len(found) > PAGE, words))


def turn(tx: Tx, event: ActionPressed) -> Answer:
    """Another page."""
    typed = event.token.id(0)
    return _page(tx, event, int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else 0)


def _page(tx: Tx, event: CommandGiven | ActionPressed, page: int) -> Answer:
    words, found = words_for(event.who.locale), _decided(tx, event, EVERYTHING, page * PAGE)
    return Whisper(record_page(_entries(tx, found[:PAGE], words), page, len(found) > PAGE, words))


def _entries(tx: Tx, found: list[Recorded], words: Words) -> list[tuple[Element, ...]]:
    return [ENTRIES[each.kind](tx, each.id, words) for each in found]


def _decided(tx: Tx, event: CommandGiven | ActionPressed, like: str, skip: int) -> list[Recorded]:
    return tx.see(
        RECORDED,
        community=tx.community,
        place=event.where.place,
        places=event.who.places,
        person=event.who.person,
        like=like,
        limit=PAGE + 1,
        skip=skip,
    )
