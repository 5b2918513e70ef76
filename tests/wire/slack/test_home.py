"""The Home tab: what waits, what one has answered, and asking from there; a private reply is never the only receipt."""

from pathlib import Path

from adapters.slack.people import FRESH_PLACES
from tests.wire.slack.people import Member, Stage, stage
from tests.wire.slack.standin import Fault

ASK = "/poll question: When do we meet? options: Tuesday; Saturday; Sunday closes: in 3 days"


async def asks(s: Stage, line: str = ASK, who: Member | None = None) -> None:
    ana = who or s.member("ana")
    await ana.says(line)
    await ana.presses("Post it")


async def test_home_holds_what_one_has_answered_and_lets_one_change_it(shared: Path, tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await asks(s)
        ben = s.member("ben")
        assert "When do we meet?" in await ben.looks_home()
        await ben.presses("Saturday")
        # Slack loses what only one person sees: whispers are gone when the window is loaded again.
        s.standin.whispers.clear()
        home = await ben.looks_home()
        assert "You answered: Saturday." in home.split("Coming up")[1]
        await ben.presses_home("Show: When do we meet?")
        ben.sees("Recorded: Saturday. You can change it or take it back until Friday 27 November 2026, 10:00 (London)")
        await ben.presses("Tuesday")
        ben.sees("Recorded: Tuesday.")
        assert "You answered: Tuesday." in await ben.looks_home()
        await ben.presses_home("Show: When do we meet?")
        await ben.presses("Take it back")
        waiting = (await ben.looks_home()).split("Waiting for you")[1]
        assert "When do we meet?" in waiting
        assert "You answered" not in waiting
        assert s.broken() == []


async def test_home_says_nothing_of_an_answer_in_a_secret_poll_but_showing_it_does(
    shared: Path, tmp_path: Path
) -> None:
    async with stage(tmp_path / "d.db") as s:
        await asks(s, f"{ASK} seen: secret")
        ben = s.member("ben")
        await ben.presses("Saturday")
        assert "Saturday" not in await ben.looks_home()
        await ben.presses_home("Show: When do we meet?")
        ben.sees("Recorded: Saturday.")


async def test_home_is_of_use_to_someone_new(shared: Path, tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        eve = s.member("eve")
        home = await eve.looks_home()
        assert "Here you find what this group asks" in home
        assert "[What is Descant?]" in home
        await asks(s)
        s.clock.forward(FRESH_PLACES)
        assert "When do we meet?" in await eve.looks_home()


async def test_home_tells_nobody_of_a_channel_that_they_are_not_in(shared: Path, tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        back = s.standin.channel(s.team, "backroom", private=True)
        ana, ben = s.member("ana"), s.member("ben")
        back.members |= {ana.id, ben.id}
        await asks(s, "/poll question: Who leaves? options: Bo; Cy closes: in 3 days", ana.at(back.id))
        outsider = s.member("eve")
        assert "Who leaves?" not in await outsider.looks_home()
        assert "Who leaves?" in await ben.looks_home()
        back.members.discard(ben.id)
        await s.standin.event(
            {"type": "member_left_channel", "user": ben.id, "channel": back.id, "channel_type": "G"}, s.team
        )
        assert "Who leaves?" not in await ben.looks_home()


async def test_home_is_shown_though_nobody_says_where_someone_is(shared: Path, tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await asks(s)
        s.standin.faults.append(Fault("users.conversations", retry_after=30, times=9))
        assert "Nothing waits for you." in await s.member("ben").looks_home()
        assert "When do we meet?" in await s.member("ana").looks_home()


async def test_more_channels_than_fit_into_one_answer(shared: Path, tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana, ben = s.member("ana"), s.member("ben")
        for number in range(1_000):
            s.standin.channel(s.team, f"c{number}").members.add(ben.id)
        last = s.standin.channel(s.team, "last")
        last.members |= {ana.id, ben.id}
        await asks(s, who=ana.at(last.id))
        assert "When do we meet?" in await ben.looks_home()
        assert s.standin.calls["users.conversations"] == 2


async def test_what_is_begun_at_home_asks_for_a_channel(shared: Path, tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        await ana.looks_home()
        await ana.presses_home("Ask the group")
        ana.sees("In which channel?")
        (field,) = [b["element"] for b in ana.window["blocks"] if b.get("block_id") == "place"]
        assert field["default_to_current_conversation"] is True
        await ana.fills(place=s.channel.id, question="When?", options="Tuesday\nSaturday")
        await ana.presses("More choices")
        await ana.fills(kind="any")
        await ana.presses("Post it")
        ana.sees("Posted in #plans")
        s.member("ben").sees("When?", "Choose all you like.")
        assert [c.name for c in s.standin.channels.values() if c.messages] == ["plans"]


async def test_a_line_typed_to_the_app_alone_asks_for_a_channel_too(shared: Path, tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        alone = s.member("ana").in_direct_messages()
        await alone.says("/poll When? Tuesday; Saturday")
        alone.sees("In which channel?", "Question: When?")
        await alone.fills(place=s.channel.id)
        await alone.presses("Post it")
        s.member("ben").sees("[Saturday]")


async def test_a_shortcut_that_is_given_no_channel_asks_for_one(shared: Path, tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await s.member("ana").chooses("poll")
        await ana.fills(question="When?", options="Tuesday\nSaturday")
        assert ana.wrong == {"place": "In which channel shall this be asked?"}
        await ana.fills(question="When?", options="Tuesday\nSaturday", place=s.channel.id)
        await ana.presses("Post it")
        s.member("ben").sees("[Saturday]")


async def test_thanks_from_home_ask_for_a_channel(shared: Path, tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana, bea = s.member("ana"), s.member("bea")
        await ana.looks_home()
        await ana.presses_home("Thank someone")
        await ana.fills(who=bea.id, words="the soup", place=s.channel.id)
        await ana.presses("Send it")
        await bea.in_direct_messages().presses("Share it")
        s.member("chi").sees("Thanks to Bea", "the soup")


async def test_what_is_proposed_at_home_asks_for_a_channel(shared: Path, tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        await ana.looks_home()
        await ana.presses_home("Propose something")
        await ana.fills(what="Plant a hedge", place=s.channel.id)
        await ana.presses("Post it")
        s.member("ben").sees("Plant a hedge", "[Suggest a change]")


async def test_who_wants_them_gets_receipts_as_messages(shared: Path, tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await asks(s)
        ben, chi = s.member("ben"), s.member("chi")
        await ben.looks_home()
        await ben.presses_home("My choices")
        await ben.presses("Change them")
        await ben.fills(receipts="yes")
        ben.sees("What I record for you I also write to you.")
        ben.closes()
        await ben.presses("Saturday")
        await chi.presses("Tuesday")
        told = ben.in_direct_messages()
        told.sees("When do we meet?", "Recorded: Saturday. You can change it or take it back until")
        await told.presses("Take it back")
        told.sees("Nothing is recorded for you now.")
        assert not s.standin.direct(s.team, chi.id).messages
        await asks(s, f"{ASK} seen: secret question: Who?")
        before = len(s.standin.direct(s.team, ben.id).messages)
        await ben.presses("Saturday")
        assert len(s.standin.direct(s.team, ben.id).messages) == before
        assert s.broken() == []
