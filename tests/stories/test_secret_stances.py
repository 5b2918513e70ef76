"""A secret proposal: nobody can ever find out who said what, and every objection can still be heard."""

import json
import logging
import shutil
from pathlib import Path

import pytest

from bot.chat.answers import Nothing, Whisper
from bot.chat.text import Bold, Plain
from bot.chat.token import Token
from storage.backup import back_up
from tests.databases import address, is_postgres
from tests.people import Member, Stage, stage
from tests.stories.test_deciding import direct, over, proposal_id, says_to
from tests.stories.test_secret_poll import bytes_below

SECRET = "/propose what: Plant a hedge why: shade shaping: 2 days deciding: 2 days review: 60 days seen: secret"
VOICES = {f"voice{n}x": ("Yes", "I object", "Yes, with reservations")[n % 3] for n in range(9)}


async def deciding(s: Stage, line: str = SECRET) -> Member:
    ana = s.member("anaxx")
    await ana.says(line)
    await ana.presses("Post it")
    await s.later(days=2)
    return ana


async def says(s: Stage, name: str, stance: str, why: str = "", **more: str) -> Member:
    """Where someone stands on the first way; why goes into the box, for that stance."""
    return await says_to(s, name, "1", stance, why, **more)


async def all_say(s: Stage, stances: dict[str, str]) -> None:
    for name, stance in stances.items():
        await says(s, name, stance)


