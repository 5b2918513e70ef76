"""Thanks in words: asked first, shown as far as someone agreed, and gone again when they say so."""

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from bot.chat.answers import Whisper
from bot.chat.cards import Picture, Said
from bot.chat.events import CommandGiven, Shared
from bot.chat.ids import PersonId
from bot.chat.token import Token
from bot.ports import Tx
from bot.thanks.views import GIVE
from tests.people import COMMUNITY, Member, Stage, labels, stage, text


def asked(s: Stage, who: str) -> Member:
    """The same member, looking at their messages from the bot."""
    return s.member(who).in_place(f"@{who}")


async def thanks(s: Stage, giver: str, line: str) -> Member:
    member = s.member(giver)
    await member.says(f"/thank {line}")
    await member.presses("Send it")
    return member


async def test_nothing_is_shown_before_someone_agrees(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        await ana.says("/thank @bea @chi for: sorting the playlist all winter")
        ana.sees("Only you can see this.", "Thanks to Bea and Chi:", "2 people are asked first, each privately.")
        await ana.presses("Send it")
        ana.sees("Sent. Nothing is shown before someone agrees.")
        assert s.shown() == ""
        bea = asked(s, "bea")
        bea.sees("Ana thanks you:", "sorting the playlist all winter", "If you say nothing, nobody does.")
        await bea.presses("Share it")
        bea.sees("Everyone here can see it now, with your name.")
        assert "Thanks to Bea\n" in s.shown()
        assert "> sorting the playlist all winter\n  Ana" in s.shown()
        assert "Chi" not in s.shown()
        chi = asked(s, "chi")
        await chi.presses("Share without my name")
        assert "Thanks to Bea and someone here" in s.shown()
        assert "Chi" not in s.shown()


async def test_a_change_of_mind_takes_it_down_everywhere(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await thanks(s, "ana", "@bea for: the soup on Friday")
        bea = asked(s, "bea")
        await bea.presses("Share it")
        assert "the soup on Friday" in s.shown()
        await bea.says("/descant thanks")
        await bea.presses("Keep it between us")
        assert "soup" not in s.shown()
        assert "Bea" not in s.shown()
        assert "They were taken down" in s.shown()
        for line in ("/descant story",):
            await s.member("ben").says(line)
            assert "soup" not in s.member("ben").screen
        await bea.says("/descant thanks")
        await bea.presses("Share it")
        assert "the soup on Friday" in s.shown()


async def test_no_thank_you_is_not_told_to_the_giver(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await thanks(s, "ana", "@bea for: the soup")
        await asked(s, "bea").presses("No, thank you")
        await ana.says("/descant thanks")
        seen = ana.screen
        async with stage(tmp_path / "other.db") as other:
            silent = await thanks(other, "ana", "@bea for: the soup")
            await silent.says("/descant thanks")
            assert silent.screen == seen


async def test_never_is_seen_by_nobody(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        bea = s.member("bea")
        await bea.says("/descant thanks")
        await bea.presses("Never make thanks to me public")
        ana = await thanks(s, "ana", "@bea for: the soup")
        ana.sees("Sent. Nothing is shown before someone agrees.")
        private = asked(s, "bea")
        private.sees("the soup", "This stays between the two of you, as you have chosen")
        assert not labels(s.chat.in_place("@bea")[-1].card)
        await bea.says("/descant thanks")
        await bea.presses("Ask me again about thanks")
        await bea.presses("Share it")
        assert "the soup" in s.shown()
        await bea.says("/descant thanks")
        await bea.presses("Never make thanks to me public")
        assert "soup" not in s.shown()


async def test_only_the_one_who_is_thanked_can_agree(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await thanks(s, "ana", "@bea for: the soup")
        token, _ = asked(s, "bea").find("Share it")
        ben = s.member("ben")
        await ben.sends_press(token)
        ben.sees("Only the one who is thanked can say this. Nothing was changed.")
        assert s.shown() == ""


async def test_whoever_left_the_biscuits_is_asked_in_the_open_without_the_words(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await thanks(s, "ana", "who: whoever left the biscuits for: making a grey day better")
        assert "for someone who has no account" in s.shown()
        assert "biscuits" not in s.shown()
        assert "grey day" not in s.shown()
        ben = s.member("ben")
        await ben.presses("Let me see them")
        ben.sees("whoever left the biscuits", "making a grey day better")
        await ben.presses("They may be shown")
        assert "Thanks to whoever left the biscuits\n\n> making a grey day better" in s.shown()
        ((other,),) = s.rows("SELECT id FROM thanked_others")
        await s.member("chi").sends_press(Token("thanks.speak", (str(other), "no")))
        assert "biscuits" not in s.shown()
        await ben.sends_press(Token("thanks.speak", (str(other), "yes")))
        assert "biscuits" not in s.shown()


async def test_me_too_adds_words_that_are_asked_about(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await thanks(s, "ana", "@bea for: the soup")
        await asked(s, "bea").presses("Share it")
        ben = s.member("ben")
        await ben.presses("Me too")
        await ben.fills(words="It warmed me through")
        assert "It warmed me through" not in s.shown()
        bea = asked(s, "bea")
        bea.sees("Ben thanks you:", "It warmed me through")
        await bea.presses("Share it")
        assert "> the soup\n  Ana\n\n> It warmed me through\n  Ben" in s.shown()


async def test_words_can_be_taken_back_by_who_wrote_them(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await thanks(s, "ana", "@bea for: the soup")
        await asked(s, "bea").presses("Share it")
        await ana.says("/descant thanks")
        token, _ = ana.find("Take my words back")
        ben = s.member("ben")
        await ben.sends_press(token)
        ben.sees("Only the one who wrote these words can take them back.")
        await ana.presses("Take my words back")
        assert "soup" not in s.shown()
        assert not s.rows("SELECT 1 FROM thanks WHERE words LIKE '%soup%'")


async def test_something_that_one_did_oneself(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana, ben = s.member("ana"), s.member("ben")
        await ana.says("/thank did: watered everyone's plants in August")
        await ana.presses("Note it")
        assert "Ana did something:" in s.shown()
        assert "> watered everyone's plants in August" in s.shown()
        await ben.presses("Me too")
        await ben.fills(words="My ferns are alive because of it")
        await asked(s, "ana").presses("Share it")
        assert "My ferns are alive" in s.shown()


async def test_thank_for_this_from_a_messages_menu(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        about = Shared("I have put the chairs away", PersonId("bea"))
        ana.answer = await s.core.handle(CommandGiven("m1", ana.who, ana.where, s.clock.now(), "thank", about=about))
        assert {f.key: getattr(f, "values", None) for f in ana.form.fields}["who"] == ("bea",)
        await ana.fills(words="the chairs")
        await ana.presses("Send it")
        asked(s, "bea").sees("the chairs")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("@ana for: myself", "Choose someone else than yourself"),
        ("for: nothing in particular", "Who would you like to thank?"),
        ("@bea for: " + "x" * 1001, "more than 1000 characters"),
    ],
)
async def test_what_can_not_be_sent_comes_back(tmp_path: Path, line: str, sentence: str) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        await ana.says(f"/thank {line}")
        ana.sees(sentence)


async def test_a_person_named_twice_is_asked_once(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await thanks(s, "ana", "@bea @bea for: the soup")
        assert len(s.chat.in_place("@bea")) == 1


def said(screen: str) -> list[str]:
    return [line.removeprefix("> ") for line in screen.splitlines() if line.startswith("> ")]


async def tell(s: Stage, reader: Member, pages: int) -> list[str]:
    await reader.says("/descant story")
    found = said(reader.screen)
    for _ in range(pages - 1):
        await reader.presses("Read on")
        found += said(reader.screen)
    return found


async def shared(s: Stage, lines: Iterable[str]) -> None:
    for number, line in enumerate(lines):
        await thanks(s, "ana", f"@p{number % 3} for: {line}")
        await asked(s, f"p{number % 3}").presses("Share it")


async def test_the_story_holds_everything_once_in_another_order_each_time(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        lines = [f"good thing {number}" for number in range(12)]
        await shared(s, lines)
        ben = s.member("ben")
        first, second = await tell(s, ben, 3), await tell(s, ben, 3)
        assert sorted(first) == sorted(second) == sorted(lines)
        assert first != second
        ben.sees("In an order drawn by chance.")


async def test_the_story_leaves_the_chat_with_the_names_people_chose(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        await ana.says("/thank @bea @chi for: the *soup* and the <b>bread</b> kind: x")
        await ana.presses("Send it")
        await asked(s, "bea").presses("Share it")
        await asked(s, "chi").presses("Share without my name")
        ben = s.member("ben")
        await ben.says("/descant story")
        await ben.presses("Take it along")
        assert isinstance(ben.answer, Whisper)
        files = {file.name: file.content.decode() for file in ben.answer.files}
        page = files["what-we-made-together.md"]
        assert "Bea and someone here" in page
        assert r"\*soup\*" in page
        assert "<b>" not in page
        (entry,) = json.loads(files["what-we-made-together.json"])
        assert entry["to"] == "Bea and someone here"
        everyone = json.loads(files["all-contributorsrc.json"])["contributors"]
        assert [person["name"] for person in everyone] == ["Bea"]
        assert not any("chi" in content.lower().replace("which", "") for content in files.values())


async def test_acts_carry_the_groups_own_words_and_are_drawn_by_kind(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana, ben = s.member("ana"), s.member("ben")
        await ana.says("/thank @bea for: the soup")
        await ana.presses("Our words for what people do")
        ana.sees("“listening”", "They name acts, never people.")
        await ana.presses("Suggest a change")
        await ana.fills(word="Cooking for many", what="add")
        assert "suggests cooking for many as one of our words" in s.shown()
        await s.later(hours=25)
        assert "Nobody minded, so that is how it is now." in s.shown()
        await ana.says("/thank @bea for: the soup")
        await ana.presses("cooking for many")
        ana.sees("Of this kind: cooking for many.")
        await ana.presses("Send it")
        await asked(s, "bea").presses("Share it")
        await ben.says("/descant story")
        assert isinstance(ben.answer, Whisper)
        (picture,) = (e for e in ben.answer.card.elements if isinstance(e, Picture))
        assert "cooking for many: 1" in picture.alt
        assert "Bea" not in picture.alt


async def test_someone_who_minds_keeps_the_words_as_they_were(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana, ben = s.member("ana"), s.member("ben")
        await ana.sends_press(Token("thanks.suggest"))
        await ana.fills(word="listening", what="drop")
        await ben.presses("I would rather not")
        ben.sees("Nobody is told who minded.")
        await s.later(hours=25)
        assert "Someone would rather not, so it stays as it was." in s.shown()
        assert "Ben" not in s.shown()
        await ana.says("/thank @bea for: the soup")
        assert "listening" in ana.screen


async def test_how_thanks_are_spread_is_said_of_the_group_alone(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        for number in range(7):
            await thanks(s, "ana", f"@q{number} for: something")
            await asked(s, f"q{number}").presses("Share without my name")
        ben = s.member("ben")
        await ben.says("/descant story")
        ben.sees_no("many different people", "a few people")
        await thanks(s, "ana", "@q7 for: something")
        await asked(s, "q7").presses("Share it")
        await ben.says("/descant story")
        ben.sees("Thanks went to many different people.")
        for number in range(17):
            await thanks(s, "ana", f"@q7 for: again {number}")
            await asked(s, "q7").presses("Share it")
        await ben.says("/descant story")
        ben.sees("Most thanks went to a few people. Who goes unseen?")
        assert "Q7" not in text(ben.answer.card).split("In an order")[1]  # type: ignore[union-attr]


async def test_a_thousand_thanks_are_read_in_pages_that_fit_everywhere(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await s.store.write(COMMUNITY, _thousand)
        ben = s.member("ben")
        await ben.says("/descant story")
        read = 0
        while True:
            assert isinstance(ben.answer, Whisper)
            assert len(text(ben.answer.card)) < 3900
            assert len(ben.answer.card.elements) < 40
            read += sum(isinstance(element, Said) for element in ben.answer.card.elements)
            if "Read on" not in labels(ben.answer.card) or read >= 60:
                break
            await ben.presses("Read on")
        assert read == 60
        await ben.presses("Take it along")
        assert isinstance(ben.answer, Whisper)
        assert ben.answer.files[0].content.decode().count("\n> — ") == 1000


def _thousand(tx: Tx) -> None:
    for number in range(1000):
        tx.change(
            GIVE,
            id=f"t{number}",
            community=COMMUNITY,
            place="plans",
            under=None,
            giver="ana",
            giver_name="Ana",
            named=True,
            words=f"{number} {'good ' * 160}",
            tags=("listening",),
            own=True,
            at=tx.now,
        )
