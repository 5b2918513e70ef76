"""What every chat must do for the courier, whatever platform it is on.

Another chat joins with one more name in ``CHATS`` and a function that yields a ``Carried`` for it. Discord and Slack
are spoken to over their wires, in stand-ins.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

import tests.wire.discord.people as in_discord
import tests.wire.slack.people as in_slack
from adapters.discord.inbound import community as server_community
from adapters.slack.decoded import community_of as workspace_community
from adapters.web.chat import WebChat
from adapters.web.inbound import COMMUNITY as PLAYGROUND
from adapters.web.room import open_room
from adapters.web.told import Channel, Neighbour, thread
from bot.chat.cards import Button, Buttons, Card, Heading, Paragraph
from bot.chat.ids import CommunityId, MessageId, PersonId, PlaceId
from bot.chat.plain import Reading, plain_text
from bot.chat.text import plain
from bot.chat.token import Token
from bot.chat.words import words_for
from bot.ports import Chat, Gone, Posted
from tests.fakes import START, FakeChat, FakeClock
from tests.wire.slack.seeing import text_of

ANA = PersonId("ana")


@dataclass
class Carried:
    """A chat, and how to look at what stands in it from outside."""

    chat: Chat
    community: CommunityId
    plans: PlaceId
    ana: PersonId
    shown: Callable[[str], Awaitable[list[str]]]
    """The texts of the bot's messages in a place, the oldest first, without what stands in threads."""
    below: Callable[[Posted], Awaitable[list[str]]]
    """The texts in the thread of a message."""
    delete: Callable[[Posted], Awaitable[None]]
    """Somebody deletes this message."""


WORDS = "<b>@everyone</b> *stars*"


def card(words: str) -> Card:
    yes = Button("Yes", Token("poll.choose", ("p1", "1")))
    return Card((Heading(plain(words)), Paragraph(plain(WORDS)), Buttons((yes,))))


def text(shown: Card) -> str:
    return plain_text(shown, Reading(words_for("en"), "UTC"))


def headings(texts: list[str]) -> list[str]:
    return [words.splitlines()[0] for words in texts]


@asynccontextmanager
async def fake(_: Path) -> AsyncIterator[Carried]:
    chat = FakeChat(FakeClock())

    async def shown(place: str) -> list[str]:
        return [text(message.card) for message in chat.in_place(place)]

    async def below(posted: Posted) -> list[str]:
        return await shown(f"{posted.place}/{posted.message}")

    async def delete(posted: Posted) -> None:
        del chat.messages[MessageId(posted.message)]

    yield Carried(chat, CommunityId("test:garden"), PlaceId("plans"), ANA, shown, below, delete)


@asynccontextmanager
async def web(folder: Path) -> AsyncIterator[Carried]:
    room = await open_room(folder / "room.db")
    await room.settle_in([Neighbour("ana", "Ana", "Europe/London")], [Channel("plans", "plans")])

    async def shown(place: str) -> list[str]:
        return [text(m.card) for m in await room.messages(place, ANA) if m.card is not None and not m.gone]

    async def below(posted: Posted) -> list[str]:
        return await shown(thread(int(posted.message)))

    async def delete(posted: Posted) -> None:
        await room._run("UPDATE messages SET card = NULL, gone = 1 WHERE id = ?", (int(posted.message),))

    yield Carried(WebChat(room, lambda: START), PLAYGROUND, PlaceId("plans"), ANA, shown, below, delete)
    await room.close()


@asynccontextmanager
async def discord(folder: Path) -> AsyncIterator[Carried]:
    async with in_discord.stage(folder / "d.db") as s:
        ana, channels = s.member("ana"), s.standin.world.channels
        before = len(s.channel.messages)

        async def shown(place: str) -> list[str]:
            here = [in_discord.text_of(message, ana) for message in channels[place].messages.values()]
            return here[before if place == s.channel.id else 0 :]

        async def below(posted: Posted) -> list[str]:
            return await shown(posted.message)

        async def delete(posted: Posted) -> None:
            del channels[posted.place].messages[posted.message]

        community = server_community(s.server.id)
        yield Carried(s.carrier.chat, community, PlaceId(s.channel.id), PersonId(ana.id), shown, below, delete)


