"""What is shared is found again, by those who may know it, and says of itself when it is no longer right."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.chat.answers import Whisper
from bot.chat.events import CommandGiven, Shared
from bot.chat.ids import PersonId, PlaceId
from tests.databases import is_postgres
from tests.people import labels, stage


async def test_a_resource_is_shared_and_found(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana, ben = s.member("ana"), s.member("ben")
        await ana.says("/descant share https://example.org/bikes How we repair a bike at the café")
        ana.sees("Shared. Those who know this channel can find it")
        ben.sees("Ana shares:", "How we repair a bike at the café", "https://example.org/bikes")
        await ben.says("/descant find CAFE bik")
        ben.sees("Found: “CAFE bik”", "Show: How we repair a bike at the café")
        await ben.says("/descant find soup")
        ben.sees("Nothing that you can see here has these words in it.")


async def test_the_form_asks_for_the_same(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        await ana.says("/descant share")
        await ana.fills(link="javascript:alert(1)", words="Click me")
        ana.sees("I can not read that as the address of a page.", "Click me")
        await ana.fills(link="https://ana:geheim@example.org/")
        ana.sees("This address holds a name and a password.")
        await ana.fills(link="https://example.org/", seen="everyone")
        ana.sees("Shared. Everyone in this community can find it")


async def test_what_is_shared_in_a_place_is_found_by_those_who_know_it(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana, ben = s.member("ana").in_place("kitchen"), s.member("ben")
        await ana.says("/descant share The soup recipe")
        await ana.says("/descant share The map of the garden for: everyone")
        await ben.says("/descant find")
        ben.sees("The map of the garden")
        assert "soup" not in ben.screen
        await ben.in_place("kitchen").says("/descant find soup")
        there = ben.in_place("kitchen")
        await there.says("/descant find soup")
        there.sees("Found: “soup”", "The soup recipe")
        elsewhere = s.member("ana").in_place("attic")
        await elsewhere.says("/descant find soup")
        assert "The soup recipe" in elsewhere.screen


async def test_whoever_has_answered_in_a_place_knows_it(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana, ben = s.member("ana").in_place("kitchen"), s.member("ben").in_place("kitchen")
        await ana.says("/poll question: Soup? options: Yes; No")
        await ana.presses("Post it")
        await ben.presses("Yes")
        await ana.says("/descant share The soup recipe")
        elsewhere = s.member("ben")
        await elsewhere.says("/descant find soup")
        assert "The soup recipe" in elsewhere.screen


async def test_anyone_says_what_is_no_longer_right_and_anyone_that_it_is(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana, ben, chi = (s.member(name) for name in ("ana", "ben", "chi"))
        await ana.says("/descant share The key is under the pot")
        await ana.says("/descant share The key to the shed is with Dov")
        await s.later(minutes=1)
        await ben.says("/descant find key pot")
        await ben.presses("Show: The key is under the pot")
        await ben.presses("No longer right")
        await ben.fills(why="")
        ben.sees("Please say in a few words what is no longer right.")
        await ben.fills(why="The pot is gone")
        ben.sees("Everyone can read that now")
        assert "No longer right, says Ben, Tuesday 24 November 2026" in s.shown()
        assert "“The pot is gone”" in s.shown()
        await chi.says("/descant find key")
        assert chi.screen.index("with Dov") < chi.screen.index("under the pot")
        chi.sees("No longer right")
        await ben.presses("Undo that")
        ben.sees("It stands as right again")
        assert "It is right after all, says Ben" in s.shown()
        await ben.presses("No longer right")
        await ben.fills(why="No, really")
        await chi.presses("It is right after all")
        assert "says Chi" in s.shown()


async def test_only_the_one_who_shared_it_takes_it_back(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana, ben = s.member("ana"), s.member("ben")
        await ana.says("/descant share Marigold seeds are in the drawer")
        token, _ = ana.find("Take it back")
        await ben.sends_press(token)
        ben.sees("Only whoever shared this can take it back.")
        assert "Marigold" in s.shown()
        await ana.presses("Take it back")
        assert s.shown() == "Something was shared here. It was taken back by whoever shared it."
        await ben.says("/descant find marigold")
        ben.sees("Nothing that you can see here has these words in it.")
        await ben.sends_press(token)
        ben.sees("This is not shared here any more.")
        assert s.broken() == []


async def test_many_are_read_page_by_page(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        for number in range(12):
            await ana.says(f"/descant share Recipe number {number}")
            await s.later(minutes=1)
        await ana.says("/descant find recipe | number")
        seen = [ana.screen]
        for _ in range(2):
            await ana.presses("Read on")
            seen.append(ana.screen)
        assert [sum(f"> Recipe number {n}\n" in page + "\n" for page in seen) for n in range(12)] == [1] * 12
        assert seen[0].index("Recipe number 11") < seen[0].index("Recipe number 10")
        assert isinstance(ana.answer, Whisper)
        assert "Read on" not in labels(ana.answer.card)
        await ana.presses("Back")
        assert ana.screen == seen[1]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("cafe", "Das Café an der Ecke"),
        ("lod", "Mapa Łodzi: dla Łodzi"),
        ("библио", "Библиотека на углу"),
        ("図書", "町の図書館"),
        ("سلام", "سَلَامٌ عليكم"),
        ("a4 zeta", "Zéta and A4, the last of all words"),
    ],
)
async def test_every_engine_finds_the_same_in_every_language(tmp_path: Path, typed: str, found: str) -> None:
    every = (
        "Das Café an der Ecke", "Mapa Łodzi: dla Łodzi", "Библиотека на углу", "町の図書館", "سَلَامٌ عليكم",
        "Zéta and A4, the last of all words",
    )  # fmt: skip
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        for words in every:
            await ana.says(f"/descant share {words}")
        await ana.says(f"/descant find {typed}")
        assert [words for words in every if words in ana.screen] == [found]


@pytest.mark.parametrize(
    "typed", ['"', "key*", "NEAR(", "a AND", "^", "(", "key:pot", "'; --", "%", "_", "\\", "x" * 900, "🗝️", "| | |"]
)
async def test_nothing_that_is_typed_is_a_mistake(tmp_path: Path, typed: str) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        await ana.says("/descant share The key")
        await ana.says(f"/descant find {typed}")
        assert "What we share" in ana.screen or "Found:" in ana.screen
        assert "went wrong" not in ana.screen


async def test_from_a_messages_menu_its_link_is_taken_and_not_its_words(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        about = Shared(
            "Look what I found, https://example.org/x but keep it low", PersonId("bea"), "https://chat.example/m1"
        )
        ana.answer = await s.core.handle(CommandGiven("m1", ana.who, ana.where, s.clock.now(), "descant", about=about))
        assert "keep it low" not in ana.screen
        ana.sees("A link, if there is one: https://example.org/x")
        about = Shared("The talk of last night", PersonId("bea"), "https://chat.example/m1")
        ana.answer = await s.core.handle(CommandGiven("m2", ana.who, ana.where, s.clock.now(), "descant", about=about))
        ana.sees("A link, if there is one: https://chat.example/m1")


async def test_whoever_erases_themselves_takes_their_words_along(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    async with stage(path) as s:
        ana, ben = s.member("anadyomene"), s.member("ben")
        await ben.says("/descant share The shed")
        await ana.presses("No longer right")
        await ana.fills(why="Zinnia says so")
        await ana.says("/descant share https://marigold.example/petals Marigolds grow here")
        await ana.says("/descant")
        await ana.presses("My data")
        ana.sees("1 thing that you shared.")
        await ana.presses("Erase me")
        await ana.fills(sure="yes")
        await s.later(minutes=1)
        assert "Marigold" not in s.shown()
        assert "Zinnia" not in s.shown()
        assert "No longer right, says someone who has erased themselves" in s.shown()
        await ben.says("/descant find marigold")
        ben.sees("Nothing that you can see here has these words in it.")
        assert s.broken() == []
    if not is_postgres():
        _nothing_of(path, b"arigold", b"innia", b"nadyomene")


def _nothing_of(path: Path, *words: bytes) -> None:
    """Closed cleanly, the write-ahead log is gone; what is left is one file."""
    (left,) = path.parent.glob("d.db-wal") if path.with_name("d.db-wal").exists() else (path,)
    kept = left.read_bytes() + path.read_bytes()
    assert [word for word in words if word in kept] == []


async def test_an_erased_persons_words_were_there_before(tmp_path: Path) -> None:
    """What is looked for in the bytes can be found there at all."""
    path = tmp_path / "d.db"
    async with stage(path) as s:
        await s.member("ana").says("/descant share Marigolds grow here")
    if not is_postgres():
        assert b"arigold" in path.read_bytes()


async def test_hidden_words_are_found_by_nobody_until_they_are_shown_again(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana, grace = s.member("ana"), s.member("grace", keeper=True)
        await ana.says("/descant share https://example.org/bulbs Zinnias are the worst")
        await grace.says("/descant find zinnia")
        await grace.presses("Show: Zinnias are the worst")
        await grace.presses("Hide words")
        await grace.presses("Zinnias are the worst")
        await grace.fills(why="It insults a flower")
        await s.later(minutes=1)
        assert "Zinnias" not in s.shown()
        assert "“It insults a flower”" in s.shown()
        ben = s.member("ben")
        await ben.says("/descant find zinnia")
        ben.sees("Nothing that you can see here has these words in it.")
        assert s.rows("SELECT 1 FROM resource_terms WHERE term = 'zinnias'") == []
        await ben.says("/descant find bulbs")
        ben.sees("https://example.org/bulbs", "(hidden words)")
        await grace.says("/descant find bulbs")
        await grace.presses("Show: (hidden words)")
        await grace.presses("Hide words")
        await grace.presses("Show hidden words 1 again")
        await grace.fills(why="The flower does not mind")
        await s.later(minutes=1)
        await ben.says("/descant find zinnia")
        ben.sees("Zinnias are the worst")
        assert s.broken() == []


async def test_where_nobody_else_reads_a_channel_is_picked(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        at_home = replace(ana, where=replace(ana.where, place=PlaceId("home"), alone=True))
        await at_home.says("/descant share https://example.org/bikes How we repair a bike")
        await at_home.fills(place="")
        at_home.sees("In which channel? Here only you can read it.", "How we repair a bike")
        await at_home.fills(place="plans")
        assert "How we repair a bike" in s.shown("plans")
        assert s.shown("home") == ""


async def test_what_was_shared_in_channels_that_someone_is_in_is_found_from_anywhere(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await s.member("ana").in_place("kitchen").says("/descant share The soup recipe")
        ben = s.member("ben")
        await ben.says("/descant find soup")
        assert "The soup recipe" not in ben.screen
        there = replace(ben, who=replace(ben.who, places=frozenset({PlaceId("kitchen")})))
        await there.says("/descant find soup")
        assert "The soup recipe" in there.screen
