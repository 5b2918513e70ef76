"""What must be said is said once, in order, at the pace of the chat; whatever goes wrong is told or tried again."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import courier
from bot.chat.cards import Card
from bot.chat.events import ActionPressed
from bot.chat.ids import CommunityId, PersonId, PlaceId
from bot.delivery import WAITING
from bot.ports import (
    Effect,
    Forbidden,
    Gone,
    NotRecorded,
    Posted,
    RateLimited,
    Rejected,
    Tx,
    Unreachable,
    Urgency,
    View,
)
from bot.turns import Found
from tests.fakes import FakeChat
from tests.people import CHANNEL, COMMUNITY, Stage, stage, text

SHED = PlaceId("shed")


@pytest.fixture
async def s(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path / "d.db") as s:
        await s.member("ana").says("/poll question: When? options: Tuesday; Saturday closes: in 9 days")
        await s.member("ana").presses("Post it")
        s.chat.messages.clear()
        s.chat.failures.clear()
        yield s


def forget_keys(s: Stage) -> None:
    s.chat.capabilities = replace(s.chat.capabilities, remembers_keys=timedelta(0))


async def says(
    s: Stage,
    key: str,
    place: PlaceId | PersonId = CHANNEL,
    *,
    community: CommunityId = COMMUNITY,
    urgency: Urgency = Urgency.POST,
    direct: bool = False,
    told: str | None = None,
) -> None:
    """Something to be said: the poll's card once more, under a key of its own."""
    ((poll,),) = s.rows("SELECT min(id) FROM polls")

    def unit(tx: Tx) -> None:
        tx.post(Effect(key, place, "poll", str(poll), direct, urgency, PersonId(told) if told else None))

    await s.store.write(community, unit)


def keys(s: Stage) -> list[str]:
    return [message.key for message in s.chat.messages.values()]


def states(s: Stage) -> dict[object, object]:
    return {key: state for key, state in s.rows("SELECT key, state FROM outbox") if not str(key).startswith("card:")}


async def test_it_is_said_once(s: Stage) -> None:
    await says(s, "one")
    await says(s, "one")
    await s.settle()
    await s.settle()
    assert keys(s) == ["one"]
    assert states(s) == {"one": "delivered"}


async def test_a_chat_that_does_not_answer_is_tried_again(s: Stage) -> None:
    s.chat.failures += [Unreachable(), Unreachable(), Unreachable()]
    await says(s, "one")
    for _ in range(4):
        await s.later(minutes=1)
    assert keys(s) == ["one"]
    assert s.rows("SELECT attempts FROM outbox WHERE key = 'one'") == [(4,)]


async def test_a_lost_answer_does_not_say_it_twice_where_keys_are_remembered(s: Stage) -> None:
    s.chat.lost_answers += [Unreachable(), Unreachable()]
    await says(s, "one")
    await s.settle()
    await s.later(minutes=1)
    assert keys(s) == ["one"]
    assert states(s) == {"one": "delivered"}


async def test_a_lost_answer_is_looked_for_where_no_key_is_remembered(s: Stage) -> None:
    forget_keys(s)
    s.chat.can_be_searched = True
    s.chat.lost_answers += [Unreachable()]
    await says(s, "one")
    await s.settle()
    await s.later(minutes=1)
    assert keys(s) == ["one"]
    assert states(s) == {"one": "delivered"}


async def test_control_without_keys_and_looking_it_is_said_twice(s: Stage) -> None:
    forget_keys(s)
    s.chat.lost_answers += [Unreachable()]
    await says(s, "one")
    await s.settle()
    await s.later(minutes=1)
    assert keys(s) == ["one", "one"]


