"""The ten promises, one by one, as far as there is something to keep them in; each test is named after its promise."""

import re
from collections.abc import Sequence
from dataclasses import fields
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.chat.answers import Whisper
from bot.chat.events import ActionPressed, Who
from bot.chat.forms import TextField
from bot.chat.ids import PersonId
from bot.polls.model import SeenAs, Totals, tighter
from bot.polls.views import TIGHTEN_SEEN
from bot.ports import Change
from storage.features import CHANGES
from tests.history import ACTS, ENDINGS, PARTS, History
from tests.people import CHANNEL, Member, Stage, labels, stage, text

NUMBERS = count()
KEEPERS_BUTTON = " [Hide words]"
"""All that a keeper has on a poll beside the others; what it does is in the open."""


async def ask(s: Stage, who: Member, more: str = "") -> Member:
    await who.says(f"/poll question: When do we meet? options: Tuesday; Saturday; Sunday closes: in 3 days {more}")
    return await who.presses("Post it")


async def votes(s: Stage, **how_many: int) -> None:
    for option, number in how_many.items():
        for n in range(number):
            await s.member(f"{option.lower()}{n}").presses(option.replace("_", " "))


def cast(names: Sequence[str], keepers: Sequence[bool]) -> dict[str, Who]:
    """Four people with these names and ranks."""
    return {
        part: Who(PersonId(name), "en", "Europe/London", keeper, name.capitalize())
        for part, name, keeper in zip(PARTS, names, keepers, strict=True)
    }


async def told(path: Path, people: dict[str, Who], acts: Sequence[tuple[str, str, str]]) -> str:
    """Everything that anyone sees in this history, with each member called by their part in it."""
    async with stage(path) as s:
        s.chat.members = 9
        history = History(s, people)
        for name, who, other in acts:
            await history.lives(name, who, other)
        await s.later(days=8)
        assert s.broken() == []
        return history.all_that_was_seen()


NAMES = ("vera", "walid", "xenia", "yoko")
acts = st.tuples(st.sampled_from(sorted(ACTS)), st.permutations(PARTS)).map(lambda a: (a[0], a[1][0], a[1][1]))


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    names=st.permutations(NAMES),
    keepers=st.lists(st.booleans(), min_size=4, max_size=4),
    history=st.lists(acts, min_size=1, max_size=5, unique_by=lambda act: act[0]),
)
async def test_promise_1_no_one_outranks_anyone(
    tmp_path: Path, names: list[str], keepers: list[bool], history: list[tuple[str, str, str]]
) -> None:
    """Whoever has whatever role or name: nothing that anyone sees in any history changes, but for the buttons with
    which keepers set the bot up and hide words."""
    usual = await told(tmp_path / f"{next(NUMBERS)}.db", cast(NAMES, [False] * 4), history)
    other = await told(tmp_path / f"{next(NUMBERS)}.db", cast(names, keepers), history)
    assert other == usual


@pytest.mark.parametrize("name", sorted({**ACTS, **ENDINGS}))
async def test_promise_1_holds_in_everything_that_a_group_does(tmp_path: Path, name: str) -> None:
    """Each act once, with keepers under names that come first and last in every order."""
    usual = await told(tmp_path / "usual.db", cast(NAMES, [False] * 4), [(name, "ana", "ben")])
    other = await told(tmp_path / "other.db", cast(NAMES[::-1], [True, False, True, False]), [(name, "ana", "ben")])
    assert other == usual


async def test_promise_1_nobody_is_always_named_first(tmp_path: Path) -> None:
    """By their ids, those who have been on the chat for longest would be."""
    first = set()
    async with stage(tmp_path / "d.db") as s:
        for number in range(8):
            asker = await s.member("vera").in_place(f"p{number}").says("/poll question: Tea? options: A; B seen: named")
            await asker.presses("Post it")
            for name in NAMES:
                await s.member(name).in_place(f"p{number}").presses("A")
        await s.later(days=3, minutes=2)
        for number in range(8):
            (line,) = re.findall(r"\w+, \w+, \w+ and \w+", s.shown(f"p{number}"))
            first.add(line.partition(",")[0])
    assert len(first) > 1, first


def test_promise_1_nothing_else_is_known_of_anyone() -> None:
    """When someone joined, or what they are called by their rank, never comes in: it could not count for anything.
    Where they are says what they may be told, and whether they want receipts they choose themselves."""
    known = {field.name for field in fields(Who)}
    assert known == {"person", "locale", "zone", "keeper", "name", "places", "receipts"}


