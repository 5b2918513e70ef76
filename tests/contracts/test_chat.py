"""What every chat must do for the courier, whatever platform it is on.

Another chat joins with one more name in ``chats`` and a branch that yields a ``Carried`` for it.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.web.chat import WebChat
from adapters.web.inbound import COMMUNITY as PLAYGROUND
from adapters.web.room import Room, open_room
from adapters.web.told import Channel, Neighbour, direct
from bot.chat.cards import Button, Buttons, Card, Heading, Paragraph
from bot.chat.ids import CommunityId, MessageId, PersonId, PlaceId
from bot.chat.plain import Reading, plain_text
from bot.chat.text import plain
from bot.chat.token import Token
from bot.chat.words import words_for
from bot.ports import Chat, Gone, Posted
from tests.fakes import START, FakeChat, FakeClock

PLANS, ANA = PlaceId("plans"), PersonId("ana")


@dataclass
class Carried:
    """A chat, and how to look at what stands in it from outside."""

    chat: Chat
    community: CommunityId
    shown: Callable[[str], Awaitable[list[str]]]
    """The texts of the bot's messages in a place, the oldest first."""
    delete: Callable[[str], Awaitable[None]]
    """Somebody deletes this message."""
    direct_place: str


def card(words: str) -> Card:
    yes = Button("Yes", Token("poll.choose", ("p1", "1")))
    return Card((Heading(plain(words)), Paragraph(plain("<b>@everyone</b> *stars*")), Buttons((yes,))))


def text(shown: Card) -> str:
    return plain_text(shown, Reading(words_for("en"), "UTC"))


def fake() -> Carried:
    chat = FakeChat(FakeClock())

    async def shown(place: str) -> list[str]:
        return [text(message.card) for message in chat.in_place(place)]

    async def delete(message: str) -> None:
        del chat.messages[MessageId(message)]

    return Carried(chat, CommunityId("test:garden"), shown, delete, f"@{ANA}")


def web(room: Room) -> Carried:
    async def shown(place: str) -> list[str]:
        return [text(m.card) for m in await room.messages(place, ANA) if m.card is not None and not m.gone]

    async def delete(message: str) -> None:
        await room._run("UPDATE messages SET card = NULL, gone = 1 WHERE id = ?", (int(message),))

    return Carried(WebChat(room, lambda: START), PLAYGROUND, shown, delete, direct(ANA))


@pytest.fixture(params=["fake", "web"])
async def carried(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Carried]:
    if request.param == "fake":
        yield fake()
        return
    room = await open_room(tmp_path / "room.db")
    await room.settle_in([Neighbour("ana", "Ana", "Europe/London")], [Channel("plans", "plans")])
    yield web(room)
    await room.close()


async def post(carried: Carried, words: str, key: str) -> Posted:
    return await carried.chat.post(carried.community, PLANS, card(words), "en", key)


async def test_what_is_posted_stands_there_whole_and_in_order(carried: Carried) -> None:
    await post(carried, "One", "k1")
    await post(carried, "Two", "k2")
    assert await carried.shown("plans") == [text(card("One")), text(card("Two"))]


async def test_a_key_that_is_known_posts_nothing_again(carried: Carried) -> None:
    assert carried.chat.capabilities.remembers_keys > timedelta(0)
    first = await post(carried, "One", "k1")
    assert await post(carried, "One", "k1") == first
    assert len(await carried.shown("plans")) == 1


async def test_the_same_words_under_another_key_are_another_message(carried: Carried) -> None:
    assert await post(carried, "One", "k1") != await post(carried, "One", "k2")
    assert len(await carried.shown("plans")) == 2


async def test_an_edit_changes_what_stands_there_however_often(carried: Carried) -> None:
    posted = await post(carried, "One", "k1")
    other = await post(carried, "Other", "k2")
    for _ in range(2):
        await carried.chat.edit(carried.community, posted, card("Changed"), "en")
    assert await carried.shown("plans") == [text(card("Changed")), text(card("Other"))]
    assert posted != other


async def test_a_message_that_is_not_there_is_gone(carried: Carried) -> None:
    posted = await post(carried, "One", "k1")
    await carried.delete(posted.message)
    with pytest.raises(Gone):
        await carried.chat.edit(carried.community, posted, card("Changed"), "en")


async def test_what_is_told_reaches_one_person(carried: Carried) -> None:
    posted = await carried.chat.tell(carried.community, ANA, card("Between us"), "en", "k1")
    assert await carried.shown("plans") == []
    assert await carried.shown(carried.direct_place) == [text(card("Between us"))]
    await carried.chat.edit(carried.community, posted, card("Changed"), "en")
    assert await carried.shown(carried.direct_place) == [text(card("Changed"))]


async def test_a_reply_stands_in_the_thread_and_not_in_the_place(carried: Carried) -> None:
    posted = await post(carried, "One", "k1")
    reply = await carried.chat.reply(carried.community, posted, "One", card("Below"), "en", "k2")
    assert await carried.chat.reply(carried.community, posted, "One", card("Below"), "en", "k2") == reply
    assert await carried.shown("plans") == [text(card("One"))]
    assert await carried.shown(reply.place) == [text(card("Below"))]


async def test_nothing_is_found_under_a_key_that_nothing_was_posted_under(carried: Carried) -> None:
    await post(carried, "One", "k1")
    found = await carried.chat.find(carried.community, PLANS, "k2", START)
    assert found is None


async def test_a_long_key_names_its_message_as_well_as_a_short_one(carried: Carried) -> None:
    long = "card:poll:" + "x" * 300
    first, other = await post(carried, "One", long + "1"), await post(carried, "Two", long + "2")
    assert first != other
    assert await post(carried, "One", long + "1") == first