@asynccontextmanager
async def slack(folder: Path) -> AsyncIterator[Carried]:
    async with in_slack.stage(folder / "d.db") as s:
        ana = s.member("ana")

        async def there(place: str, under: str) -> list[str]:
            messages = s.standin.channels[place].messages.values()
            return [text_of(m["blocks"], ana.eyes) for m in messages if m["thread_ts"] == under]

        async def shown(place: str) -> list[str]:
            return await there(place, "")

        async def below(posted: Posted) -> list[str]:
            return await there(posted.place, posted.message)

        async def delete(posted: Posted) -> None:
            del s.standin.channels[posted.place].messages[posted.message]

        community = workspace_community(s.team.id)
        yield Carried(s.carrier.chat, community, PlaceId(s.channel.id), PersonId(ana.id), shown, below, delete)


CHATS: dict[str, Callable[[Path], AbstractAsyncContextManager[Carried]]] = {
    "fake": fake,
    "web": web,
    "discord": discord,
    "slack": slack,
}


@pytest.fixture(params=CHATS)
async def carried(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Carried]:
    if request.param in ("discord", "slack"):
        request.getfixturevalue("shared")
    async with CHATS[request.param](tmp_path) as opened:
        yield opened


async def post(carried: Carried, words: str, key: str) -> Posted:
    return await carried.chat.post(carried.community, carried.plans, card(words), "en", key)


async def test_what_is_posted_stands_there_whole_and_in_order(carried: Carried) -> None:
    await post(carried, "One", "k1")
    await post(carried, "Two", "k2")
    texts = await carried.shown(carried.plans)
    assert headings(texts) == ["One", "Two"]
    for shown in texts:
        assert WORDS in shown
        assert "[Yes]" in shown


async def test_a_key_that_is_known_posts_nothing_again_where_the_chat_says_so(carried: Carried) -> None:
    known = carried.chat.capabilities.remembers_keys > timedelta(0)
    first = await post(carried, "One", "k1")
    assert (await post(carried, "One", "k1") == first) is known
    assert len(await carried.shown(carried.plans)) == (1 if known else 2)


async def test_the_same_words_under_another_key_are_another_message(carried: Carried) -> None:
    assert await post(carried, "One", "k1") != await post(carried, "One", "k2")
    assert len(await carried.shown(carried.plans)) == 2


async def test_an_edit_changes_what_stands_there_however_often(carried: Carried) -> None:
    posted = await post(carried, "One", "k1")
    other = await post(carried, "Other", "k2")
    for _ in range(2):
        await carried.chat.edit(carried.community, posted, card("Changed"), "en")
    assert headings(await carried.shown(carried.plans)) == ["Changed", "Other"]
    assert posted != other


async def test_a_message_that_is_not_there_is_gone(carried: Carried) -> None:
    posted = await post(carried, "One", "k1")
    await carried.delete(posted)
    with pytest.raises(Gone):
        await carried.chat.edit(carried.community, posted, card("Changed"), "en")


async def test_what_is_told_reaches_one_person(carried: Carried) -> None:
    posted = await carried.chat.tell(carried.community, carried.ana, card("Between us"), "en", "k1")
    assert await carried.shown(carried.plans) == []
    assert headings(await carried.shown(posted.place)) == ["Between us"]
    await carried.chat.edit(carried.community, posted, card("Changed"), "en")
    assert headings(await carried.shown(posted.place)) == ["Changed"]


async def test_a_reply_stands_in_the_thread_and_not_in_the_place(carried: Carried) -> None:
    posted = await post(carried, "One", "k1")
    await carried.chat.reply(carried.community, posted, "One", card("Below"), "en", "k2")
    await carried.chat.reply(carried.community, posted, "One", card("Further below"), "en", "k3")
    assert headings(await carried.shown(carried.plans)) == ["One"]
    assert headings(await carried.below(posted)) == ["Below", "Further below"]


async def test_nothing_is_found_under_a_key_that_nothing_was_posted_under(carried: Carried) -> None:
    await post(carried, "One", "k1")
    found = await carried.chat.find(carried.community, carried.plans, "k2", START)
    assert found is None


async def test_a_long_key_names_its_message_as_well_as_a_short_one(carried: Carried) -> None:
    long = "card:poll:" + "x" * 300
    first, other = await post(carried, "One", long + "1"), await post(carried, "Two", long + "2")
    assert first != other
    known = carried.chat.capabilities.remembers_keys > timedelta(0)
    assert (await post(carried, "One", long + "1") == first) is known
