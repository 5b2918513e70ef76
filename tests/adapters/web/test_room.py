"""The made-up chat behaves as a real one does, also over a restart."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.web.room import Room, open_room
from adapters.web.story import CHANNELS, MEMBERS
from adapters.web.told import Spot
from bot.chat.answers import File
from bot.chat.cards import Card, Paragraph
from bot.chat.forms import Form, TextField
from bot.chat.text import plain
from bot.chat.token import Token
from bot.ports import CannotCarry

AT = datetime(2026, 11, 24, 10, tzinfo=UTC)
FORM = Form(Token("t"), "Title", (TextField("a", "A"),), "Send")


def card(words: str) -> Card:
    return Card((Paragraph(plain(words)),))


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    """A room with its members."""
    room = await open_room(tmp_path / "room.db")
    await room.settle_in(MEMBERS, CHANNELS)
    yield room
    await room.close()


async def test_a_message_posted_again_under_the_same_key_is_the_first_one(room: Room) -> None:
    first = await room.post("plans", card("one"), AT, "key")
    assert await room.post("plans", card("two"), AT, "key") == first
    [message] = await room.messages("plans", "ana")
    assert message.card == card("one")
    found = await room.by_key("key")
    assert found is not None
    assert found.id == first


async def test_an_edit_changes_what_stands_there(room: Room) -> None:
    message = await room.post("plans", card("one"), AT, "key")
    before = room.changed
    assert await room.edit(message, card("two"))
    [changed] = await room.messages("plans", "ana", since=before)
    assert (changed.id, changed.card, changed.edited) == (message, card("two"), True)
    assert not await room.edit(99, card("nothing"))


async def test_a_whisper_is_for_one_reader_and_an_answer_takes_its_place(room: Room) -> None:
    whisper = await room.whisper("plans", "ana", card("one"), AT, Spot())
    assert await room.messages("plans", "bilal") == []
    assert await room.whisper("plans", "ana", card("two"), AT, Spot(instead_of=whisper)) == whisper
    # Nobody can put words in place of another member's whisper.
    assert await room.whisper("plans", "bilal", card("three"), AT, Spot(instead_of=whisper)) != whisper
    [mine] = await room.messages("plans", "ana")
    assert mine.card == card("two")


async def test_beneath_a_card_stands_one_whisper_for_each_reader(room: Room) -> None:
    poll = await room.post("plans", card("poll"), AT, "key")
    mine = await room.whisper("plans", "ana", card("one"), AT, Spot(near=poll))
    assert await room.whisper("plans", "ana", card("two"), AT, Spot(near=poll)) == mine
    assert await room.whisper("plans", "bilal", card("three"), AT, Spot(near=poll)) != mine
    await room.dismiss(mine, "ana")
    assert await room.whisper("plans", "ana", card("four"), AT, Spot(near=poll)) != mine


async def test_words_of_a_member_can_have_several_whispers_beneath_them(room: Room) -> None:
    words = await room.say("plans", "bilal", "We could mend the gate.", AT)
    one = await room.whisper("plans", "ana", card("one"), AT, Spot(near=words))
    assert await room.whisper("plans", "ana", card("two"), AT, Spot(near=words)) != one


async def test_a_dismissed_whisper_is_gone_and_takes_its_file_along(room: Room) -> None:
    whisper = await room.whisper("plans", "ana", card("one"), AT, Spot(), (File("a.json", b"x"),))
    [message] = await room.messages("plans", "ana")
    [number] = message.files
    assert await room.file(number, "bilal") is None
    assert await room.file(number, "ana") == File("a.json", b"x")
    await room.dismiss(whisper, "bilal")
    assert not (await room.messages("plans", "ana"))[0].gone
    await room.dismiss(whisper, "ana")
    assert (await room.messages("plans", "ana"))[0].gone
    assert await room.file(number, "ana") is None


async def test_the_last_word_about_a_message_is_said_when_its_files_are_there(room: Room) -> None:
    whisper = await room.whisper("plans", "ana", card("one"), AT, Spot())
    for spot in (Spot(), Spot(instead_of=whisper)):
        message = await room.whisper("plans", "ana", card("two"), AT, spot, (File("a.json", b"x"),))
        [newest] = await room.messages("plans", "ana", since=room.changed - 1)
        assert (newest.id, list(newest.files.values())) == (message, ["a.json"])


async def test_everyone_sees_the_channels_and_only_their_own_direct_messages(room: Room) -> None:
    assert room.sees("ana", "plans")
    assert room.sees("ana", "direct-ana")
    assert not room.sees("ana", "direct-bilal")
    assert not room.sees("ana", "nowhere")


async def test_nobody_sees_a_thread_under_anothers_direct_messages(room: Room) -> None:
    message = await room.post("direct-bilal", card("for bilal"), AT, "key")
    await room.post(f"thread-{message}", card("more for bilal"), AT, "key2")
    assert not room.sees("ana", f"thread-{message}")


async def test_all_of_it_is_there_again_after_a_restart(tmp_path: Path) -> None:
    room = await open_room(tmp_path / "room.db")
    await room.settle_in(MEMBERS, CHANNELS)
    poll = await room.post("plans", card("poll"), AT, "key")
    whisper = await room.whisper("plans", "ana", card("one"), AT, Spot(near=poll))
    form = await room.open_form("ana", "plans", FORM, {"a": plain("wrong")}, Spot(poll, whisper))
    await room.keep_note("clock", "60")
    changed, seen = room.changed, await room.messages("plans", "ana")
    await room.close()
    room = await open_room(tmp_path / "room.db")
    assert (room.changed, await room.messages("plans", "ana")) == (changed, seen)
    assert list(room.members.values()) == list(MEMBERS)
    opened = await room.form(form, "ana")
    assert opened is not None
    assert (opened.form, opened.errors, opened.spot) == (FORM, {"a": plain("wrong")}, Spot(poll, whisper))
    assert await room.form(form, "bilal") is None
    assert await room.note("clock") == "60"
    await room.close()


async def test_a_file_that_is_no_room_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "room.db").write_bytes(b"not a database at all " * 100)
    with pytest.raises(CannotCarry, match=r"room\.db"):
        await open_room(tmp_path / "room.db")