async def test_it_is_looked_for_from_the_first_try_on_however_many_followed(s: Stage) -> None:
    """A look that began at the newest try would miss the message of the first."""
    forget_keys(s)
    s.chat.can_be_searched = True
    began = s.clock.now()
    s.chat.lost_answers += [Unreachable()]
    await says(s, "one")
    await s.core.courier.look()
    seen: list[object] = []
    find = s.chat.find

    async def unreachable(*arguments: object, **named: object) -> None:
        seen.append(arguments[3])
        raise Unreachable

    s.chat.find = unreachable  # type: ignore[method-assign]
    for _ in range(3):
        s.clock.forward(timedelta(minutes=5))
        await s.core.courier.look()
    s.chat.find = find  # type: ignore[method-assign]
    s.clock.forward(timedelta(minutes=5))
    await s.core.courier.look()
    assert seen == [began] * 3
    assert keys(s) == ["one"]
    assert states(s) == {"one": "delivered"}


async def test_after_a_long_time_it_is_looked_for_even_where_keys_are_remembered_for_a_while(s: Stage) -> None:
    s.chat.can_be_searched = True
    s.chat.lost_answers += [Unreachable()]
    await says(s, "one")
    await s.core.courier.look()
    await s.later(hours=2)
    assert keys(s) == ["one"]


async def test_what_was_under_way_when_everything_stopped_is_looked_for_at_the_start(s: Stage) -> None:
    forget_keys(s)
    s.chat.can_be_searched = True
    said = asyncio.Event()
    post = s.chat.post

    async def never_answers(*arguments: object, **named: object) -> object:
        await post(*arguments, **named)  # type: ignore[arg-type]
        said.set()
        return await asyncio.Event().wait()

    s.chat.post = never_answers  # type: ignore[method-assign,assignment]
    await says(s, "one")
    looking = asyncio.create_task(s.core.courier.look())
    await said.wait()
    looking.cancel()
    for task in list(s.core.courier._under_way):
        task.cancel()
    await asyncio.gather(looking, *s.core.courier._under_way, return_exceptions=True)
    assert states(s) == {"one": "attempting"}
    s.chat.post = post  # type: ignore[method-assign]
    await s.core.courier.resume()
    await s.later(minutes=1)
    assert keys(s) == ["one"]
    assert states(s) == {"one": "delivered"}


async def test_too_fast_waits_as_long_as_the_chat_says_and_holds_up_no_other_place(s: Stage) -> None:
    s.chat.failures += [RateLimited(timedelta(seconds=90))]
    await says(s, "one")
    await s.core.courier.look()
    await says(s, "two", SHED)
    await s.core.courier.look()
    assert keys(s) == ["two"]
    s.clock.forward(timedelta(seconds=89))
    await s.core.courier.look()
    assert keys(s) == ["two"]
    s.clock.forward(timedelta(seconds=2))
    await s.core.courier.look()
    assert keys(s) == ["two", "one"]


async def test_too_fast_is_known_not_to_have_been_done(s: Stage) -> None:
    """So nothing is looked for, and on a chat without keys no time is lost."""
    forget_keys(s)
    s.chat.failures += [RateLimited(timedelta(seconds=1))]
    await says(s, "one")
    await s.core.courier.look()
    assert s.rows("SELECT attempted_at FROM outbox WHERE key = 'one'") == [(None,)]
    s.clock.forward(timedelta(seconds=1))
    await s.core.courier.look()
    assert keys(s) == ["one"]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (Forbidden("Send Messages"), "I could not post in #plans. This is needed there: Send Messages."),
        (Gone("channel"), "What I had to say in #plans found nobody: the place is not there any more."),
        (Rejected("too long"), "I tried for a long time to post in #plans and could not. Nothing is lost."),
    ],
)
async def test_what_can_not_be_said_is_told_to_whoever_it_was_said_for(s: Stage, error: Exception, words: str) -> None:
    s.chat.failures.append(error)  # type: ignore[arg-type]
    await says(s, "one", told="ana")
    await s.settle()
    (told,) = s.chat.in_place("@ana")
    assert words in text(told.card)
    assert states(s)["one"] == "dead"
    assert s.chat.in_place(CHANNEL) == []


async def test_after_eight_tries_it_is_given_up_and_told(s: Stage) -> None:
    s.chat.failures += [Unreachable()] * courier.MOST_ATTEMPTS
    await says(s, "one", told="ana")
    for _ in range(courier.MOST_ATTEMPTS):
        await s.core.courier.look()
        s.clock.forward(courier.LONGEST_PAUSE)
    await s.settle()
    assert states(s)["one"] == "dead"
    (told,) = s.chat.in_place("@ana")
    assert "I tried for a long time to post in #plans" in text(told.card)


