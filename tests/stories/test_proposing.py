"""Making a proposal: the form, the preview, the card that asks the group for what is missing."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.chat.answers import FormErrors
from bot.chat.events import CommandGiven, Shared
from bot.chat.ids import PersonId, PlaceId
from tests.people import CHANNEL, Member, Stage, labels, stage, text

GOOD = {
    "what": "Open the shed on Sundays\nFrom ten to noon, with two of us there.",
    "why": "Some of us work on Saturdays.",
    "risks": "Nobody comes and two people sit there alone.",
    "others": "Lend keys to everyone who asks\nOpen it on Friday evening",
    "affected": "Whoever keeps the keys",
}


async def form(s: Stage, name: str = "ana") -> Member:
    return await s.member(name).says("/propose")


async def test_the_form_becomes_a_preview_and_the_preview_a_card(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await form(s)
        await ana.fills(**GOOD)
        ana.sees("Only you can see this.", "Open the shed on Sundays", "Way 2: Lend keys to everyone who asks")
        assert s.chat.messages == {}
        await ana.presses("Post it")
        ana.sees("Posted in #plans. It is shaped until Friday 27 November 2026, 10:00 (London).")
        ben = s.member("ben")
        ben.sees(
            "Open the shed on Sundays",
            "From ten to noon, with two of us there.",
            "Why: Some of us work on Saturdays.",
            "Way 3: Open it on Friday evening",
            "> Nobody comes and two people sit there alone.",
            "Most affected: Whoever keeps the keys",
            "Shaped until Friday 27 November 2026, 10:00 (London), then decided until Monday 30 November 2026, 10:00",
            "If 3 people need more time, the shaping goes on for 1 day longer, once.",
            "It goes ahead if nobody objects.",
            "We look again after 90 days.",
        )
        ben.sees_no("Nobody has")


async def test_the_card_asks_the_group_for_what_is_missing(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await s.member("ana").says("/propose Plant a hedge")
        await ana.presses("Post it")
        ana.sees(
            "Nobody has named a risk yet. Nobody has named another way yet. Nobody has said yet whom it affects.",
            "[Add a risk]",
            "[Add another way]",
            "[This affects me]",
        )


async def test_the_same_on_one_line(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await s.member("ana").says(
            "/propose what: Plant a hedge why: shade rule: two thirds least: 4 shaping: 2 days deciding: 1 day "
            "others: plant trees; build a wall ahead: Ben buys it. trial: 30 days seen: named review: 2 weeks"
        )
        await ana.presses("Post it")
        ana.sees(
            "Plant a hedge",
            "Way 3: build a wall",
            "at least two are for it for each one against",
            "At least 4 people have to take part.",
            "Shaped until Thursday 26 November 2026, 10:00 (London), then decided until Friday 27 November 2026, 10:00",
            "If it goes ahead: Ben buys it.",
            "it ends by itself after 30 days unless renewed",
            "We look again after 14 days.",
            "Stances are seen by name",
        )


async def test_a_message_becomes_a_proposal(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        about = Shared("We should plant a hedge!", PersonId("ben"), "https://chat.example/1")
        event = CommandGiven(s.key(), ana.who, ana.where, s.clock.now(), "propose", about=about)
        ana.answer = await s.core.handle(event)
        await ana.fills(why="shade")
        await ana.presses("Post it")
        ana.sees("We should plant a hedge!", "Where this began")


@pytest.mark.parametrize(
    ("key", "typed", "sentence"),
    [
        ("what", "", "What would you like to propose?"),
        ("what", " \u200b", "What would you like to propose?"),
        ("what", "w" * 3001, "This has more than 3000 characters. All your words are kept here."),
        ("why", "w" * 1001, "This has more than 1000 characters."),
        ("risks", "r" * 501, "This has more than 500 characters."),
        ("affected", "a" * 301, "This has more than 300 characters."),
        ("others", "\n".join(map(str, range(6))), "Up to 5 other ways fit here."),
        ("others", "one\nONE ", "“ONE” stands there already."),
        ("others", f"one\n{'o' * 3001}", "The way that begins “oooooooooooooooooooo” has more than 3000"),
        ("others", "open  the shed", "“open the shed” stands there already."),
    ],
)
async def test_what_can_not_be_taken_gets_a_sentence_and_is_kept(
    tmp_path: Path, key: str, typed: str, sentence: str
) -> None:
    good = GOOD | {"what": "Open the shed"}
    async with stage(tmp_path / "d.db") as s:
        ana = await form(s)
        await ana.fills(**(good | {key: typed}))
        assert isinstance(ana.answer, FormErrors)
        assert set(ana.answer.errors) == {key}
        assert sentence in ana.screen
        for other in set(good) - {key}:
            assert good[other] in ana.screen
        assert s.chat.messages == {}
        await ana.fills(**good)
        await ana.presses("Post it")
        ana.sees("Posted in #plans")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("rule: loudest", "“loudest” is not one of the choices, which are: consent"),
        ("seen: everywhere", "“everywhere” is not one of the choices"),
        ("least: few", "“few” is not a whole number."),
        ("shaping: yesterday", "That time has passed."),
        ("deciding: 1 minute", "That is less than five minutes"),
        ("review: some day", "I could not read that as a length of time."),
        ("trial: 900 days", "That is more than a year away."),
    ],
)
async def test_each_page_says_what_it_could_not_take(tmp_path: Path, line: str, sentence: str) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await s.member("ana").says(f"/propose what: Plant a hedge {line}")
        assert isinstance(ana.answer, FormErrors)
        ana.sees(sentence)


async def test_more_choices_and_what_happens_next_are_kept_through_all_pages(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await form(s)
        await ana.fills(**GOOD)
        await ana.presses("More choices")
        await ana.fills(rule="majority", least="2", shaping="12 hours")
        await ana.presses("What happens next")
        await ana.fills(ahead="Ana asks for a second key.", few="We ask again in May.")
        await ana.presses("Change it")
        await ana.fills(why="Because.")
        await ana.presses("Post it")
        ana.sees(
            "Why: Because.",
            "It goes ahead if more are for it than against.",
            "Shaped until Tuesday 24 November 2026, 22:00 (London)",
            "If 3 people need more time, the shaping goes on for 12 hours longer, once.",
            "If it goes ahead: Ana asks for a second key.",
            "If too few take part: We ask again in May.",
        )


async def test_a_proposal_is_posted_once_however_often_it_is_pressed(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await s.member("ana").says("/propose Plant a hedge")
        token, _ = ana.find("Post it")
        await s.member("ben", keeper=True).sends_press(token)
        assert s.chat.messages == {}
        await ana.sends_press(token)
        await ana.sends_press(token)
        ana.sees("This draft is not there any more: it was posted or thrown away.")
        assert len(s.chat.in_place(CHANNEL)) == 1


async def test_a_draft_can_be_thrown_away(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await s.member("ana").says("/propose Plant a hedge")
        await ana.presses("Do not post it")
        ana.sees("Nothing was posted.")
        assert s.rows("SELECT * FROM drafts") == []


async def test_it_goes_where_the_community_wants_its_proposals(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        kim = await s.member("kim", keeper=True).says("/descant setup")
        await kim.presses("Channels")
        await kim.fills(place_proposals="ideas", why="One place for them.")
        ana = await s.member("ana").says("/propose Plant a hedge")
        await ana.presses("Post it")
        ana.sees("Posted in #ideas.")
        assert "Plant a hedge" in s.shown("ideas")


async def test_where_nobody_else_reads_a_channel_is_picked(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        ana.where = replace(ana.where, place=PlaceId("@ana"), alone=True)
        await ana.says("/propose")
        await ana.fills(what="Plant a hedge")
        ana.sees("In which channel shall this be proposed?")
        await ana.fills(place=CHANNEL)
        await ana.presses("Post it")
        ana.sees("Posted in #plans.")
        assert "Plant a hedge" in s.shown()
        await ana.says("/propose Plant trees")
        ana.sees("In which channel?", "What do you propose?: Plant trees")


async def test_what_is_shaped_is_listed_in_places_that_one_is_in(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await (await s.member("ana").says("/propose Plant a hedge")).presses("Post it")
        ben = s.member("ben").in_place("kitchen")
        await ben.says("/descant")
        assert "Plant a hedge" not in ben.screen
        ben.who = replace(ben.who, places=frozenset({PlaceId(CHANNEL)}))
        await ben.says("/descant")
        assert "Plant a hedge" in ben.screen


async def test_a_community_can_do_without_them(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        kim = await s.member("kim", keeper=True).says("/descant setup")
        await kim.presses("What is switched on")
        await kim.fills(off="polls\nthanks\ncheckins", why="Later.")
        ana = await s.member("ana").says("/propose Plant a hedge")
        ana.sees("This community does without proposals for now.")


async def test_when_the_time_is_over_it_is_decided_and_that_is_said(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await s.member("ana").says("/propose Plant a hedge")
        await ana.presses("Post it")
        await s.later(days=3)
        ana.sees("Now we decide: Plant a hedge", "Until Monday 30 November 2026, 10:00 (London)")
        assert "Suggest a change" not in labels(s.chat.in_place(CHANNEL)[0].card)
        assert text(s.chat.in_place(CHANNEL)[0].card).count("Plant a hedge") == 1
        assert s.broken() == []
