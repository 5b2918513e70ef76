"""How a poll ends: on time, late after downtime, early in the open; and what its result says about how close it was."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.chat.events import ActionPressed, FormSent, Where
from tests.people import CHANNEL, COMMUNITY, Member, Stage, stage, text

HERE = Where(COMMUNITY, CHANNEL)


async def ask(s: Stage, more: str = "") -> Member:
    ana = s.member("ana")
    await ana.says(f"/poll question: When do we meet? options: Tuesday; Saturday; Sunday closes: in 3 days {more}")
    return await ana.presses("Post it")


async def answer(s: Stage, **how_many: int) -> None:
    """So many members choose each option; underscores stand for spaces."""
    for option, number in how_many.items():
        for n in range(number):
            await s.member(f"{option.lower()}{n}").presses(option.replace("_", " "))


async def test_it_closes_on_time_and_says_that_nothing_was_changed(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await ask(s)
        await answer(s, Saturday=3, Tuesday=1)
        await s.later(days=3)
        ana.sees("Saturday, because 3 of 4 chose it. That is more than half.", "Closed on time. Nothing was changed.")
        ana.sees("Closed: When do we meet?", "The card above holds every view and every reason.")
        ana.sees_no("[Saturday]", "[Say why]", "[Not for me]")
        assert s.broken() == []


async def test_a_poll_that_was_due_while_nothing_ran_closes_at_the_start_and_says_how_late(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s)
        await answer(s, Saturday=3)
        ben = s.member("ben")
        token, _ = ben.find("Tuesday")
        in_time = ActionPressed(s.key(), ben.who, HERE, s.clock.now() + timedelta(days=2), token)
        too_late = ActionPressed(s.key(), s.member("chi").who, HERE, s.clock.now() + timedelta(days=3), token)
    s.clock.forward(timedelta(days=3, hours=5))
    async with stage(tmp_path / "d.db", s.clock, s.chat) as again:
        await again.core.handle(in_time)
        await again.core.handle(too_late)
        await again.settle()
        again.member("ben").sees(
            "Closed 5 hours late, because I was not running.",
            "Every answer given in time was counted, and none that came after. Nothing was changed.",
            "Saturday, because 3 of 4 chose it.",
        )
        assert again.rows("SELECT count(*) FROM ballots") == [(4,)]
        assert again.broken() == []


async def test_everything_overdue_closes_at_the_start(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        for _ in range(12):
            await ask(s)
    s.clock.forward(timedelta(days=30))
    async with stage(tmp_path / "d.db", s.clock, s.chat) as again:
        await again.settle()
        assert again.rows("SELECT DISTINCT state FROM polls") == [("closed",)]
        assert again.shown().count(" days late, because I was not running") == 12


async def test_whoever_asked_can_close_it_early_with_a_reason_that_everyone_reads(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await ask(s)
        await answer(s, Saturday=3)
        await ana.presses("Details")
        await ana.presses("Close it now")
        await ana.fills(why="")
        ana.sees("Please say why in a few words, for everyone to read.")
        await ana.fills(why="w" * 501)
        ana.sees("This has more than 500 characters. All your words are kept here.", "w" * 501)
        await ana.fills(why="Everybody has answered.")
        ana.sees("Closed. The result is on its way, with your reason on it.")
        ana.sees("Closed early by Ana, Tuesday 24 November 2026", "“Everybody has answered.” Nothing else was changed.")
        ana.sees("Saturday, because 3 of 3 chose it.")
        ben = s.member("ben")
        await s.later(days=4)
        assert s.shown().count("When do we meet?") == 2
        await ben.presses("Details")
        ben.sees_no("[Close it now]")
        assert s.broken() == []


async def test_nobody_else_can_close_it(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await ask(s)
        await ana.presses("Details")
        token, _ = ana.find("Close it now")
        ben = s.member("ben", keeper=True)
        await ben.presses("Details")
        assert "Close it now" not in ben.screen
        await ben.sends_press(token)
        assert ben.screen == "Only the one who asked can close this early. It closes by itself on time."
        event = FormSent(s.key(), ben.who, HERE, s.clock.now(), token, {"why": "Because I can"})
        ben.answer = await s.core.handle(event)
        assert ben.screen == "Only the one who asked can close this early. It closes by itself on time."
        assert s.rows("SELECT state FROM polls") == [("open",)]


async def test_a_press_on_a_poll_closed_early_says_when(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana, ben = await ask(s), s.member("ben")
        token, _ = ben.find("Saturday")
        await ana.presses("Details")
        await ana.presses("Close it now")
        await ana.fills(why="It is settled")
        await ben.sends_press(token)
        ben.sees("This closed Tuesday 24 November 2026, 10:00 (London), so nothing was recorded just now.")


async def test_an_answer_that_was_taken_before_an_early_close_counts_whatever_the_platforms_clock(
    tmp_path: Path,
) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana, ben = await ask(s), s.member("ben")
        token, _ = ben.find("Saturday")
        await ana.presses("Details")
        await ana.presses("Close it now")
        ahead = ActionPressed(s.key(), ben.who, HERE, s.clock.now() + timedelta(seconds=2), token)
        await s.core.handle(ahead)
        ben.answer = await s.core.handle(ahead)
        await ana.fills(why="It is settled")
        ana.sees("1 person took part.")
        assert s.broken() == []


async def test_a_tie_is_called_a_tie_and_decides_nothing(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await ask(s)
        await answer(s, Saturday=3, Tuesday=3, Sunday=1)
        await s.later(days=3)
        ana.sees("It is a tie between Tuesday and Saturday, with 3 answers each. Nothing is decided.")
        ana.sees_no("changed ballot")


async def test_a_tie_of_few_in_an_unnamed_poll_does_not_say_how_few(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await ask(s)
        await answer(s, Saturday=1, Tuesday=1)
        await s.later(days=3)
        ana.sees("It is a tie between Tuesday and Saturday. Nothing is decided.", "Saturday: fewer than 3")
        ana.sees_no("with 1 answer each")


@pytest.mark.parametrize(
    ("saturday", "tuesday", "sentence"),
    [
        (4, 3, "1 changed ballot would change this."),
        (5, 3, "1 changed ballot would make this a tie, 2 would change it."),
        (6, 3, "2 changed ballots would change this."),
        (7, 3, "2 changed ballots would make this a tie, 3 would change it."),
    ],
)
async def test_how_close_it_was_is_said(tmp_path: Path, saturday: int, tuesday: int, sentence: str) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await ask(s)
        await answer(s, Saturday=saturday, Tuesday=tuesday)
        await s.later(days=3)
        ana.sees(sentence)


@pytest.mark.parametrize(
    ("saturday", "tuesday", "sunday", "half"),
    [(3, 2, 0, "That is more than half."), (4, 2, 2, "That is exactly half."), (4, 3, 3, "That is less than half")],
)
async def test_it_says_whether_that_is_more_than_half(
    tmp_path: Path, saturday: int, tuesday: int, sunday: int, half: str
) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await ask(s)
        await answer(s, Saturday=saturday, Tuesday=tuesday, Sunday=sunday)
        await s.later(days=3)
        ana.sees(half) if saturday - tuesday > 1 else ana.sees(f"by very little: {saturday} of")


async def test_how_many_took_part_and_how_many_did_not(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        s.chat.members = 11
        ana = await ask(s)
        await answer(s, Saturday=3, Not_for_me=3)
        await s.later(days=3)
        ana.sees("6 people took part. 3 of them said “not for me”. 5 did not.")


async def test_who_could_take_part_is_frozen_when_it_closes(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        s.chat.members = 11
        ana = await ask(s)
        await answer(s, Saturday=3)
        await s.later(days=3)
        ana.sees("3 people took part. 8 did not.")
        s.chat.members = 3
        await s.later(days=3)
        await ana.presses("Details")
        ana.sees("3 people took part. 8 did not.")


async def test_too_few_decide_nothing_and_what_was_planned_for_that_is_shown(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        plans = "decided: Ana books the hall. tied: We toss a coin. few: We ask again in May. review: In a year."
        ana = await ask(s, f"least: 5 {plans}")
        ana.sees("If it is decided: Ana books the hall.", "If it is tied: We toss a coin.")
        ana.sees("If too few take part: We ask again in May.", "We look again: In a year.")
        await answer(s, Saturday=4)
        await s.later(days=3)
        ana.sees("Too few took part, so nothing is decided: 4 answered, 5 were needed.")
        ana.sees("We ask again in May.", "We look again: In a year.")
        ana.sees_no("Ana books the hall.", "We toss a coin.", "changed ballot")


async def test_not_for_me_counts_towards_the_smallest_number_and_the_card_says_so(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await ask(s, "least: 5")
        ana.sees("It takes 5 answers to decide this", "“Not for me” is one too.")
        await answer(s, Saturday=3, Not_for_me=2)
        await s.later(days=3)
        ana.sees("Saturday, because 3 of 3 chose it.")


async def test_what_happens_next_follows_the_outcome(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await ask(s, "decided: Ana books the hall. tied: We toss a coin.")
        await answer(s, Saturday=3, Sunday=3)
        await s.later(days=3)
        ana.sees("We toss a coin.")
        ana.sees_no("Ana books the hall.")


async def test_liked_by_most_says_who_is_left_with_nothing(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await ask(s, "kind: any")
        await answer(s, Saturday=6, Tuesday=3)
        await s.later(days=3)
        ana.sees("Saturday, because 6 of 9 chose it.", "3 people chose nothing that won.")


async def test_a_named_poll_names_people_only_once_it_has_closed(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await ask(s, "seen: named")
        ana.sees("Seen by: everyone here, by name, once it has closed.")
        await s.member("ben").presses("Saturday")
        await s.member("chi").presses("Not for me")
        assert "Ben" not in s.shown()
        await s.later(days=3)
        ana.sees("Ben", "Chi")


async def test_an_unnamed_poll_names_nobody_ever(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s)
        await s.member("ben").presses("Saturday")
        await s.later(days=3)
        assert "Ben" not in s.shown()


async def test_the_announcement_is_made_once(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s)
        await s.later(days=3)
        await s.later(days=3)
    async with stage(tmp_path / "d.db", s.clock, s.chat) as again:
        await again.later(days=1)
        assert [text(m.card).startswith("Closed: When do we meet?") for m in s.chat.in_place(CHANNEL)] == [False, True]
