"""What goes wrong between Discord and the bot loses nothing and does nothing twice."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.chat.answers import Answer
from bot.chat.events import Event
from tests.wire.discord.people import Member, Stage, stage, text_of, until
from tests.wire.discord.standin import Fault

POLL = "/poll question: When do we meet? options: Tuesday; Saturday closes: in 3 days"
CALLBACK = "POST /interactions/.*"


@pytest.fixture
async def s(shared: Path, tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path / "d.db") as opened:
        ana = await opened.member("ana").says(POLL)
        await ana.presses("Post it")
        yield opened


def ballots(s: Stage) -> int:
    return len(s.rows("SELECT person FROM ballots WHERE choice <> 'null' AND choice IS NOT NULL"))


def receipts(s: Stage, member: Member) -> list[str]:
    seen = s.standin.world.seen_by(member.id, s.channel.id)
    return [text for m in seen if m["only_for"] and (text := text_of(m, member)).startswith("Recorded")]


@pytest.mark.parametrize(
    "fault",
    [Fault(CALLBACK, status=500), Fault(CALLBACK, times=2, status=503), Fault(CALLBACK, lose_answer=True)],
    ids=["500", "503 twice", "done but cut off"],
)
async def test_an_answer_that_does_not_get_through_is_given_again(s: Stage, fault: Fault) -> None:
    ben = s.member("ben")
    s.standin.faults.append(fault)
    await ben.presses("Saturday")
    assert fault.times == 0
    ben.sees("Recorded: Saturday")
    assert len(receipts(s, ben)) == ballots(s) == 1


async def test_too_many_answers_are_given_when_discord_says_so(s: Stage) -> None:
    ben = s.member("ben")
    s.standin.faults.append(Fault(CALLBACK, status=429, retry_after=0.3))
    await ben.presses("Saturday")
    assert len(receipts(s, ben)) == ballots(s) == 1


async def test_an_interaction_that_comes_twice_is_answered_and_counted_once(s: Stage) -> None:
    ben = s.member("ben")
    message, data = ben.find("Saturday")
    interaction = s.standin.world.begin(ben.id, s.channel.id, 3, message)
    payload = ben.payload(3, data, interaction.id, interaction.token, s.channel.id, message)
    before = s.standin.asked["POST /interactions/{interaction_id}/{interaction_token}/callback"]
    for _ in range(3):
        await s.standin.emit("INTERACTION_CREATE", payload, s.server.id)
    await s.standin.hears(lambda: interaction.first is not None)
    await s.settle()
    assert s.standin.asked["POST /interactions/{interaction_id}/{interaction_token}/callback"] == before + 1
    assert len(receipts(s, ben)) == ballots(s) == 1


@pytest.mark.parametrize("how", ["closed", "cut"])
async def test_a_press_while_the_socket_is_gone_comes_when_it_is_resumed(s: Stage, how: str) -> None:
    ben = s.member("ben")
    if how == "closed":
        await s.standin.drop()
    else:
        s.standin.cut()
    await ben.presses("Saturday")
    assert s.standin.resumed == 1
    assert len(s.standin.identified) == 1
    assert len(receipts(s, ben)) == ballots(s) == 1


async def test_a_session_that_can_not_be_resumed_is_begun_again(s: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    async def at_once(self: Any, shard: int | None, *, initial: bool = False) -> None:
        """The library waits five seconds before it identifies again."""

    monkeypatch.setattr("discord.Client.before_identify_hook", at_once)
    await s.standin.forget_sessions_and_close()
    await until(lambda: len(s.standin.identified) >= 2)
    ben = await s.member("ben").presses("Saturday")
    ben.sees("Recorded: Saturday")


async def test_one_malformed_event_does_not_end_the_bot(s: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.discord.transport.SHORTEST_PAUSE", 0.05)
    await s.standin.emit("INTERACTION_CREATE", {"type": 3}, s.server.id)
    ben = await s.member("ben").presses("Saturday")
    assert s.carrier._meters.unread == {"discord": 1}
    await s.standin.emit("CHANNEL_CREATE", {"guild_id": s.server.id, "type": 0}, s.server.id)
    await until(lambda: len(s.standin.identified) >= 2)
    await ben.presses("Tuesday")
    ben.sees("Recorded: Tuesday")
    assert ballots(s) == 1


class Slow:
    """The core, slower than people can wait."""

    def __init__(self, s: Stage, by: float) -> None:
        self._handle, self._by = s.core.handle, by

    async def __call__(self, event: Event) -> Answer:
        await asyncio.sleep(self._by)
        return await self._handle(event)


def slow(s: Stage, by: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(s.carrier._answering, "_handle", Slow(s, by))


async def test_a_slow_answer_is_deferred_and_follows(s: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    slow(s, 1.7, monkeypatch)
    ben = await s.member("ben").presses("Saturday")
    kinds = [i.first["type"] for i in s.standin.world.interactions.values() if i.first and i.person == ben.id]
    assert kinds == [5]
    assert len(receipts(s, ben)) == ballots(s) == 1
    await ben.presses("Take it back")
    await s.standin.hears(lambda: "Nothing is recorded for you now" in ben.everything)
    assert receipts(s, ben) == []


async def test_a_form_that_comes_too_late_can_be_opened_after_all(s: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    slow(s, 2.6, monkeypatch)
    ben = await s.member("ben").presses("Add an option")
    ben.sees("It took me too long to open this. Nothing is lost: please try once more.")
    monkeypatch.setattr(s.carrier._answering, "_handle", s.core.handle)
    await ben.presses("Open it")
    await ben.fills(words="Sunday")
    ben.sees("Added: Sunday.")


async def test_a_form_is_waited_for_longer_than_other_answers(s: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    slow(s, 1.7, monkeypatch)
    ben = await s.member("ben").presses("Add an option")
    await ben.fills(words="Sunday")
    await until(lambda: "Added: Sunday." in ben.everything)


async def test_a_press_that_comes_too_late_is_counted_and_can_be_repeated(s: Stage) -> None:
    ben = s.member("ben")
    message, data = ben.find("Saturday")
    interaction = s.standin.world.begin(ben.id, s.channel.id, 3, message)
    interaction.at -= 4
    payload = ben.payload(3, data, interaction.id, interaction.token, s.channel.id, message)
    asked = s.standin.asked
    edit = "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original"
    await s.standin.emit("INTERACTION_CREATE", payload, s.server.id)
    await s.standin.hears(lambda: asked[edit] > 0)
    assert ballots(s) == 1
    await s.later(seconds=1)
    await ben.presses("Saturday")
    assert len(receipts(s, ben)) == ballots(s) == 1


async def test_a_post_whose_answer_was_lost_is_not_there_twice(s: Stage) -> None:
    s.standin.faults.append(Fault("POST /channels/.*/messages", lose_answer=True))
    chi = await s.member("chi").says("/poll question: Again? options: Yes; No closes: in 3 days")
    await chi.presses("Post it")
    await s.later(seconds=5)
    posts = [m for m in s.channel.messages.values() if m["only_for"] is None]
    assert sum("Again?" in text_of(m, chi) for m in posts) == 1
    assert s.standin.asked["POST /channels/{channel_id}/messages"] == 3


async def test_one_channel_that_must_wait_does_not_hold_up_another(s: Stage) -> None:
    other = s.standin.world.channel(s.server, "the-shed")
    fault = Fault(f"POST /channels/{s.channel.id}/messages", status=429, retry_after=60)
    s.standin.faults.append(fault)
    ana, ben = s.member("ana"), s.member("ben").at(other.id)
    await ana.says("/poll question: Slow? options: Yes; No closes: in 3 days")
    await ana.presses("Post it")
    assert fault.times == 0
    await ben.says("/poll question: Quick? options: Yes; No closes: in 3 days")
    await ben.presses("Post it")
    ben.sees("Quick?", "Nobody has answered yet.")
    assert ana.everything.count("Nobody has answered yet.") == 1
    await s.later(seconds=60)
    assert ana.everything.count("Nobody has answered yet.") == 2


async def test_the_last_state_of_an_old_card_is_shown_however_slowly(s: Stage) -> None:
    s.standin.world.edit_old_every = 20
    await s.later(hours=2)
    names = ("ben", "chi", "dov")
    for name in names:
        await s.member(name).presses("Saturday")
        await s.later(seconds=1)
    await s.later(seconds=60)
    s.member("ana").sees("3 people have answered.")


@pytest.mark.parametrize("named", ["0|poll.choose|p|1", "another bot", "1|gone.handler|x", "1|poll.choose|none|1"])
async def test_odd_buttons_get_an_answer(s: Stage, named: str) -> None:
    ben = s.member("ben")
    message, _ = ben.find("Saturday")
    await ben._does(3, {"component_type": 2, "custom_id": named}, message)
    ben.sees("othing was recorded")
    assert ballots(s) == 0


async def test_a_box_that_completes_is_answered(s: Stage) -> None:
    ben = s.member("ben")
    data = {
        "id": "1",
        "name": "poll",
        "type": 1,
        "options": [{"name": "closes", "type": 3, "value": "f", "focused": True}],
    }
    interaction = s.standin.world.begin(ben.id, s.channel.id, 4)
    payload = ben.payload(4, data, interaction.id, interaction.token, s.channel.id)
    await s.standin.emit("INTERACTION_CREATE", payload, s.server.id)
    await s.standin.hears(lambda: interaction.first is not None)
    assert interaction.first is not None
    offered = [choice["value"] for choice in interaction.first["data"]["choices"]]
    assert offered == ["f", "friday 6pm"]
