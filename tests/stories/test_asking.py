"""Asking: what is typed becomes a poll, or comes back with a sentence and nothing lost."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.chat.answers import FormErrors, Whisper
from bot.chat.events import FormSent
from bot.chat.forms import TextField
from tests.people import CHANNEL, Member, Stage, stage

GOOD = {"question": "When do we meet?", "options": "Tuesday\nSaturday", "closes": "in 3 days"}
RIGHT_TO_LEFT = "متى نلتقي؟"
SPITEFUL = [
    "@everyone <@123> <!channel> <#C123> <!here>",
    "**bold** _it_ `code` ~gone~ ||spoiler|| > quote # head - list [link](https://evil.example)",
    "<script>alert(1)</script> &lt;b&gt; <b>bold</b>",
    "{question} {0} %s %(n)s {{7*7}} ${HOME}",
    RIGHT_TO_LEFT,
    "👩‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿 👍🏽 \U0001fae9",
    "Robert'); DROP TABLE polls;--",
]


async def form(s: Stage) -> Member:
    return await s.member("ana").says("/poll")


def standing(member: Member, key: str) -> str:
    (found,) = (f for f in member.form.fields if f.key == key)
    assert isinstance(found, TextField)
    return found.value


@pytest.mark.parametrize(
    ("key", "typed", "sentence"),
    [
        ("closes", "2020-01-01 18:00", "That time has passed. You can write friday 6pm, in 3 days"),
        ("closes", "yesterday", "That time has passed."),
        ("closes", "in 2 minutes", "That is less than five minutes away"),
        ("closes", "in 400 days", "That is more than a year away."),
        ("closes", "2027-02-30", "That day does not exist."),
        ("closes", "12", "A number alone could be an hour or a day."),
        ("closes", "may", "A month alone leaves the day open."),
        ("closes", "01/02/2027 18:00", "That could be Saturday 2 January 2027"),
        ("closes", "when the cows come home", "I could not read that as a time."),
        ("closes", "f" * 10_000, "I could not read that as a time."),
        ("options", "Tuesday", "A choice needs at least two options."),
        ("options", "", "What can people choose? One option on each line."),
        ("options", "\u200b\n\u3164", "What can people choose? One option on each line."),
        ("options", "\n".join(map(str, range(26))), "That is 26 options; up to 25 fit."),
        ("options", "Tuesday\nTUESDAY ", "“TUESDAY” is there twice."),
        ("options", f"{'o' * 76}\nTuesday", "“oooooooooooooooooooo” has more than 75"),
        ("question", "q" * 10_000, "This has more than 300 characters. All your words are kept here."),
        ("question", " \x00 \u200b\u2060", "What would you like to ask?"),
        ("why", "w" * 501, "This has more than 500 characters."),
    ],
)
async def test_what_can_not_be_taken_gets_a_sentence_and_is_kept(
    tmp_path: Path, key: str, typed: str, sentence: str
) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await form(s)
        await ana.fills(**(GOOD | {key: typed}))
        assert isinstance(ana.answer, FormErrors)
        assert set(ana.answer.errors) == {key}
        assert sentence in ana.screen
        assert standing(ana, key) == typed
        for other in set(GOOD) - {key}:
            assert standing(ana, other) == GOOD[other]
        assert s.chat.messages == {}
        await ana.fills(**GOOD, why="")
        assert isinstance(ana.answer, Whisper)
        await ana.presses("Post it")
        ana.sees("Posted in #plans")


async def test_everything_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await form(s)
        await ana.fills(question="", options="one", closes="yesterday", why="w" * 501)
        assert isinstance(ana.answer, FormErrors)
        assert set(ana.answer.errors) == {"question", "options", "closes", "why"}


async def test_the_same_on_one_line_opens_the_form_with_the_words_kept(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await s.member("ana").says("/poll question: When? options: Tuesday; Saturday closes: yesterday")
        ana.sees("That time has passed.")
        assert standing(ana, "question") == "When?"
        assert standing(ana, "options") == "Tuesday\nSaturday"
        await ana.says("/poll question: When? options: Tuesday; Saturday kind: loudest least: some seen: everyone")
        ana.sees("“loudest” is not one of the choices")
        assert isinstance(ana.answer, FormErrors)
        assert set(ana.answer.errors) == {"kind", "least", "seen"}


@pytest.mark.parametrize("words", SPITEFUL)
async def test_what_people_write_stays_what_they_wrote(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await form(s)
        await ana.fills(question=words, options=f"{words[:75].strip()}\nSaturday", why=words, closes="in 3 days")
        await ana.presses("Post it")
        shown = s.shown()
        assert shown.count(words) >= 2
        await ana.presses(words[:75].strip())
        ana.sees(f"Recorded: {words[:75].strip()}.")
        await ana.presses("Say why")
        await ana.fills(words=words)
        await s.later(days=3)
        assert f"> {words}" in s.shown()


async def test_words_that_read_as_their_opposite_are_straightened(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await form(s)
        await ana.fills(question="Is \u202eon\u202c an answer?\x00\x07", options="yes\u2066\nno", closes="in 3 days")
        await ana.presses("Post it")
        assert "Is on an answer?" in s.shown()
        ana.find("yes")
        assert not any(c in s.shown() for c in "\u202e\u202c\u2066\x00\x07")


async def test_a_draft_that_lay_too_long_is_shown_again_and_not_posted_closed(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        await ana.says("/poll question: When? options: Tuesday; Saturday closes: in 2 hours")
        s.clock.forward(timedelta(hours=2))
        await ana.presses("Post it")
        ana.sees("The time at which this was to close has come meanwhile, so nothing was posted yet.")
        assert s.chat.messages == {}
        await ana.presses("Post it")
        ana.sees("Posted in #plans. It closes Tuesday 24 November 2026, 14:00 (London).")
        ((opened, closes),) = s.rows("SELECT opened_at, closes_at FROM polls")
        assert int(str(closes)) > int(str(opened))


async def test_a_draft_whose_named_time_passed_asks_for_another(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        await ana.says("/poll question: When? options: Tuesday; Saturday closes: 2026-11-24 12:00")
        s.clock.forward(timedelta(hours=3))
        await ana.presses("Post it")
        ana.sees("That time has passed.")
        await ana.fills(closes="in 3 days")
        await ana.presses("Post it")
        ana.sees("Posted in #plans")


async def test_changing_the_time_of_a_draft_changes_when_it_closes(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        await ana.says("/poll question: When? options: Tuesday; Saturday closes: in 3 days")
        await ana.presses("Change it")
        await ana.fills(closes="in 5 days")
        await ana.presses("Post it")
        ana.sees("It closes Sunday 29 November 2026, 10:00 (London).")


async def test_a_closing_that_no_field_holds_is_not_taken(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await form(s)
        values = GOOD | {"closes_at": "1999-01-01T00:00:00+00:00"}
        event = FormSent(s.key(), ana.who, ana.where, s.clock.now(), ana.form.token, values)
        ana.answer = await s.core.handle(event)
        await ana.presses("Post it")
        ana.sees("It closes Friday 27 November 2026")


async def test_a_poll_is_posted_once_however_often_it_is_pressed(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        await ana.says("/poll question: When? options: Tuesday; Saturday")
        token, _ = ana.find("Post it")
        await ana.sends_press(token)
        await ana.sends_press(token)
        ana.sees("This draft is not there any more: it was posted or thrown away.")
        assert len(s.chat.in_place(CHANNEL)) == 1


async def test_a_draft_can_be_thrown_away(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        await ana.says("/poll question: When? options: Tuesday; Saturday")
        token, _ = ana.find("Post it")
        await ana.presses("Do not post it")
        ana.sees("Nothing was posted.")
        await ana.sends_press(token)
        ana.sees("This draft is not there any more")
        assert s.rows("SELECT * FROM drafts") == []


async def test_nobody_else_can_post_a_draft(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        await ana.says("/poll question: When? options: Tuesday; Saturday")
        token, _ = ana.find("Post it")
        await s.member("ben", keeper=True).sends_press(token)
        assert s.chat.messages == {}


async def test_more_choices_and_what_happens_next_are_kept_through_all_pages(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await form(s)
        await ana.fills(**GOOD)
        await ana.presses("More choices")
        await ana.fills(seen="named", totals="always", adding="no")
        await ana.presses("What happens next")
        await ana.fills(decided="Ana books the hall.", least="few")
        ana.sees("“few” is not a whole number. For example: 5.")
        await ana.fills(least="4")
        await ana.presses("Post it")
        ana.sees("Seen by: everyone here, by name", "It takes 4 answers", "If it is decided: Ana books the hall.")
        ana.sees("Tuesday: 0 of 0")
        ana.sees_no("[Add an option]")


async def test_no_hour_is_told_and_the_usual_one_taken(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await s.member("ana").says("/poll question: When? options: Tuesday; Saturday closes: friday")
        ana.sees("Closes Friday 27 November 2026, 18:00 (London).", "You named no time of day, so it closes at 18:00.")


async def test_a_zone_that_is_not_known_does_not_keep_anyone_from_asking(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana", zone="Mars/Olympus_Mons")
        await ana.says("/poll question: When? options: Tuesday; Saturday closes: friday 18:00")
        await ana.presses("Post it")
        ana.sees("Posted in #plans. It closes Friday 27 November 2026, 18:00 (London).")


async def test_the_deadline_is_meant_in_the_askers_own_zone(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana", zone="Asia/Kathmandu")
        await ana.says("/poll question: When? options: Tuesday; Saturday closes: friday 18:00")
        ana.sees("Closes Friday 27 November 2026, 12:15 (London)")


async def test_others_may_add_options_until_three_quarters_of_the_time(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana, ben = s.member("ana"), s.member("ben")
        await ana.says("/poll question: When? options: Tuesday; Saturday closes: in 4 days")
        await ana.presses("Post it")
        await ben.presses("Add an option")
        for typed, sentence in (
            ("", "This needs a few words."),
            ("saturday", "“saturday” is there twice."),
            ("o" * 76, "This has more than 75 characters."),
        ):
            await ben.fills(words=typed)
            ben.sees(sentence)
            assert standing(ben, "words") == typed
        await ben.fills(words="Sunday")
        ben.sees("Added: Sunday. Everyone can choose it now.", "[Sunday]")
        await ana.presses("Sunday")
        ana.sees("Recorded: Sunday.")
        await s.later(days=3)
        await ben.presses("Add an option")
        ben.sees("Options could be added until three quarters of the time had passed.")


async def test_no_more_than_twenty_five_options_can_be_added(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana, ben = s.member("ana"), s.member("ben")
        options = "; ".join(f"option {n}" for n in range(1, 25))
        await ana.says(f"/poll question: When? options: {options} closes: in 4 days")
        await ana.presses("Post it")
        await ben.presses("Add an option")
        form, again = ben.answer, s.member("chi")
        await ben.fills(words="the last")
        again.answer = form
        await again.fills(words="one too many")
        again.sees("That is 26 options; up to 25 fit.")
        await again.presses("Add an option")
        again.sees("That is 26 options; up to 25 fit.")


async def test_details_say_what_was_settled(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana, ben = s.member("ana"), s.member("ben")
        await ana.says("/poll question: When? options: Tuesday; Saturday kind: any totals: answered")
        await ana.presses("Post it")
        await ben.presses("Details")
        ben.sees(
            "Asked by Ana, Tuesday 24 November 2026, 10:00 (London).",
            "Everyone chooses all the options they like.",
            "Seen by: nobody by name.",
            "The numbers are shown to those who have answered.",
            "Nobody's title or role changes what an answer counts for.",
            "Anyone may add an option until three quarters of the time has passed.",
        )
        await ana.presses("Details")
        assert "[Close it now]" in ana.screen
