"""What goes wrong between Slack and us: nothing that was acknowledged is lost, and nothing counts twice."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path

import pytest

from bot.chat.ids import MessageId
from tests.fakes import FakeClock
from tests.wire.slack.people import Member, Stage, stage
from tests.wire.slack.standin import Fault, StandIn

MODES = pytest.mark.parametrize("mode", ["socket", "http"])
ASK = "/poll question: When do we meet? options: Tuesday; Saturday closes: in 3 days"


async def ask(s: Stage) -> Member:
    ana = s.member("ana")
    await ana.says(ASK)
    return await ana.presses("Post it")


def ballots(s: Stage) -> list[tuple[object, ...]]:
    return s.rows("SELECT person, choice FROM ballots WHERE choice IS NOT NULL ORDER BY person")


@MODES
async def test_the_same_click_three_times_counts_once(shared: Path, tmp_path: Path, mode: str) -> None:
    async with stage(tmp_path / "d.db", mode=mode) as s:
        await ask(s)
        payload = s.member("ben").press("Saturday")
        for attempt in range(3):
            assert await s.standin.send("interactive", payload, attempt) is not None
        await s.settle()
        assert ballots(s) == [("ben", "[2]")]
        assert len(s.standin.whispers["UBEN"]) == 1


@MODES
async def test_the_same_event_three_times_happens_once(shared: Path, tmp_path: Path, mode: str) -> None:
    async with stage(tmp_path / "d.db", mode=mode) as s:
        gone = {"type": "channel_deleted", "channel": s.channel.id}
        assert await s.standin.event(gone, s.team, "Ev9", times=3) == [True, True, True]
        assert s.broken() == []


async def test_what_nothing_is_done_about_is_acknowledged_and_counted(shared: Path, tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        assert await s.standin.event({"type": "reaction_added", "user": "UANA"}, s.team) == [True]
        assert s.carrier._meters.unread == {"slack": 1}


async def test_clicks_while_sockets_are_renewed_are_all_heard(shared: Path, tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s)
        members = [s.member(f"m{n}") for n in range(40)]
        for number, member in enumerate(members):
            if number % 10 == 5:
                await s.standin.refresh(s.standin.sockets[0])
            assert await s.standin.send("interactive", member.press("Saturday")) is not None
        await s.settle()
        assert len(ballots(s)) == 40
        assert s.standin.late == 0


async def test_a_half_open_socket_is_noticed_and_the_other_hears_meanwhile(shared: Path, tmp_path: Path) -> None:
    # Takes as long as it takes to notice: two pings of two seconds.
    async with stage(tmp_path / "d.db") as s:
        await ask(s)
        dead = s.standin.sockets[0]
        dead.silent = True
        async with asyncio.timeout(12):
            while dead in s.standin.sockets or len(s.standin.sockets) < 2:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        await s.member("ben").presses("Saturday")
        s.member("ben").sees("Recorded: Saturday.")


async def test_an_address_that_opens_no_more_is_asked_for_anew(shared: Path, tmp_path: Path) -> None:
    # Takes as long as the watch is patient: six seconds.
    async with stage(tmp_path / "d.db") as s:
        s.standin.refuse_sockets = True
        for socket in list(s.standin.sockets):
            await socket.ws.close()
        await asyncio.sleep(0.5)
        s.standin.refuse_sockets = False
        s.standin.tickets.clear()
        async with asyncio.timeout(25):
            while len(s.standin.sockets) < 2:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        await s.member("ana").says("/descant")
        s.member("ana").sees("[My data]")


async def test_a_post_that_came_too_fast_is_said_when_slack_says_so(shared: Path, tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        s.standin.faults.append(Fault("chat.postMessage", retry_after=120))
        await ask(s)
        assert s.channel.messages == {}
        await s.later(seconds=60)
        assert s.standin.calls["chat.postMessage"] == 1
        await s.later(seconds=61)
        assert len(s.channel.messages) == 1


async def test_an_edit_that_came_too_fast_is_made_later_with_the_newest_state(shared: Path, tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s)
        s.standin.faults.append(Fault("chat.update", retry_after=120))
        for name in ("ben", "chi", "dov"):
            await s.member(name).presses("Saturday")
        assert s.standin.calls["chat.update"] == 1
        s.member("ben").sees("Nobody has answered yet.")
        await s.later(seconds=121)
        assert s.standin.calls["chat.update"] == 2
        s.member("ben").sees("3 people have answered.")


async def test_too_fast_at_the_start_is_waited_for(shared: Path, tmp_path: Path) -> None:
    clock = FakeClock()
    async with StandIn(lambda: clock.now().timestamp()).serving() as standin:
        standin.faults.append(Fault("auth.test", retry_after=1))
        async with stage(tmp_path / "d.db", clock, standin) as again:
            assert standin.calls["auth.test"] == 2
            await again.member("ana").says("/descant")
            assert again.member("ana").screen


async def test_members_are_asked_about_once_and_an_answer_does_not_wait_for_it(shared: Path, tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s)
        assert s.standin.calls["users.info"] == 1
        s.standin.faults.append(Fault("users.info", retry_after=30, times=9))
        await s.member("ben").presses("Saturday")
        s.member("ben").sees("Recorded: Saturday.")


async def test_a_post_whose_answer_was_lost_is_said_again_and_the_orphan_counts_and_goes(
    shared: Path, tmp_path: Path
) -> None:
    async with stage(tmp_path / "d.db") as s:
        s.standin.faults.append(Fault("chat.postMessage", lose_answer=True))
        await ask(s)
        assert len(s.channel.messages) == 1
        orphan = s.member("ben").press("Saturday")
        standin = s.standin
        await s.later(seconds=30)
        assert len(s.channel.messages) == 2
        assert await standin.send("interactive", orphan) is not None
        await s.settle()
        assert ballots(s) == [("ben", "[2]")]
        assert [m["ts"] for m in s.channel.messages.values()] == [kept(s)]
        assert orphan["container"]["message_ts"] != kept(s)


def kept(s: Stage) -> object:
    ((message,),) = s.rows("SELECT message FROM outbox WHERE face = 'poll'")
    return message


async def test_killed_between_the_post_and_its_record(shared: Path, tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        s.standin.faults.append(Fault("chat.postMessage", lose_answer=True))
        await ask(s)
        clock, standin = s.clock, s.standin
        orphan = s.member("ben").press("Saturday")
        async with stage(tmp_path / "other.db", clock, standin):
            pass
        # The first process never hears what became of its post; the next one knows only that it was tried.
        s.carrier.chat.posted.clear()
        await s.later(minutes=1)
        assert len(s.channel.messages) == 2
        s.carrier.chat.posted.clear()
        assert await standin.send("interactive", orphan) is not None
        await s.settle()
        assert ballots(s) == [("ben", "[2]")]
        assert list(s.channel.messages) == [kept(s)]
        assert isinstance(kept(s), str)
        assert MessageId(str(kept(s)))


@MODES
async def test_killed_between_the_commit_and_the_acknowledgement(shared: Path, tmp_path: Path, mode: str) -> None:
    clock = FakeClock()
    async with StandIn(lambda: clock.now().timestamp()).serving() as standin:
        async with stage(tmp_path / "d.db", clock, standin, mode) as s:
            await ask(s)
            payload = s.member("ben").press("Saturday")
            handle, committed = s.core.handle, asyncio.Event()

            async def never_answers(event: object) -> None:
                await handle(event)  # type: ignore[arg-type]
                committed.set()
                await asyncio.Event().wait()

            s.carrier._answering._handle = never_answers  # type: ignore[assignment]
            sending = asyncio.create_task(standin.send("interactive", payload))
            await committed.wait()
            # Nobody waits for what will never come: the process is gone.
            sending.cancel()
            s.carrier._idle.set()
        async with stage(tmp_path / "d.db", clock, standin, mode) as again:
            assert ballots(again) == [("ben", "[2]")]
            assert await standin.send("interactive", payload) is not None
            ben = await again.member("ben").presses("Saturday")
            ben.sees("Recorded: Saturday.")
            assert ballots(again) == [("ben", "[2]")]
            assert again.broken() == []


async def test_what_is_not_signed_gets_401_and_nothing_else(shared: Path, tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db", mode="http") as s:
        await ask(s)
        body = "payload=" + json.dumps(s.member("ben").press("Saturday"))
        now = s.clock.now().timestamp()
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        for headers in (
            {},
            s.standin.signed(body, secret="another"),
            s.standin.signed(body + " "),
            s.standin.signed(body, now - 301),
            s.standin.signed(body, now + 301),
            {**s.standin.signed(body), "X-Slack-Request-Timestamp": "soon"},
            {**s.standin.signed(body), "X-Slack-Signature": "v0=\u00e9"},
        ):
            assert await s.standin.request(body, {**form, **headers}) == (401, "")
        assert ballots(s) == []
        assert (await s.standin.request(body, {**form, **s.standin.signed(body)}))[0] == 200
        await s.settle()
        assert ballots(s) == [("ben", "[2]")]


async def test_a_used_up_way_back_is_replaced_by_another(shared: Path, tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s)
        s.standin.faults.append(Fault("response_url", status=404))
        ben = await s.member("ben").presses("Saturday")
        ben.sees("Recorded: Saturday.")
        assert s.standin.calls["chat.postEphemeral"] == 1


async def test_a_form_that_came_too_late_is_offered_again(shared: Path, tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        s.standin.faults.append(Fault("views.open", error="expired_trigger_id"))
        ana = await s.member("ana").says("/poll")
        ana.sees("It took me too long to open this.")


async def test_an_edit_that_overtook_another_is_shown(shared: Path, tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        await ana.says("/poll")
        await ana.fills(question="When?", options="Tuesday\nSaturday", closes="in 3 days")
        s.standin.faults.append(Fault("views.update", error="hash_conflict"))
        await ana.presses("Change it")
        assert ana.window["title"]["text"] == "Ask the group"


async def test_what_was_taken_in_is_finished_before_the_end(shared: Path, tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s)
        handle, began = s.core.handle, asyncio.Event()

        async def slow(event: object) -> object:
            began.set()
            await asyncio.sleep(0.3)
            return await handle(event)  # type: ignore[arg-type]

        s.carrier._answering._handle = slow  # type: ignore[assignment]
        sending = asyncio.create_task(s.standin.send("interactive", s.member("ben").press("Saturday")))
        await began.wait()
        s.running.cancel()
        await asyncio.wait([s.running])
        assert await sending is not None
        assert ballots(s) == [("ben", "[2]")]
        assert "Recorded: Saturday." in s.member("ben").screen


async def test_a_slow_store_is_acknowledged_in_time_and_answered_after(shared: Path, tmp_path: Path) -> None:
    # Takes the second and a half after which Slack is told that the answer follows.
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        await ana.says("/poll")
        handle = s.core.handle

        async def slow(event: object) -> object:
            await asyncio.sleep(1.7)
            return await handle(event)  # type: ignore[arg-type]

        s.carrier._answering._handle = slow  # type: ignore[assignment]
        await ana.fills(question="When?", options="Tuesday\nSaturday", closes="in 3 days")
        ana.sees("When?", "[Post it]")


async def test_nothing_is_said_where_the_app_was_taken_out(shared: Path, tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s)
        await s.standin.event({"type": "tokens_revoked", "tokens": {"bot": [s.team.bot]}}, s.team)
        await s.standin.event({"type": "app_uninstalled"}, s.team)
        before = s.standin.calls.total()
        s.team.revoked = True
        s.clock.forward(timedelta(days=3))
        await s.core.settle()
        assert s.standin.calls.total() == before
        assert s.rows("SELECT left_at IS NOT NULL FROM communities") == [(1,)]


async def test_a_result_that_can_not_be_said_is_told_to_whoever_asked(shared: Path, tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await ask(s)
        s.channel.members.discard(s.team.bot)
        await s.later(days=3)
        ana.in_direct_messages().sees("I could not post in #plans", "/invite @Descant")
