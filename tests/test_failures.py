"""What went wrong elsewhere, and the rule that keeps it from going wrong here. The numbers are the rows of a table of
failures seen in other tools; each test names the failure, and the tests beside it in other files go further."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.chat.answers import Whisper
from bot.chat.deadlines import Assumed, Deadline, read_deadline
from bot.chat.events import ActionPressed
from bot.chat.ids import PersonId, PlaceId
from bot.polls.counting import Kind, count
from bot.polls.views import HEAR, TIGHTEN_SEEN, TIGHTEN_TOTALS
from bot.ports import Effect, Forbidden, Tx, Unreachable
from storage.features import CHANGES, VIEWS
from storage.tables import metadata
from tests.people import CHANNEL, COMMUNITY, Member, Stage, stage, text


async def ask(s: Stage, more: str = "closes: in 3 days") -> Member:
    ana = s.member("ana")
    await ana.says(f"/poll question: When? options: Tuesday; Saturday {more}")
    return await ana.presses("Post it")


def press(s: Stage, who: Member, label: str) -> ActionPressed:
    token, values = who.find(label)
    return ActionPressed(s.key(), who.who, who.where, s.clock.now(), token, values)


async def test_row_1_a_poll_that_looks_open_takes_nothing_after_its_deadline(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s)
        s.clock.forward(timedelta(days=3))
        ben = s.member("ben")
        ben.answer = await s.core.handle(press(s, ben, "Saturday"))
        assert "so nothing was recorded just now" in ben.screen
        assert s.rows("SELECT state, (SELECT count(*) FROM ballots) FROM polls") == [("open", 0)]


async def test_row_2_closing_deletes_no_ballot(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s)
        await s.member("ben").presses("Saturday")
        await s.later(days=3)
        assert s.rows("SELECT person, choice FROM ballots") == [("ben", "[2]")]


async def test_row_3_what_is_posted_as_the_result_is_what_was_kept(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s)
        for n in range(3):
            await s.member(f"m{n}").presses("Saturday")
        await s.later(days=3)
        ((state, result),) = s.rows("SELECT state, result FROM polls")
        assert (state, json.loads(str(result))["count"]["counts"]) == ("closed", [0, 3])
        assert "Saturday, because 3 of 3 chose it." in s.shown()


async def test_row_4_votes_at_the_same_moment_are_one_ballot_a_person(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s)
        presses = [press(s, s.member(f"m{n % 7}"), "Saturday") for n in range(70)]
        await asyncio.gather(*(s.core.handle(event) for event in presses))
        assert s.rows("SELECT count(*), count(DISTINCT person) FROM ballots") == [(7, 7)]


async def test_row_5_what_stands_in_the_chat_is_only_a_view(tmp_path: Path) -> None:
    """The message may be deleted or changed by others: nothing is read from it."""
    async with stage(tmp_path / "d.db") as s:
        await ask(s)
        await s.member("ben").presses("Saturday")
        s.chat.messages.clear()
        await s.later(days=3)
        ((result,),) = s.rows("SELECT result FROM polls")
        assert json.loads(str(result))["count"]["counts"] == [0, 1]


@pytest.mark.parametrize("yes", range(13))
@pytest.mark.parametrize("no", range(13))
def test_row_6_more_is_more_at_every_size(yes: int, no: int) -> None:
    tally = count(Kind.ONE, {(1,): yes, (2,): no}, 2)
    if yes == no:
        assert tally.winners == ()
        assert [tie.options for tie in tally.tied] == ([(1, 2)] if yes else [])
    else:
        assert tally.winners == ((1,) if yes > no else (2,))


def test_row_7_nobody_is_not_everybody() -> None:
    tally = count(Kind.ONE, {}, 2)
    assert (tally.winners, tally.tied, tally.ballots) == ((), (), 0)


@pytest.mark.parametrize(
    ("answers", "least", "decided"),
    [([], 0, False), ([], 3, False), (["Saturday"], 0, True), (["Saturday"], 2, False),
     (["Not for me"], 0, False), (["Not for me", "Not for me"], 2, False), (["Saturday", "Saturday"], 2, True),
     (["Saturday", "Tuesday"], 0, False), (["Saturday", "Not for me"], 2, True), (["Saturday"], 99, False)],
)  # fmt: skip
async def test_row_8_the_rule_is_defined_for_none_one_and_two_and_above_the_groups_size(
    tmp_path: Path, answers: list[str], least: int, decided: bool
) -> None:
    async with stage(tmp_path / "d.db") as s:
        s.chat.members = 2
        await ask(s, f"least: {least}")
        for n, label in enumerate(answers):
            await s.member(f"m{n}").presses(label)
        await s.later(days=4)
        card = text(s.chat.in_place(CHANNEL)[0].card)
        nothing = ("nothing is decided", "Nothing is decided")
        assert any(words in card for words in nothing) is not decided


async def test_row_10_whether_not_for_me_counts_towards_the_least_is_said(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s, "least: 4")
        assert "It takes 4 answers to decide this. “Not for me” is one too." in s.shown()


async def test_row_11_the_result_and_who_could_take_part_are_frozen(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        s.chat.members = 9
        await ask(s)
        await s.member("ben").presses("Saturday")
        await s.later(days=3)
        kept = s.rows("SELECT result, audience FROM polls")
        s.chat.members = 1
        await s.later(days=30)
        assert s.rows("SELECT result, audience FROM polls") == kept
        assert kept[0][1] == 9


def test_row_12_no_option_is_ever_edited_or_taken_away() -> None:
    ways = [str(statement) for table in CHANGES for statement in table.values()]
    assert any("INSERT INTO options" in way for way in ways)
    assert not [way for way in ways if way.startswith(("UPDATE options", "DELETE FROM options"))]


def test_row_13_the_rule_of_a_running_poll_is_in_the_poll() -> None:
    """Whatever the set-up says later: only the ending of a poll is changed, and what its own rule lets be changed."""
    own = (TIGHTEN_SEEN, TIGHTEN_TOTALS, HEAR)
    ways = [str(statement) for table in CHANGES for change, statement in table.items() if change not in own]
    settled = ("kind", "seen_as", "totals", "least", "plan", "closes_at", "question", "open_options")
    for way in ways:
        if way.startswith("UPDATE polls SET"):
            assert not [name for name in settled if f" {name}=" in way.split("WHERE")[0]], way


async def test_row_14_an_outcome_is_recorded_first_and_said_once(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s)
        await s.core.courier.look()
        s.clock.forward(timedelta(days=3))
        s.chat.failures += [Unreachable()] * 3
        await s.settle()
        assert s.rows("SELECT state FROM polls") == [("closed",)]
        for _ in range(4):
            await s.later(minutes=1)
        assert sum(text(m.card).startswith("Closed: When?") for m in s.chat.in_place(CHANNEL)) == 1


async def test_row_16_a_ballot_is_checked_when_it_is_cast(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s)
        ben = s.member("ben")
        token, _ = ben.find("Saturday")
        await ben.sends_press(type(token)(token.handler, (token.ids[0], "7")))
        assert ben.screen == "This option is not there. Nothing was recorded."
        assert s.rows("SELECT * FROM ballots") == []


async def test_row_17_nothing_is_counted_while_answers_are_still_taken(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s)
        late = press(s, s.member("ben"), "Saturday")
        s.clock.forward(timedelta(days=3))
        await s.core.timekeeper.look()
        assert s.rows("SELECT state FROM polls") == [("counting",)]
        answer = await s.core.handle(late)
        assert isinstance(answer, Whisper)
        assert "This closed" in text(answer.card)
        await s.settle()
        assert s.broken() == []


@pytest.mark.parametrize(
    ("words", "zone", "at", "assumed"),
    [
        ("2027-03-28 02:30", "Europe/Berlin", datetime(2027, 3, 28, 1, 30, tzinfo=UTC), {Assumed.GAP}),
        ("2026-10-25 02:30", "Europe/Berlin", datetime(2026, 10, 25, 0, 30, tzinfo=UTC), {Assumed.FOLD}),
        ("2027-03-14 18:00", "America/New_York", datetime(2027, 3, 14, 22, 0, tzinfo=UTC), set()),
        ("2027-03-13 18:00", "America/New_York", datetime(2027, 3, 13, 23, 0, tzinfo=UTC), set()),
    ],
)
def test_row_18_times_are_kept_in_utc_and_both_clock_changes_are_known(
    words: str, zone: str, at: datetime, assumed: set[Assumed]
) -> None:
    now = datetime(2026, 10, 21, 8, 0, tzinfo=UTC)
    assert read_deadline(words, now, zone, ("en",)) == Deadline(at, zone, frozenset(assumed))


async def test_row_19_no_name_of_an_unnamed_poll_is_anywhere_that_is_shown(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await ask(s)
        await s.member("zelda").presses("Saturday")
        await s.member("zelda").presses("Say why")
        await s.member("zelda").fills(words="It suits me")
        for label in ("Details", "See the reasons"):
            await ana.presses(label)
            assert "zelda" not in ana.screen.lower()
        await s.later(days=3)
        await ana.says("/descant log")
        assert "zelda" not in (s.shown() + ana.screen).lower()


async def test_row_20_a_private_receipt_after_each_vote(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s)
        ben = await s.member("ben").presses("Saturday")
        assert ben.screen.startswith("Recorded: Saturday. You can change it or take it back until Friday 27 November")
        assert "Ben" not in s.shown()


async def test_row_21_an_old_reason_is_marked_and_can_be_taken_back(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s)
        ben = await s.member("ben").presses("Saturday")
        await ben.presses("Say why")
        await ben.fills(words="It suits me")
        await ben.presses("Tuesday")
        await ben.presses("See the reasons")
        assert "> It suits me\n  has changed their answer since" in ben.screen


async def test_row_22_unknown_is_not_nothing(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        s.chat.members = None
        await ask(s)
        await s.member("ben").presses("Saturday")
        await s.later(days=3)
        assert "1 person took part." in s.shown()
        assert "did not." not in s.shown()


@pytest.mark.parametrize("number", [2, 15, 16, 25])
async def test_row_23_many_options(tmp_path: Path, number: int) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        await ana.says(f"/poll question: Which? options: {'; '.join(f'option {n}' for n in range(number))}")
        await ana.presses("Post it")
        await ana.presses(f"option {number - 1}")
        await s.later(days=4)
        assert "because more people chose it than any other" in s.shown()


async def test_row_23_three_thousand_voters(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await ask(s)
        tokens = [ana.find(label)[0] for label in ("Tuesday", "Saturday")]
        who = ana.who
        presses = [
            ActionPressed("", type(who)(PersonId(f"m{n}")), ana.where, s.clock.now(), tokens[n % 3 != 0])
            for n in range(3000)
        ]
        await asyncio.gather(*(s.core.handle(event) for event in presses))
        await s.later(days=3)
        ana.sees("Saturday, because 2000 of 3000 chose it.", "3000 people took part.")


async def test_row_24_everything_overdue_is_done_at_the_start_and_says_how_late(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        for _ in range(60):
            await ask(s)
    s.clock.forward(timedelta(days=10))
    async with stage(tmp_path / "d.db", s.clock, s.chat) as again:
        await again.core.timekeeper.look()
        assert again.rows("SELECT DISTINCT state FROM polls") == [("counting",)]
        await again.settle()
        assert again.shown().count("late, because I was not running") == 60


def test_row_36_what_has_no_order_is_not_sorted_by_a_name() -> None:
    """Reasons stand in the order of ids that chance gave, which says nothing about who wrote or when."""
    (reasons,) = {
        str(statement)
        for table in VIEWS
        for view, query in table.items()
        if view.name == "polls.card"
        for statement in query.statements
        if "reasons.words" in str(statement)
    }
    assert "ORDER BY reasons.id" in reasons


async def test_row_43_no_list_of_who_has_not_answered() -> None:
    names = [column.name for table in metadata.tables.values() for column in table.columns]
    assert not [name for name in names if "absent" in name or "missing" in name or "streak" in name]


async def test_row_47_one_that_fails_stops_no_other(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s)

        def wake(tx: Tx) -> None:
            tx.wake("no such kind", "x", tx.now)

        await s.store.write(COMMUNITY, wake)
        s.clock.forward(timedelta(days=3))
        await s.core.timekeeper.look()
        assert s.rows("SELECT state FROM polls") == [("counting",)]
        assert s.rows("SELECT attempts FROM due WHERE kind = 'no such kind'") == [(1,)]


async def test_row_48_a_crash_in_the_middle_of_saying_is_looked_up_not_repeated(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s)
        ((poll,),) = s.rows("SELECT id FROM polls")
        s.chat.lost_answers.append(Unreachable())
        await s.store.write(COMMUNITY, lambda tx: tx.post(Effect("x", CHANNEL, "poll", str(poll))))
        await s.settle()
        await s.later(minutes=1)
        assert [message.key for message in s.chat.in_place(CHANNEL)].count("x") == 1
        assert s.rows("SELECT state, attempts FROM outbox WHERE key = 'x'") == [("delivered", 2)]


async def test_row_50_starting_twice_does_nothing_twice(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s)
        await s.core.courier.resume()
        await s.core.courier.resume()
        await s.settle()
        assert len(s.chat.in_place(CHANNEL)) == 1


async def test_row_51_every_post_carries_a_key_of_its_own(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s)
        await ask(s)
        await s.later(days=4)
        keys = [message.key for message in s.chat.messages.values()]
        assert len(keys) == len(set(keys)) == 4
        assert all(keys)


async def test_row_52_nothing_that_matters_lives_in_memory(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        await ana.says("/poll question: When? options: Tuesday; Saturday")
        token, _ = ana.find("Post it")
    async with stage(tmp_path / "d.db", s.clock, s.chat) as again:
        ana = again.member("ana")
        await ana.sends_press(token)
        ana.sees("Posted in #plans")
        await ana.presses("Saturday")
        ana.sees("Recorded: Saturday.")


async def test_row_55_closed_direct_messages_are_told_nowhere_in_public(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s)
        before = len(s.chat.messages)
        s.chat.failures.append(Forbidden("direct messages"))
        ((poll,),) = s.rows("SELECT id FROM polls")
        telling = Effect("x", PersonId("ben"), "poll", str(poll), direct=True, told=PersonId("ana"))
        await s.store.write(COMMUNITY, lambda tx: tx.post(telling))
        await s.settle()
        assert len(s.chat.messages) == before


async def test_row_75_a_place_that_is_gone_is_told_to_whoever_asked(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s)
        post = s.chat.post

        async def gone(community: object, place: PlaceId, *rest: object, **named: object) -> object:
            if place == CHANNEL:
                raise Forbidden("the channel")
            return await post(community, place, *rest, **named)  # type: ignore[arg-type]

        s.chat.post = gone  # type: ignore[method-assign,assignment]
        await s.later(days=3)
        (told,) = s.chat.in_place("@ana")
        assert "I could not post in #plans" in text(told.card)
