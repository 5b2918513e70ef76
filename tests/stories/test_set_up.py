"""A keeper sets Descant up; every member reads all of it, and can change none."""

import json
from pathlib import Path

import pytest

from bot.chat.answers import FormErrors, Whisper
from bot.chat.cards import Card, Paragraph
from bot.chat.events import CommunityJoined, PlaceGone
from bot.chat.ids import PersonId, PlaceId
from bot.chat.token import Token
from bot.settings import SETTINGS, Name
from tests.people import COMMUNITY, Member, Stage, labels, stage, standing, text

CHANGES = {"Channels", "Polls", "Proposals", "Times of proposals", "Language and time", "Signposts"}


def shown(member: Member) -> set[str]:
    assert isinstance(member.answer, Whisper)
    return set(labels(member.answer.card))


async def test_from_joined_to_set_up_in_under_ten_presses(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        grace, ana = s.member("grace", keeper=True), s.member("ana")
        await s.core.handle(CommunityJoined(COMMUNITY, s.clock.now(), by=PersonId("grace")))
        await s.settle()
        assert "Set-up" in labels(s.chat.in_place("@grace")[0].card)
        await grace.in_place("@grace").presses("Set-up")
        await grace.says("/descant setup")
        await grace.presses("Channels")
        await grace.fills(place_proposals="plans", place_thanks="shed", why="So that everyone finds them")
        grace.sees("Changed.", "Proposals: in #plans.", "Thanks: in #shed.", "Check-ins: in the channel where")
        await grace.presses("Language and time")
        await grace.fills(zone="Europe/Lisbon", why="Most of us live there")
        grace.sees("the time is that of Lisbon")
        await grace.presses("Polls")
        await grace.fills(poll_closes="2 days", poll_seen="secret", why="Some of us are afraid to be seen")
        grace.sees("Polls are open for 2 days", "They are secret.", "One asked now would close Thursday 26 November")
        await ana.says("/descant setup")
        ana.sees("Proposals: in #plans.", "They are secret.", "Every member can read this.")
        assert shown(grace) - shown(ana) >= CHANGES
        assert shown(ana) <= shown(grace)


async def test_the_log_says_who_what_and_why(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        grace, ana = s.member("grace", keeper=True), s.member("ana")
        await ana.says("/descant log")
        ana.sees("Nothing was changed.")
        await grace.says("/descant setup")
        await grace.presses("Polls")
        await grace.fills(poll_closes="1 week", why="People were away")
        await ana.says("/descant log")
        ana.sees("How long polls are open: “3 days”, now “1 week”.", "By Grace", "People were away")
        await ana.says("/descant log were aw")
        ana.sees("People were away")
        await ana.says("/descant log 100%")
        ana.sees("Nothing was changed.")
        await ana.says("/descant log")
        await ana.presses("Take it all along")
        assert isinstance(ana.answer, Whisper)
        (entry,) = json.loads(ana.answer.files[0].content)
        assert (entry["by"], entry["before"], entry["after"]) == (grace.id, "3 days", "1 week")


async def test_a_keepers_button_pressed_by_someone_else_changes_nothing(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        grace, ana = s.member("grace", keeper=True), s.member("ana")
        await grace.says("/descant setup")
        token, _ = grace.find("Polls")
        await ana.sends_press(token)
        ana.sees("Only members whom this platform lets manage it can change the set-up. Nothing was changed.")
        await grace.presses("Polls")
        ana.answer = grace.answer
        await ana.fills(poll_closes="5 days", why="Because")
        ana.sees("Nothing was changed.")
        assert (await s.store.read(SETTINGS, community=COMMUNITY)).get(Name.POLL_CLOSES) == "3 days"


@pytest.mark.parametrize(
    ("section", "typed", "sentence"),
    [
        ("Language and time", {"zone": "Berlin"}, "Is it one of these: Europe/Berlin?"),
        ("Language and time", {"zone": "Nowhere/At All"}, "A zone is named after a large city"),
        ("Polls", {"poll_closes": "soonish"}, "“soonish” is not a length of time that I can read."),
        ("Polls", {"poll_least": "-3"}, "“-3” is not a whole number. For example: 5."),
        ("Polls", {"why": "  "}, "Please say why in a few words, for everyone to read."),
        ("Signposts", {"signposts": "x" * 601}, "This has more than 600 characters. All your words are kept here."),
    ],
)
async def test_what_can_not_be_set_comes_back_with_the_words_kept(
    tmp_path: Path, section: str, typed: dict[str, str], sentence: str
) -> None:
    async with stage(tmp_path / "d.db") as s:
        grace = s.member("grace", keeper=True)
        await grace.says("/descant setup")
        await grace.presses(section)
        await grace.fills(**{"why": "Because", **typed})
        assert isinstance(grace.answer, FormErrors)
        (error,) = grace.answer.errors.values()
        assert sentence in text(Card((Paragraph(error),)))
        kept = {field.key: standing(field) for field in grace.answer.form.fields}
        assert typed.items() <= kept.items()
        await grace.says("/descant log")
        grace.sees("Nothing was changed.")


async def test_every_channel_that_is_set_is_looked_at(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        grace = s.member("grace", keeper=True)
        await grace.says("/descant setup")
        await grace.presses("Channels")
        await grace.fills(place_proposals="plans", place_thanks="shed", place_checkins="lost", why="Order")
        s.chat.forbidden |= {"shed": ("Send Messages", "Embed Links"), "lost": None}
        await grace.presses("Check my setup")
        grace.sees("I am looking at every channel")
        await grace.presses("Show what you found")
        grace.sees(
            "In #shed I am missing: Send Messages and Embed Links.", "A channel that is set is not there any more"
        )
        grace.sees_no("#plans I am missing")
        s.chat.forbidden.clear()
        await grace.presses("Look again")
        await grace.presses("Show what you found")
        grace.sees("I can do my work in every channel that is set.")


async def test_a_channel_that_goes_is_told_once_to_whoever_chose_it(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        grace = s.member("grace", keeper=True)
        await grace.says("/descant setup")
        await grace.presses("Channels")
        await grace.fills(place_proposals="old", place_thanks="old", why="Order")
        for _ in range(2):
            await s.core.handle(PlaceGone(COMMUNITY, PlaceId("old"), s.clock.now()))
            await s.settle()
        assert len(s.chat.in_place("@grace")) == 1
        assert "is not there any more" in text(s.chat.in_place("@grace")[0].card)
        await grace.says("/descant setup")
        grace.sees("Proposals: in the channel where they are begun.")


async def test_a_section_from_another_version_is_refused(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        grace = s.member("grace", keeper=True)
        await grace.sends_press(Token("setup.change", ("drawers",)))
        grace.sees("Nothing was changed.")


async def test_what_is_set_is_where_a_poll_begins(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        grace, ana = s.member("grace", keeper=True), s.member("ana")
        await grace.says("/descant setup")
        await grace.presses("Polls")
        await grace.fills(poll_closes="2 days", poll_seen="named", poll_least="4", why="As we said on Monday")
        await ana.says("/poll")
        assert {f.key: standing(f) for f in ana.form.fields}["closes"] == "2 days"
        await ana.says("/poll question: Tea? options: Yes; No")
        ana.sees("by name, once it has closed", "It takes 4 answers", "Thursday 26 November 2026, 10:00")
        await ana.says("/poll question: Tea? options: Yes; No seen: unnamed closes: 1 day least: 0")
        ana.sees("nobody by name", "Wednesday 25 November 2026, 10:00")


async def test_what_is_switched_off_says_so(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        grace, ana = s.member("grace", keeper=True), s.member("ana")
        await grace.says("/descant setup")
        await grace.presses("What is switched on")
        await grace.fills(off="proposals\nthanks\ncheckins", why="We talk first")
        grace.sees("Switched off here: polls. Everything else anyone may begin.")
        for line in ("/poll", "/poll question: Tea? options: Yes; No"):
            await ana.says(line)
            ana.sees("This community does without polls for now.")


async def test_closing_early_stands_in_the_log(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana, ben = s.member("ana"), s.member("ben")
        await ana.says("/poll question: Tea? options: Yes; No")
        await ana.presses("Post it")
        await ana.presses("Details")
        await ana.presses("Close it now")
        await ana.fills(why="The kettle broke")
        await ben.says("/descant log kettle")
        ben.sees("Closed early: Tea?", "By Ana", "The kettle broke")


async def test_every_member_can_suggest_a_change_as_a_proposal(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await s.member("ana").says("/descant setup")
        await ana.presses("Suggest a change")
        ana.sees("What would you like to be different?", "[How long polls are open: 3 days]", "[Signposts]")
        await ana.presses("How long polls are open: 3 days")
        what = {f.key: standing(f) for f in ana.form.fields}["what"]
        assert what == "Change Descant's set-up: How long polls are open, which is “3 days” now, to …"
        await ana.fills(what=what.replace("…", "a week"), why="Some of us are here on Sundays only")
        await ana.presses("Post it")
        s.member("ben").sees("which is “3 days” now, to a week", "[Suggest a change]")


async def test_a_setting_of_another_time_is_said_to_be_gone(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        before = await s.store.read(SETTINGS, community=COMMUNITY)
        ana = await s.member("ana").sends_press(Token("setup.propose"), ("drawers",))
        ana.sees("There is no such setting any more.")
        assert await s.store.read(SETTINGS, community=COMMUNITY) == before


async def without_proposals(s: Stage) -> Member:
    """The keeper who has switched them off."""
    grace = await s.member("grace", keeper=True).says("/descant setup")
    await grace.presses("What is switched on")
    return await grace.fills(off="polls\nthanks\ncheckins", why="We talk first")


async def test_without_proposals_a_change_is_suggested_to_the_keepers(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        grace, ana = await without_proposals(s), s.member("ana")
        await ana.says("/descant setup")
        await ana.presses("Suggest a change")
        ana.sees("it goes to the keepers, privately, with your name")
        await ana.presses("Signposts")
        await ana.fills(words="Could we have it in Welsh, please?")
        ana.sees("I have told 1 keeper, privately, with your name:", "Could we have it in Welsh, please?")
        s.member("ben").sees_no("Welsh")
        told = grace.in_place("@grace")
        told.sees("Ana suggests a change to the set-up: Signposts", "Could we have it in Welsh, please?")


async def test_what_is_suggested_to_the_keepers_comes_back_where_it_is_empty_or_too_long(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await without_proposals(s)
        ana = await s.member("ana").says("/descant setup")
        await ana.presses("Suggest a change")
        await ana.presses("Language: English")
        await ana.fills(words=" ")
        ana.sees("Please say what you would like.")
        await ana.fills(words="Welsh " * 100)
        ana.sees("This has more than 500 characters. All your words are kept here.", "Welsh Welsh")
        assert s.chat.in_place("@grace") == []


async def test_without_proposals_and_without_a_keeper_who_may_be_told_it_is_said_so(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        grace, ana = await without_proposals(s), s.member("ana")
        await grace.says("/descant")
        await grace.presses("Take a break")
        await ana.says("/descant setup")
        await ana.presses("Suggest a change")
        ana.sees("I know of no keeper whom I may write to", "ask the group with /poll")
        await ana.presses("What was changed")
        ana.sees("By Grace")


async def test_what_is_to_be_done_is_said_as_the_platform_does_it(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        s.chat.tells_remedies = True
        s.chat.forbidden["plans"] = ("/invite @Descant",)
        grace = await s.member("grace", keeper=True).says("/descant setup")
        await grace.presses("Channels")
        await grace.fills(place_proposals="plans", why="Order")
        await grace.presses("Check my setup")
        await grace.presses("Show what you found")
        grace.sees("In #plans this is to be done: /invite @Descant.")
        grace.sees_no("permissions")


async def test_the_log_names_channels_as_their_chat_does(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        grace = await s.member("grace", keeper=True).says("/descant setup")
        await grace.presses("Channels")
        await grace.fills(place_thanks="shed", why="Order")
        await grace.says("/descant log")
        grace.sees("Channel for thanks: nothing, now #shed.")


async def test_the_next_check_ins_stand_in_the_set_up_and_follow_its_zone(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        grace = s.member("grace", keeper=True)
        await grace.says("/checkin new name: Hello questions: How are you? days: Monday time: 10:00")
        await grace.presses("Start it")
        await grace.says("/descant setup")
        grace.sees("The next check-ins: Hello Monday 30 November 2026, 10:00 (London).")
        await grace.presses("Language and time")
        await grace.fills(zone="America/New_York", why="Most of us moved")
        await grace.says("/descant setup")
        grace.sees("The next check-ins: Hello Monday 30 November 2026, 15:00 (London).")
        elsewhere = await s.member("ben").in_place("attic").says("/descant setup")
        elsewhere.sees_no("The next check-ins")
