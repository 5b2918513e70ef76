"""Coming, going, restarting; threads, direct messages, and what is not allowed."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.discord.config import DiscordConfig
from adapters.discord.transport import Discord, shard_of
from bot.chat.answers import Answer, File, Whisper
from bot.chat.cards import Button, Buttons, Card, Heading, Paragraph, Picture
from bot.chat.charts import BarChart, ChartBar
from bot.chat.events import Event
from bot.chat.ids import CommunityId, MessageId, PersonId, PlaceId
from bot.chat.text import plain
from bot.chat.token import Token
from bot.config import Secret
from bot.ports import CannotCarry, Forbidden, Gone, Posted
from bot.router import router
from tests.fakes import FakeClock
from tests.wire.discord.people import Stage, stage, text_of, until
from tests.wire.discord.standin import Fault, StandIn
from tests.wire.discord.world import TOKEN

POLL = "/poll question: When do we meet? options: Tuesday; Saturday closes: in 3 days"
CARD = Card(
    (Heading(plain("A card")), Paragraph(plain("Words")), Buttons((Button("Say why", Token("poll.why", ("x",))),)))
)


@pytest.fixture
async def s(shared: Path, tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path / "d.db") as opened:
        yield opened


def here(s: Stage) -> CommunityId:
    return CommunityId(f"discord:{s.server.id}")


async def posted(s: Stage, key: str = "k1") -> Posted:
    return await s.carrier.chat.post(here(s), PlaceId(s.channel.id), CARD, "en", key)


# --- coming and going ---------------------------------------------------------------------------------------------


async def test_the_hello_is_said_once_where_the_system_speaks(shared: Path, tmp_path: Path) -> None:
    clock = FakeClock()
    async with StandIn(lambda: clock.now().timestamp()).serving() as standin:
        server = standin.world.server()
        server.system_channel = standin.world.channel(server, "welcome").id
        for _ in range(2):
            async with stage(tmp_path / "d.db", clock, standin) as s:
                await until(lambda: s.rows("SELECT id FROM communities"))
                await s.settle()
        said = [text_of(m, s.member("ana")) for m in s.channel.messages.values()]
        assert len(said) == 1
        assert "Ask the group" in said[0]


async def test_an_outage_is_no_removal(s: Stage) -> None:
    def left() -> list[tuple[object, ...]]:
        return s.rows("SELECT id FROM communities WHERE left_at IS NOT NULL")

    await until(lambda: s.rows("SELECT id FROM communities"))
    await s.standin.emit("GUILD_DELETE", {"id": s.server.id, "unavailable": True}, s.server.id)
    await s.standin.emit("GUILD_CREATE", s.standin._created(s.server), s.server.id)
    await asyncio.sleep(0.1)
    assert not left()
    await s.standin.emit("GUILD_DELETE", {"id": s.server.id}, s.server.id)
    await until(left)


async def test_a_removal_while_nobody_listened_is_noticed(shared: Path, tmp_path: Path) -> None:
    clock = FakeClock()
    async with StandIn(lambda: clock.now().timestamp()).serving() as standin:
        stays, goes = (standin.world.server() for _ in range(2))
        standin.world.channel(stays, "plans")
        async with stage(tmp_path / "d.db", clock, standin) as s:
            await until(lambda: len(s.rows("SELECT id FROM communities")) == 2)
        del standin.world.servers[goes.id]
        async with stage(tmp_path / "d.db", clock, standin) as s:
            await until(lambda: s.rows("SELECT id FROM communities WHERE left_at IS NOT NULL"))
            assert s.rows("SELECT id FROM communities WHERE left_at IS NOT NULL") == [(f"discord:{goes.id}",)]


@pytest.mark.parametrize(("server", "count", "shard"), [(1 << 22, 4, 1), (7 << 22, 4, 3), (5 << 22, 1, 0)])
def test_a_server_is_carried_by_one_shard(server: int, count: int, shard: int) -> None:
    assert shard_of(server, count) == shard


async def test_a_deleted_channel_is_forgotten(s: Stage) -> None:
    await (await s.member("ana").says(POLL)).presses("Post it")
    await s.standin.emit(
        "CHANNEL_DELETE", {"id": s.channel.id, "guild_id": s.server.id, "type": 0, "name": "plans"}, s.server.id
    )
    await until(lambda: not s.rows("SELECT face FROM surfaces WHERE lost = 0"))


async def test_commands_are_sent_only_when_they_changed(shared: Path, tmp_path: Path) -> None:
    clock = FakeClock()
    put = "PUT /applications/{application_id}/commands"
    async with StandIn(lambda: clock.now().timestamp()).serving() as standin:
        for _ in range(2):
            async with stage(tmp_path / "d.db", clock, standin) as s:
                assert {c["name"] for c in standin.world.commands} >= {"poll", "descant"}
        assert standin.asked[put] == 1
        standin.world.commands[0]["description"] = "Something older"
        async with stage(tmp_path / "d.db", clock, standin) as s:
            assert s.standin.world.commands[0]["description"] != "Something older"
        assert standin.asked[put] == 2


@pytest.mark.parametrize("token", ["wrong", TOKEN])
async def test_a_token_that_is_not_taken_is_said_so(shared: Path, token: str) -> None:
    clock = FakeClock()
    async with StandIn(lambda: clock.now().timestamp()).serving() as standin:
        if token == TOKEN:
            standin.faults.append(Fault("GET /gateway/bot", times=9, status=401))
        carrier = Discord(DiscordConfig(Secret(token), standin.api), lambda e: None, router(), clock)  # type: ignore[arg-type, return-value]
        with pytest.raises(CannotCarry, match="Reset Token"):
            async with asyncio.timeout(10):
                await carrier.run()


async def test_some_of_all_shards_are_carried(shared: Path) -> None:
    clock = FakeClock()
    async with StandIn(lambda: clock.now().timestamp()).serving() as standin:
        config = DiscordConfig(Secret(TOKEN), standin.api, shards="1/4")
        carrier = Discord(config, lambda e: None, router(), clock)  # type: ignore[arg-type, return-value]
        running = asyncio.create_task(carrier.run())
        await until(lambda: standin.identified)
        running.cancel()
        await asyncio.wait([running])
        assert [sent["shard"] for sent in standin.identified] == [[1, 4]]
        assert standin.identified[0]["intents"] == 1


async def test_a_restart_in_the_middle_changes_nothing_for_anyone(shared: Path, tmp_path: Path) -> None:
    clock = FakeClock()
    async with StandIn(lambda: clock.now().timestamp()).serving() as standin:
        async with stage(tmp_path / "d.db", clock, standin) as s:
            await (await s.member("ana").says(POLL)).presses("Post it")
            await s.member("ben").presses("Saturday")
        async with stage(tmp_path / "d.db", clock, standin) as s:
            ben, chi = s.member("ben"), s.member("chi")
            await chi.presses("Saturday")
            await ben.presses("Tuesday")
            await s.later(days=3)
            ben.sees("2 people took part.", "It is a tie between Tuesday and Saturday")
            assert s.broken() == []


# --- threads, direct messages, keys -------------------------------------------------------------------------------


async def test_a_thread_is_begun_once_and_woken_when_it_sleeps(s: Stage) -> None:
    card = await posted(s)
    chat = s.carrier.chat
    first = await chat.reply(here(s), card, "T" * 200, CARD, "en", "k2")
    thread = s.standin.world.channels[card.message]
    assert str(first.place) == str(card.message)
    assert (thread.parent, len(thread.name)) == (s.channel.id, 100)
    thread.archived = thread.locked = True
    await chat.reply(here(s), card, "T", CARD, "en", "k3")
    assert len(thread.messages) == 2
    thread.archived = True
    await chat.edit(here(s), first, Card((Paragraph(plain("Newer")),)), "en")
    assert "Newer" in text_of(thread.messages[first.message], s.member("ana"))
    assert s.standin.asked["POST /channels/{channel_id}/messages/{message_id}/threads"] == 1


async def test_where_no_thread_can_be_it_is_said_in_the_channel(s: Stage) -> None:
    card = await posted(s)
    s.channel.rights &= ~(1 << 35)
    said = await s.carrier.chat.reply(here(s), card, "T", CARD, "en", "k2")
    assert said.place == s.channel.id


async def test_a_direct_message_knows_its_server_when_it_is_pressed(s: Stage) -> None:
    ana = await (await s.member("ana").says(POLL)).presses("Post it")
    (poll,) = s.rows("SELECT id FROM polls")[0]
    card = Card((Buttons((Button("Details", Token("poll.details", (str(poll),))),)),))
    for key in ("k1", "k2"):
        await s.carrier.chat.tell(here(s), PersonId(ana.id), card, "en", key)
    assert s.standin.asked["POST /users/@me/channels"] == 1
    direct = await ana.in_direct_messages().presses("Details")
    direct.sees("Asked by Ana", "When do we meet?")
    ana.sees_no("Asked by Ana")


async def test_closed_direct_messages_are_forbidden_and_nobody_else_is_told(s: Stage) -> None:
    ana = s.member("ana")
    s.standin.world.closed.add(ana.id)
    with pytest.raises(Forbidden):
        await s.carrier.chat.tell(here(s), PersonId(ana.id), CARD, "en", "k1")
    assert list(s.channel.messages) == []


async def test_what_is_not_allowed_is_named_as_discord_names_it(s: Stage) -> None:
    s.channel.rights &= ~(1 << 11)
    await s.standin.emit("CHANNEL_UPDATE", s.standin._created(s.server)["channels"][0], s.server.id)
    await until(lambda: s.carrier.directory.to_post(s.server.id, s.channel.id) == "Send Messages")
    with pytest.raises(Forbidden) as refused:
        await posted(s)
    assert refused.value.missing == "Send Messages"
    assert await s.carrier.directory.missing(here(s), PlaceId(s.channel.id)) == ("Send Messages",)
    assert await s.carrier.directory.missing(here(s), PlaceId("1")) is None


async def test_what_is_gone_is_gone(s: Stage) -> None:
    card = await posted(s)
    del s.channel.messages[card.message]
    with pytest.raises(Gone):
        await s.carrier.chat.edit(here(s), card, CARD, "en")
    with pytest.raises(Gone):
        await s.carrier.chat.post(here(s), PlaceId("123"), CARD, "en", "k9")


async def test_a_message_is_found_by_its_key_when_the_nonce_is_forgotten(s: Stage) -> None:
    since = s.clock.now()
    card = await posted(s)
    assert await posted(s) == card
    s.clock.forward(timedelta(minutes=10))
    chat = s.carrier.chat
    assert await chat.find(here(s), card.place, "k1", since) == card
    assert await chat.find(here(s), card.place, "k2", since) is None
    assert await chat.find(here(s), card.place, "k1", since, card) is None
    said = await chat.reply(here(s), card, "T", CARD, "en", "k3")
    assert await chat.find(here(s), card.place, "k3", since, card) == said
    assert await posted(s) != card


async def test_members_are_counted_where_everyone_can_see(s: Stage) -> None:
    directory = s.carrier.directory
    assert await directory.audience(here(s), PlaceId(s.channel.id)) == s.server.members - 1
    assert await directory.audience(here(s), PlaceId("1")) is None
    hidden = s.standin._created(s.server)["channels"][0]
    hidden["permission_overwrites"].append({"id": s.server.id, "type": 0, "allow": "0", "deny": str(1 << 10)})
    await s.standin.emit("CHANNEL_UPDATE", hidden, s.server.id)
    await asyncio.sleep(0.1)
    directory._counted.clear()
    assert await directory.audience(here(s), PlaceId(s.channel.id)) is None


async def test_a_look_over_names_what_to_click(s: Stage) -> None:
    s.clock.forward(timedelta(0))
    found = await s.carrier.look_over()
    assert [line for line in found if "clock" not in line] == []
    s.channel.rights &= ~((1 << 11) | (1 << 15))
    said = "\n".join(await s.carrier.look_over())
    assert "In Garden Descant may not: Send Messages, Attach Files." in said
    assert "In Garden Descant sees #plans but may not post there." in said
    assert "clock" in said, "the stand-in's clock stands still, and the page's does not"


async def test_a_post_in_a_message_that_went_away_is_not_made_elsewhere(s: Stage) -> None:
    with pytest.raises(Gone):
        await s.carrier.chat.reply(here(s), Posted(PlaceId(s.channel.id), MessageId("5")), "T", CARD, "en", "k")


# --- pictures and files -------------------------------------------------------------------------------------------


async def test_a_picture_is_sent_with_its_card_and_with_each_edit(s: Stage) -> None:
    pytest.importorskip("PIL", reason="Needs Pillow to draw.")
    chart = BarChart("When?", (ChartBar("Saturday", 3, "3 of 4"),), 4, None, "4 people took part.")
    card = Card((Heading(plain("When?")), Picture(chart, "Saturday 3 of 4")))
    said = await s.carrier.chat.post(here(s), PlaceId(s.channel.id), card, "en", "k1")
    message = s.channel.messages[said.message]
    assert message["attachments"] == [{"id": "0", "filename": "picture-0.png", "description": "Saturday 3 of 4"}]
    await s.carrier.chat.edit(here(s), said, card, "en")
    assert "Saturday 3 of 4" in text_of(message, s.member("ana"))
    await s.carrier.chat.edit(here(s), said, CARD, "en")
    assert message["attachments"] == []


async def test_a_file_is_handed_to_one_person(s: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    async def hand_over(event: Event) -> Answer:
        return Whisper(CARD, (File("export.json", b"{}"),))

    monkeypatch.setattr(s.carrier._answering, "_handle", hand_over)
    ana = await s.member("ana").says("/descant")
    ana.sees("attachment://export.json")
    s.member("ben").sees_no("export.json")
    await ana.presses("Say why")
    ana.sees("attachment://export.json")