async def test_what_could_not_be_told_to_a_person_is_told_to_nobody_else(s: Stage) -> None:
    s.chat.failures.append(Forbidden("direct messages"))
    await says(s, "one", PersonId("ben"), direct=True, told="ana")
    await s.settle()
    assert s.chat.messages == {}
    assert states(s) == {"one": "dead"}


async def test_one_that_always_fails_holds_up_no_other(s: Stage) -> None:
    post = s.chat.post

    async def breaks(community: object, place: PlaceId, *rest: object, **named: object) -> object:
        if place == SHED:
            raise RuntimeError("a defect")
        return await post(community, place, *rest, **named)  # type: ignore[arg-type]

    s.chat.post = breaks  # type: ignore[method-assign,assignment]
    await says(s, "broken", SHED)
    for number in range(3):
        await says(s, f"whole {number}")
    await s.settle()
    assert keys(s) == ["whole 0", "whole 1", "whole 2"]


async def test_order_is_kept_in_a_place_and_what_is_urgent_goes_first(s: Stage) -> None:
    for number in range(3):
        await says(s, f"post {number}")
        s.clock.forward(timedelta(milliseconds=1))
    await says(s, "closing", urgency=Urgency.CLOSING)
    await s.settle()
    assert keys(s) == ["closing", "post 0", "post 1", "post 2"]


async def test_what_waited_long_is_not_kept_waiting_for_ever_by_what_is_urgent(s: Stage) -> None:
    await says(s, "old digest", urgency=Urgency.DIGEST)
    s.clock.forward(timedelta(minutes=10))
    await says(s, "closing", urgency=Urgency.CLOSING)
    await s.settle()
    assert keys(s) == ["old digest", "closing"]


async def test_posts_in_one_place_keep_the_chats_pace(s: Stage) -> None:
    s.chat.capabilities = replace(s.chat.capabilities, post_every=timedelta(seconds=3))
    await says(s, "one")
    await says(s, "two")
    await says(s, "elsewhere", SHED)
    await s.core.courier.look()
    assert sorted(keys(s)) == ["elsewhere", "one"]
    s.clock.forward(timedelta(seconds=2))
    await s.core.courier.look()
    assert "two" not in keys(s)
    s.clock.forward(timedelta(seconds=1))
    await s.core.courier.look()
    assert "two" in keys(s)


