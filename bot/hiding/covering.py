"""Writes over marks who hid what and why, and that someone has erased themselves, in whatever is about to be shown."""

from bot.chat.answers import Answer
from bot.chat.cards import Card
from bot.chat.hidden import covered, covered_card, is_marked, is_marked_card, marked, marked_card
from bot.chat.words import Words
from bot.hiding.views import COVER
from bot.ports import Reader, Store


def cover(reader: Reader, answer: Answer, words: Words) -> Answer:
    """The answer as it may be seen."""
    if not is_marked(answer):
        return answer
    covers = {one: found for one in marked(answer) if (found := reader.see(COVER, hidden=one)) is not None}
    return covered(answer, covers, words)


def cover_card(reader: Reader, card: Card, words: Words) -> Card:
    """The card as it may be seen."""
    if not is_marked_card(card):
        return card
    covers = {one: found for one in marked_card(card) if (found := reader.see(COVER, hidden=one)) is not None}
    return covered_card(card, covers, words)


async def cover_drawn(store: Store, card: Card | None, words: Words) -> Card | None:
    """The same for a card that is drawn outside of any unit of work."""
    if card is None or not is_marked_card(card):
        return card
    covers = {one: found for one in marked_card(card) if (found := await store.read(COVER, hidden=one)) is not None}
    return covered_card(card, covers, words)