async def test_promise_1_a_keepers_voice_opens_nothing_in_a_poll(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana, kim, ben = s.member("ana"), s.member("kim", keeper=True), s.member("ben")
        await ask(s, ana)
        seen = []
        for member in (kim, ben):
            await member.presses("Details")
            assert isinstance(member.answer, Whisper)
            seen.append((member.screen.replace(KEEPERS_BUTTON, ""), set(labels(member.answer.card)) - {"Hide words"}))
        assert seen[0] == seen[1]


async def moves(member: Member) -> set[str]:
    """What this member can press under Details."""
    await member.presses("Details")
    assert isinstance(member.answer, Whisper)
    return set(labels(member.answer.card))


async def test_promise_1_a_proposer_has_no_move_that_others_lack_but_to_let_go(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana, kim, ben = s.member("ana"), s.member("kim", keeper=True), s.member("ben")
        await ana.says("/propose Plant a hedge")
        await ana.presses("Post it")
        assert await moves(kim) - {"Hide words"} == await moves(ben)
        assert await moves(ana) - await moves(ben) == {"Withdraw it", "Put it together with another"}
        await ben.presses("Suggest a change")
        await ben.fills(words="Plant a wild hedge")
        assert await moves(ana) - await moves(ben) == {"Pass it on", "Put it together with another"}


@pytest.mark.parametrize("most", [1, 2, 5, 9])
async def test_promise_2_a_view_that_lost_is_never_dropped(tmp_path: Path, most: int) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s, s.member("ana"))
        for n in range(most + 1):
            await s.member(f"many{n}").presses("Saturday")
            await s.member(f"many{n}").presses("Say why")
            await s.member(f"many{n}").fills(words="m" * 499 + str(n))
        ben = s.member("ben")
        await ben.presses("Tuesday")
        await ben.presses("Say why")
        await ben.fills(words="I work on Saturdays, and " + "b" * 470)
        await s.later(days=3)
        card = text(s.chat.in_place(CHANNEL)[0].card)
        assert "> I work on Saturdays, and " + "b" * 470 in card


async def test_promise_2_an_objection_is_heard_in_a_secret_proposal_too(tmp_path: Path) -> None:
    """Even where nobody else writes, if whoever objects wants that."""
    async with stage(tmp_path / "d.db") as s:
        ana, ben = s.member("ana"), s.member("ben")
        await ana.says("/propose what: Plant a hedge seen: secret rule: majority shaping: 1 day deciding: 1 day")
        await ana.presses("Post it")
        await s.later(days=1)
        for name in ("chi", "dov"):
            await s.member(name).presses("Yes")
        await ben.presses("I object")
        await ben.presses("Say why")
        await ben.fills(words="The roots reach my wall", always="always", **{"as": "object"})
        await s.later(days=1, minutes=1)
        card = text(s.chat.in_place(CHANNEL)[0].card)
        assert "> The roots reach my wall\n  I object, to Plant a hedge" in card


async def test_promise_3_no_pretended_consensus(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        s.chat.members = 12
        ana = s.member("ana")
        await ask(s, ana)
        await votes(s, Saturday=5, Tuesday=3)
        await s.later(days=3)
        ana.sees("8 people took part. 4 did not.", "1 changed ballot would make this a tie, 2 would change it.")
        await ask(s, ana)
        await votes(s, Saturday=3, Sunday=3)
        await s.later(days=4)
        ana.sees("It is a tie between Saturday and Sunday, with 3 answers each. Nothing is decided.")


async def test_promise_4_not_taking_part_is_fine(tmp_path: Path) -> None:
    """Whoever stays silent is in no row and on no card, and gets no message."""
    async with stage(tmp_path / "d.db") as s:
        s.chat.members = 3
        await ask(s, s.member("ana"))
        silent = s.member("quiet-zelda")
        await silent.presses("Details")
        await s.member("ben").presses("Saturday")
        await s.later(days=3)
        assert "zelda" not in s.shown().lower()
        assert s.chat.in_place("@quiet-zelda") == []
        tables = [name for (name,) in s.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            assert "zelda" not in str(s.rows(f'SELECT * FROM "{table}"')), table


async def test_promise_5_you_choose_how_you_are_seen_before_you_press(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        await ask(s, ana)
        await ask(s, ana, "seen: named")
        unnamed, named = (text(message.card) for message in s.chat.in_place(CHANNEL))
        assert "Seen by: nobody by name. If all agree, everyone knows." in unnamed
        assert "Seen by: everyone here, by name, once it has closed." in named


def statements(but: Change | None = None) -> list[str]:
    """Everything by which anything that is kept can be changed."""
    made = [each for table in CHANGES for change, each in table.items() if change is not but]
    return [str(one) for each in made for one in (each if isinstance(each, tuple) else (each,))]


async def test_promise_5_a_proposal_says_so_too(tmp_path: Path) -> None:
    """Named, unnamed or secret stands on its card, and no statement ever changes it."""
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        for seen, said in (
            ("unnamed", "Stances show no names."),
            ("named", "Stances are seen by name, once it is decided."),
            ("secret", "Secret: nobody here can find out who says what, now or later."),
        ):
            await ana.says(f"/propose what: Plant a hedge seen: {seen}")
            await ana.presses("Post it")
            assert said in text(s.chat.in_place(CHANNEL)[-1].card)
    assert not [way for way in statements() if "UPDATE proposals SET" in way and "seen_as" in way]


async def test_promise_5_it_can_never_be_loosened(tmp_path: Path) -> None:
    """One statement changes how people are seen in a poll, from named to unnamed; nothing changes it back."""
    assert not [way for way in statements(TIGHTEN_SEEN) if "UPDATE polls SET" in way and "seen_as" in way]
    assert len([way for way in statements() if "UPDATE polls SET" in way and "seen_as" in way]) == 1
    assert {seen: tighter(seen) for seen in SeenAs} == {
        SeenAs.NAMED: (SeenAs.UNNAMED,),
        SeenAs.UNNAMED: (),
        SeenAs.SECRET: (),
    }
    less = (Totals.ALWAYS, Totals.ANSWERED, Totals.CLOSED)
    assert all(tighter(totals) == less[at + 1 :] for at, totals in enumerate(less))


async def test_promise_6_you_know_what_happens_next(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        plans = "decided: Ana books the hall. tied: We toss a coin. few: We ask again. review: In a year."
        await ask(s, ana, plans)
        before = text(s.chat.in_place(CHANNEL)[0].card)
        for line in ("Ana books the hall.", "We toss a coin.", "We ask again.", "We look again: In a year."):
            assert line in before
        await votes(s, Saturday=3)
        await s.later(days=3)
        assert "What happens next\n\nAna books the hall.\n\nWe look again: In a year." in s.shown()


async def test_promise_7_it_closes_on_time(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ben = s.member("ben")
        await ask(s, s.member("ana"))
        s.clock.forward(timedelta(days=3))
        token, _ = ben.find("Saturday")
        ben.answer = await s.core.handle(ActionPressed(s.key(), ben.who, ben.where, s.clock.now(), token))
        assert "so nothing was recorded just now" in ben.screen
        s.clock.forward(timedelta(hours=4))
        await s.settle()
        ben.sees("Closed 4 hours late, because I was not running.")


async def test_promise_8_power_is_visible(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        await ask(s, ana)
        await s.later(days=3)
        ana.sees("Closed on time. Nothing was changed.")
        await ask(s, ana)
        await ana.presses("Details")
        await ana.presses("Close it now")
        await ana.fills(why="We know enough.")
        ana.sees("Closed early by Ana, ", "“We know enough.” Nothing else was changed.")
        ben = await s.member("ben").says("/descant log")
        ben.sees("We know enough.")


async def test_promise_9_your_data_is_yours(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await ask(s, s.member("ana"))
        ben = s.member("ben")
        await ben.presses("Saturday")
        await ben.says("/descant")
        assert isinstance(ben.answer, Whisper)
        assert "My data" in labels(ben.answer.card)


async def test_promise_10_plain_words() -> None:
    """No jargon and no shouting in anything that members may read."""
    catalogue = (Path(__file__).parents[1] / "bot/chat/locale/descant.pot").read_text()
    sentences = [line for line in catalogue.splitlines() if line.startswith(("msgid", '"')) and "Content-" not in line]
    words = {word.strip('".,:;“”()').lower() for line in sentences for word in line.split()}
    assert not words & {"user", "users", "admin", "admins", "submit", "submitted", "invalid", "error", "oops"}
    assert not [line for line in sentences if "!" in line]


async def test_promise_10_a_form_says_what_is_wrong_beside_the_words_that_were_typed(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await s.member("ana").says("/poll")
        await ana.fills(question="When?", options="only one")
        ana.sees("A choice needs at least two options.")
        assert [f.value for f in ana.form.fields if isinstance(f, TextField)][:2] == ["When?", "only one"]