async def test_what_was_found_too_early_begins_in_its_time_without_another_look(
    s: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    s.chat.capabilities = replace(s.chat.capabilities, post_every=timedelta(seconds=3))
    await says(s, "one")
    await says(s, "two")
    await s.core.courier.look()
    assert keys(s) == ["one"]
    monkeypatch.setattr(Found, "rest", lambda found, now: 60.0)
    s.clock.forward(timedelta(seconds=3))
    await s.core.courier._start_what_can()
    await s.core.courier._finish()
    assert keys(s) == ["one", "two"]


async def test_places_of_the_same_name_in_two_communities_do_not_wait_for_each_other(s: Stage) -> None:
    s.chat.capabilities = replace(s.chat.capabilities, post_every=timedelta(hours=1))
    await says(s, "here")
    await says(s, "there", community=CommunityId("test:elsewhere"))
    await s.core.courier.look()
    assert sorted(keys(s)) == ["here", "there"]


async def test_what_nobody_carries_here_is_left_for_another_process(s: Stage) -> None:
    s.core.courier._chat = lambda community: None
    await says(s, "one")
    await s.core.courier.look()
    assert states(s) == {"one": "waiting"}


async def test_a_burst_of_votes_is_one_edit_and_the_last_state_is_shown(s: Stage, tmp_path: Path) -> None:
    await s.member("ana").says("/poll question: Burst? options: Tuesday; Saturday closes: in 9 days")
    await s.member("ana").presses("Post it")
    (card,) = s.chat.in_place(CHANNEL)
    token, _ = s.member("ana").find("Tuesday")
    before = card.edits
    presses = [
        ActionPressed(s.key(), s.member(f"m{n}").who, s.member("ana").where, s.clock.now(), token) for n in range(100)
    ]
    await asyncio.gather(*(s.core.handle(press) for press in presses))
    await s.settle()
    assert card.edits - before <= 2
    assert "100 people have answered." in text(card.card)


async def test_edits_keep_the_chats_pace_and_the_last_one_comes(s: Stage) -> None:
    s.chat.capabilities = replace(s.chat.capabilities, edit_every=timedelta(seconds=10))
    ana = s.member("ana")
    await ana.says("/poll question: Pace? options: Tuesday; Saturday closes: in 9 days")
    await ana.presses("Post it")
    s.clock.forward(timedelta(minutes=1))
    (card,) = s.chat.in_place(CHANNEL)
    token, _ = ana.find("Tuesday")
    edits = []
    for n in range(30):
        press = ActionPressed(s.key(), s.member(f"m{n}").who, ana.where, s.clock.now(), token)
        await s.core.handle(press)
        await s.core.courier.look()
        edits.append(card.edits)
        s.clock.forward(timedelta(seconds=1))
    assert 3 <= edits[-1] - edits[0] + 1 <= 4
    await s.later(seconds=10)
    assert "30 people have answered." in text(card.card)


async def test_a_card_that_is_gone_is_not_edited_again_and_again(s: Stage) -> None:
    ana = s.member("ana")
    await ana.says("/poll question: Gone? options: Tuesday; Saturday closes: in 9 days")
    await ana.presses("Post it")
    token, _ = ana.find("Tuesday")
    s.chat.messages.clear()
    await ana.sends_press(token)
    ana.sees("Recorded: Tuesday.")
    lost = s.rows("SELECT count(*) FROM surfaces WHERE lost")
    assert lost == [(1,)]
    await s.later(minutes=1)


async def test_a_card_that_can_not_be_edited_just_now_is_edited_later(s: Stage) -> None:
    ana = s.member("ana")
    await ana.says("/poll question: Later? options: Tuesday; Saturday closes: in 9 days")
    await ana.presses("Post it")
    s.chat.failures += [Unreachable(), RateLimited(timedelta(seconds=20)), RuntimeError("a defect")]  # type: ignore[list-item]
    await ana.presses("Tuesday")
    for _ in range(4):
        await s.later(minutes=1)
    (card,) = s.chat.in_place(CHANNEL)
    assert "1 person has answered." in text(card.card)


async def test_what_became_of_a_delivery_is_kept_until_the_store_takes_it(
    s: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were it given up, the row would say for ever that it is being attempted."""
    monkeypatch.setattr(courier, "NAP", 0.0)
    write = s.store.write
    refused: list[object] = []

    async def full(community: CommunityId, unit: object, *arguments: object, **named: object) -> object:
        if getattr(unit, "__name__", "") == "delivered" and len(refused) < 3:
            refused.append(unit)
            raise NotRecorded("database or disk is full")
        return await write(community, unit, *arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(s.store, "write", full)
    await says(s, "one")
    await s.core.courier.look()
    assert len(refused) == 3
    assert keys(s) == ["one"]
    assert states(s) == {"one": "delivered"}


async def test_running_it_says_what_is_rung_for_and_stops_when_cancelled(s: Stage) -> None:
    running = asyncio.create_task(s.core.courier.run())
    await says(s, "one")
    s.core.courier.ring()
    async with asyncio.timeout(30):
        while states(s) != {"one": "delivered"}:  # noqa: ASYNC110 - the store rings no bell here
            await asyncio.sleep(0.01)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert isinstance(s.chat, FakeChat)
    assert keys(s) == ["one"]


@pytest.mark.parametrize("early", [0, 3], ids=["nothing waits", "what waits is for later"])
async def test_with_nothing_to_say_it_hardly_looks(s: Stage, monkeypatch: pytest.MonkeyPatch, early: int) -> None:
    s.chat.capabilities = replace(s.chat.capabilities, post_every=timedelta(minutes=4))
    for number in range(1 + early):
        await says(s, f"{number}")
    await s.core.courier.look()
    looks, read = [], s.store.read

    async def counted(view: View[Any], /, **what: Any) -> Any:
        looks.append(view)
        return await read(view, **what)

    monkeypatch.setattr(s.store, "read", counted)
    running = asyncio.create_task(s.core.courier.run())
    async with asyncio.timeout(30):
        while WAITING not in looks:  # noqa: ASYNC110 - nothing is rung when it looks
            await asyncio.sleep(0.01)
    await asyncio.sleep(0.5)
    running.cancel()
    await asyncio.wait([running])
    # Once a second at most: it looked twenty times a second once, and took a tenth of a processor for nothing.
    assert looks.count(WAITING) <= 2


async def test_only_so_much_is_begun_however_much_waits(s: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is begun too early waits inside the chat for its pace, until its time is over and it counts as failed."""
    monkeypatch.setattr(courier, "AT_ONCE", 5)
    monkeypatch.setattr(courier, "MOST_IN_A_LOOK", 12)
    chat = crowded(s)
    for number in range(40):
        await says(s, f"k{number}", PlaceId(f"p{number}"), community=CommunityId(f"test:{number}"))
    await s.core.courier.look()
    assert chat.most == 5
    assert sorted(keys(s)) == sorted(f"k{number}" for number in range(40))


async def test_a_pile_for_others_does_not_keep_out_what_is_ours(s: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courier, "MOST_IN_A_LOOK", 5)
    monkeypatch.setattr(s.core.courier, "_chat", lambda community: s.chat if community == COMMUNITY else None)
    for number in range(30):
        await says(s, f"other {number}", community=CommunityId(f"elsewhere:{number}"), urgency=Urgency.CLOSING)
    await says(s, "ours")
    await s.core.courier.look()
    assert keys(s) == ["ours"]


async def test_one_communitys_pile_lets_the_others_go_first(s: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courier, "AT_ONCE", 4)
    for number in range(15):
        await says(s, f"pile {number}", PlaceId(f"p{number}"), community=CommunityId("test:pile"))
    for number in range(6):
        await says(s, f"one {number}", community=CommunityId(f"test:{number}"))
    await s.core.courier.look()
    assert max(keys(s).index(f"one {number}") for number in range(6)) < 12


async def test_while_members_wait_for_the_store_what_can_wait_does(s: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    ana = s.member("ana")
    await ana.says("/poll question: Busy? options: Tuesday; Saturday closes: in 9 days")
    await ana.presses("Post it")
    token, _ = ana.find("Tuesday")
    (card,) = s.chat.in_place(CHANNEL)
    monkeypatch.setattr(type(s.store), "strained", True)
    for name in ("ana", "bea"):
        member = s.member(name)
        await s.core.handle(ActionPressed(s.key(), member.who, member.where, s.clock.now(), token))
    await says(s, "result", SHED, urgency=Urgency.CLOSING)
    await says(s, "digest", PlaceId("news"), urgency=Urgency.DIGEST)
    s.clock.forward(timedelta(seconds=5))
    await s.core.courier.look()
    assert keys(s)[1:] == ["result"]
    assert card.edits == 0
    monkeypatch.setattr(type(s.store), "strained", False)
    await s.core.courier.look()
    assert keys(s)[1:] == ["result", "digest"]
    assert "2 people have answered." in text(card.card)


class Crowded(FakeChat):
    """Notes how many are spoken to at once."""

    now_speaking = 0
    most = 0

    async def post(self, community: CommunityId, place: PlaceId, card: Card, locale: str, key: str) -> Posted:
        self.now_speaking += 1
        self.most = max(self.most, self.now_speaking)
        await asyncio.sleep(0.002)
        self.now_speaking -= 1
        return await super().post(community, place, card, locale, key)


def crowded(s: Stage) -> Crowded:
    chat = Crowded(s.clock, messages=s.chat.messages)
    s.core.courier._chat = lambda community: chat
    return chat