async def test_the_card_says_what_holds_for_this_very_proposal(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await deciding(s)
        ana.sees(
            "Secret: nobody here can find out who says what, now or later. If all agree, everyone knows.",
            "At least 3 people have to take part.",
        )
        await ana.presses("Details")
        ana.sees(
            "The key that could have told is destroyed when the round is decided.",
            "The chat platform sees every press",
            "would help or takes a next step does that in the open",
        )


async def test_consent_of_those_affected_says_that_few_can_be_pointed_to(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await deciding(s, f"{SECRET} rule: affected")
        ana.sees("If it affects few, an objection of theirs points to them.")


async def test_changing_and_taking_back_never_count_twice(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await deciding(s, f"{SECRET} rule: majority")
        await all_say(s, {"ben": "Yes", "chi": "Yes", "dov": "I object", "eva": "Yes"})
        ben = await says(s, "ben", "I object")
        ben.sees("Recorded: I object.")
        await s.later(seconds=21)
        assert "4 people have said where they stand." in s.shown()
        await ben.presses("Take it back")
        ben.sees("Nothing is recorded for you here now.")
        await s.later(seconds=21)
        assert "3 people have said where they stand." in s.shown()
        await ben.sends_press(Token("stance.show", (proposal_id(s), "1")))
        ben.sees("You have not said where you stand on this.")
        await ben.presses("Yes, with reservations")
        ben.answer = Nothing()
        await ben.sends_press(Token("stance.show", (proposal_id(s), "1")))
        ben.sees("You say “Yes, with reservations”.")
        await over(s)
        ben.sees("It goes ahead, with dissent carried", "4 took part", "Secret: nobody can find out who said what.")
        assert s.broken() == []
        assert s.rows("SELECT sum(number) FROM secret_stance_counts") == [(4,)]


async def test_fewer_than_three_decide_nothing_and_are_not_told_apart(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await deciding(s)
        await all_say(s, {"ben": "Yes", "chi": "I object"})
        await over(s)
        ana.sees("Too few took part, so nothing is decided: 2 said where they stand, 3 were needed.")
        assert not s.rows("SELECT 1 FROM secret_stance_counts")
        ((kept,),) = s.rows("SELECT result FROM decisions")
        tallies = json.loads(str(kept))["decision"]["tallies"]
        assert not any(value for tally in tallies for name, value in tally.items() if name != "way")
        assert s.broken() == []


async def test_words_come_out_of_the_box_shuffled_from_three_writers_on(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await deciding(s)
        await says(s, "ben", "I object", "The roots reach my wall", **{"as": "object"})
        await says(s, "chi", "Yes", "I like birds", **{"as": "yes"})
        await says(s, "dov", "Yes", "And I like shade", **{"as": "yes"})
        await ana.sends_press(Token("stance.reasons", (proposal_id(s), "0")))
        ana.sees("Reasons lie in a box and are read once it is decided, shuffled.")
        ana.sees_no("The roots reach my wall")
        await over(s)
        ana.answer = Nothing()
        ana.sees("An objection holds it back.", "then everyone says anew where they stand")
        await ana.presses("What was said before")
        ana.sees("> The roots reach my wall", "I object, to Plant a hedge")
        await ana.presses("See the reasons")
        ana.sees("> The roots reach my wall", "> I like birds", "> And I like shade")
        assert s.broken() == []


async def test_of_two_writers_only_who_wants_to_be_heard_anyway_is(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await deciding(s, f"{SECRET} rule: majority")
        for name in ("chi", "dov"):
            await says(s, name, "Yes")
        await says(s, "ben", "I object", "The roots reach my wall", **{"as": "object", "always": "always"})
        await says(s, "eva", "Yes", "Say nothing of this")
        await over(s)
        ana.sees("> The roots reach my wall")
        ana.sees_no("Say nothing of this")
        assert (
            not [content for _, content in bytes_below(tmp_path) if b"Say nothing of this" in content] or is_postgres()
        )


async def test_words_can_be_changed_moved_and_taken_back(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await deciding(s)
        ben = await says(s, "ben", "I object", "The roots reach my wall")
        ben.sees("Your words are in the box.")
        await says_to(s, "ben", "0", "Yes")
        await ben.presses("Say why")
        assert "The roots reach my wall" in str(ben.form.fields)
        assert "Plant a hedge so far, and are about leave things as they are now" in note_of(ben)
        await ben.fills(words="x" * 501)
        ben.sees("This has more than 500 characters. All your words are kept here.")
        await ben.fills(words="It is fine as it is")
        assert s.rows("SELECT way, words FROM secret_stance_words") == [(0, "It is fine as it is")]
        ben.answer = Nothing()
        await ben.sends_press(Token("stance.why", (proposal_id(s), "0")))
        await ben.fills(words="")
        ben.sees("Your words are gone.")
        assert not s.rows("SELECT 1 FROM secret_stance_words")


async def test_an_objection_of_someone_affected_is_counted_by_tag(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await deciding(s, f"{SECRET} rule: affected")
        await s.member("ben").presses("This affects me")
        await all_say(s, {"ben": "I object", "chi": "Yes", "dov": "Yes"})
        tags = {str(tag) for (tag,) in s.rows("SELECT tag FROM secret_stances")}
        assert [tag in tags for (tag,) in s.rows("SELECT person FROM affected")] == [True]
        await over(s)
        ana.sees("An objection from someone whom it affects holds it back.")
        assert not s.rows("SELECT 1 FROM affected")
        assert s.broken() == []


async def test_an_objection_of_someone_not_affected_is_carried(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await deciding(s, f"{SECRET} rule: affected")
        await s.member("chi").presses("This affects me")
        await all_say(s, {"ben": "I object", "chi": "Yes", "dov": "Yes"})
        await over(s)
        ana.sees("It goes ahead, with dissent carried", "Those who object are not among those whom it affects.")


async def test_a_late_objection_extends_it_and_tells_nobody_who(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await deciding(s)
        await all_say(s, {"chi": "Yes", "dov": "Yes"})
        await s.later(days=1, hours=23)
        await says(s, "benxx", "I object")
        await s.later(seconds=21)
        ana.sees("An objection near the end extended it once")
        assert s.rows("SELECT person FROM power WHERE deed = 'extended'") == [("",)]
        assert not named_in(s, "benxx")


async def test_words_changed_after_stances_are_asked_about_in_the_open(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        await ana.says(f"{SECRET} rule: majority")
        await ana.presses("Post it")
        await ana.presses("Say where I stand")
        await ana.presses("Yes")
        ben = s.member("ben")
        await ben.presses("Suggest a change")
        await ben.fills(words="Plant a low hedge", why="for the view")
        await s.later(days=2)
        ana.answer = Nothing()
        ana.sees("look at it again. It counts for the new words once you say that it still holds.")
        assert not direct(s, "ana")
        ana.sees("Nobody has said yet where they stand.")
        await ana.sends_press(Token("stance.show", (proposal_id(s), "1")))
        ana.sees("You said “Yes”, and the words have changed since. Still so?")
        await ana.presses("Yes")
        for name in ("ben", "chi"):
            await says(s, name, "Yes")
        await over(s)
        ana.answer = Nothing()
        ana.sees("It goes ahead: Plant a low hedge. Nobody objects.", "3 took part")
        assert s.broken() == []


async def test_side_by_side_needs_people_who_carry_it_in_the_open(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await deciding(s, f"{SECRET} rule: side by side others: Paint the wall")
        for way in ("1", "2"):
            for name in ("ben", "chi", "dov"):
                await says_to(s, name, way, "Yes")
        for number, name in ((1, "ben"), (2, "chi")):
            member = s.member(name)
            await member.sends_press(Token("proposal.help", (proposal_id(s), str(number))))
        await over(s)
        ana.sees("Several ways go ahead side by side: Plant a hedge and Paint the wall.")


async def test_another_round_has_a_key_of_its_own_and_asks_everyone_anew(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await deciding(s)
        await all_say(s, {"ben": "I object", "chi": "Yes", "dov": "Yes"})
        await over(s)
        keys = tmp_path / "d.db.keys"
        assert [key.name for key in keys.glob(f"{proposal_id(s)}*")] == [f"{proposal_id(s)}-2.key"]
        ana.sees("This is round 2 of shaping it. An objection holds it back.")
        assert not s.rows("SELECT 1 FROM secret_stances")
        await s.later(days=2)
        await all_say(s, {"ben": "Yes", "chi": "Yes", "dov": "Yes"})
        await over(s)
        ana.sees("It goes ahead: Plant a hedge. Nobody objects.")
        assert s.rows("SELECT round, way, stance, number FROM secret_stance_counts ORDER BY round, stance") == [
            (1, 1, "object", 1),
            (1, 1, "yes", 2),
            (2, 1, "yes", 3),
        ]
        assert s.broken() == []


async def test_at_the_review_everyone_is_asked_about_words_that_are_nobodys(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await deciding(s, f"{SECRET} rule: majority")
        for name in ("chi", "dov"):
            await says(s, name, "Yes")
        await says(s, "ben", "I object", "The roots reach my wall", **{"as": "object", "always": "always"})
        await over(s)
        await s.later(days=60)
        assert not direct(s, "ben"), "nobody knows whom to ask"
        await s.later(days=4)
        ana.answer = Nothing()
        ana.sees("> The roots reach my wall", "so everyone is asked whether it happened")
        for name, answer in (("ana", "It happened"), ("ben", "It happened"), ("chi", "In part")):
            member = s.member(name)
            member.answer = Nothing()
            await member.presses("Did it happen?")
            member.sees("Did this happen?", "> The roots reach my wall")
            await member.presses(answer)
            member.sees("The group reads this before it looks again.")
        await s.later(seconds=30)
        ana.answer = Nothing()
        ana.sees("It happened, say most of those who answered.")
        chi = s.member("chi")
        chi.answer = Nothing()
        await chi.presses("Keep it")
        await s.later(days=3)
        await chi.sends_press(Token("review.came", (str(s.rows("SELECT id FROM feared")[0][0]), "no")))
        chi.sees("This can not be answered any more")
        assert s.broken() == []


async def test_whoever_leaves_takes_their_stance_and_words_along_while_it_is_open(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await deciding(s)
        await s.member("ben").presses("This affects me")
        await says(s, "ben", "I object", "The roots reach my wall")
        await says(s, "chi", "Yes", "I like birds")
        ben = s.member("ben")
        await ben.says("/descant")
        await ben.presses("My data")
        await ben.presses("Erase me")
        await ben.fills(sure="yes")
        await s.settle()
        assert s.rows("SELECT stance FROM secret_stances") == [("yes",)]
        assert s.rows("SELECT words FROM secret_stance_words") == [("I like birds",)]
        assert not s.rows("SELECT 1 FROM affected")
        assert s.broken() == []


async def test_what_is_withdrawn_or_merged_leaves_nothing_under_tags(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        await ana.says(SECRET)
        await ana.presses("Post it")
        await ana.presses("This affects me")
        ana.answer = Nothing()
        await ana.presses("Say where I stand")
        await ana.presses("Yes")
        ana.answer = Nothing()
        await ana.presses("Details")
        await ana.presses("Withdraw it")
        await ana.fills(why="")
        await s.settle()
        for table in ("secret_stances", "affected"):
            assert not s.rows(f"SELECT 1 FROM {table}")
        assert not list((tmp_path / "d.db.keys").glob(f"{proposal_id(s)}*"))
        assert s.broken() == []


async def test_a_round_whose_key_is_lost_goes_back_to_shaping_with_a_new_one(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await deciding(s)
        await all_say(s, {"ben": "Yes", "chi": "Yes", "dov": "Yes"})
        clock, chat, name = s.clock, s.chat, f"{proposal_id(s)}-1"
    (tmp_path / "d.db.keys" / f"{name}.key").unlink()
    async with stage(tmp_path / "d.db", clock, chat) as s:
        ben = s.member("ben")
        await ben.presses("I object")
        ben.sees("The key that kept these stances secret is lost, so nothing more can be recorded in this round.")
        await over(s)
        ben.answer = Nothing()
        ben.sees("This is round 2 of shaping it. The key that kept this secret was lost")
        assert s.broken() == []
        await s.later(days=2)
        await all_say(s, {"ben": "Yes", "chi": "Yes", "dov": "Yes"})
        await over(s)
        ben.sees("It goes ahead: Plant a hedge.")


async def test_the_files_to_take_along_say_that_it_was_secret(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await deciding(s, f"{SECRET} rule: majority")
        for name in ("chi", "dov", "eva"):
            await says(s, name, "Yes")
        await says(s, "ben", "I object", "The roots reach my wall", **{"as": "object", "always": "always"})
        await over(s)
        await ana.presses("Take it along")
        assert isinstance(ana.answer, Whisper)
        markdown, kept = (file.content.decode() for file in ana.answer.files)
        assert "Secret: nobody can find out who said what." in markdown
        assert "> The roots reach my wall" in markdown
        assert json.loads(kept)["seen_as"] == "secret"
        assert json.loads(kept)["said"] == [
            {"way": 1, "stance": "object", "words": "The roots reach my wall", "changed": False}
        ]


async def test_what_is_usual_can_be_secret(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        grace = s.member("grace", keeper=True)
        await grace.says("/descant setup")
        await grace.presses("Proposals")
        await grace.fills(proposal_seen="secret", why="We are few and talk a lot")
        grace.sees("Stances are secret.")
        ana = s.member("ana")
        await ana.says("/propose Plant a hedge")
        ana.sees("Secret: nobody here can find out who says what")


# --- what is left lying about -------------------------------------------------------------------------------------


def note_of(member: Member) -> str:
    return "".join(span.words for span in member.form.note if isinstance(span, Plain | Bold))


def named_in(s: Stage, name: str) -> list[str]:
    """The tables in which a member stands anywhere."""
    found = []
    for (table,) in s.rows("SELECT name FROM sqlite_master WHERE type = 'table'") if not is_postgres() else []:
        if any(name in map(str, row) for row in s.rows(f'SELECT * FROM "{table}"')):
            found.append(str(table))
    return found


async def everyone_speaks(s: Stage) -> None:
    for name in list(VOICES)[:4]:
        await s.member(name).presses("This affects me")
    for name, stance in VOICES.items():
        await says(s, name, stance, f"said by number {name[5]}")


@pytest.mark.parametrize("rule", ["majority", "affected"])
async def test_no_byte_that_is_left_links_anyone_to_a_stance(
    tmp_path: Path, rule: str, caplog: pytest.LogCaptureFixture
) -> None:
    if is_postgres():
        return  # A server's files are not ours to look into: there the destroyed key is the protection.
    caplog.set_level(logging.DEBUG)
    async with stage(tmp_path / "d.db") as s:
        await deciding(s, f"{SECRET} rule: {rule}")
        await everyone_speaks(s)
        key_file = tmp_path / "d.db.keys" / f"{proposal_id(s)}-1.key"
        key = key_file.read_bytes()
        kept = [*tags_in(s, "secret_stances"), *tags_in(s, "secret_stance_words")]
        tags = {str(tag).encode() for (tag,) in kept}
        assert len(tags) == 2 * len(VOICES), "words lie under tags that are not those of stances"
        while_open = tmp_path / "while-open"
        await back_up(address(tmp_path / "d.db"), while_open / "backups", s.clock.now(), None)
        shutil.copytree(tmp_path, while_open, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.keys", "while-open"))
        for path, content in bytes_below(while_open):
            assert not [name for name in VOICES if name.encode() in content], path
            assert key not in content
        await over(s)
        s.member("voice0x").sees("> said by number 1", "> said by number 8") if rule == "majority" else None
        assert not key_file.exists()
        assert not [said for said in (key.hex(), "said by number", *map(bytes.decode, tags)) if said in caplog.text]
        for path, content in bytes_below(tmp_path):
            if while_open in path.parents:
                continue
            assert key not in content, path
            assert not [tag for tag in tags if tag in content], path
            assert not [name for name in VOICES if name.encode() in content], path
        assert s.broken() == []


def tags_in(s: Stage, table: str) -> list[tuple[object, ...]]:
    return s.rows(f"SELECT DISTINCT tag FROM {table}")


async def test_without_the_truncation_tags_would_be_left(tmp_path: Path) -> None:
    """The control: the same search finds what an ordinary deletion leaves in the write-ahead log."""
    if is_postgres():
        return
    async with stage(tmp_path / "d.db") as s:
        await deciding(s)
        await everyone_speaks(s)
        tags = [str(tag).encode() for (tag,) in tags_in(s, "secret_stances")]
        s.core.workshop._jobs = {k: v for k, v in s.core.workshop._jobs.items() if k != "proposal.shred"}
        await over(s)
        left = (tmp_path / "d.db-wal").read_bytes()
        assert all(tag in left for tag in tags)


async def test_without_secrecy_names_would_be_found(tmp_path: Path) -> None:
    """The other control: an unnamed proposal keeps who said what, and the search sees it."""
    if is_postgres():
        return
    async with stage(tmp_path / "d.db") as s:
        await deciding(s, SECRET.replace("secret", "unnamed"))
        for name, stance in VOICES.items():
            await says(s, name, stance)
        kept = b"".join(content for _, content in bytes_below(tmp_path))
        assert all(name.encode() in kept for name in VOICES)
