"""Whatever goes wrong with what a member did, they get a word about it, and nobody's words get into the log."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.app import App
from bot.chat.answers import Answer, Nothing, Whisper
from bot.chat.cards import Card
from bot.chat.events import CommandGiven, TimeCame, WorkDone
from bot.ports import NotRecorded, StoreBusy, Tx, Uncertain
from bot.router import router
from bot.routes import Handler
from storage.values import moment
from tests.people import CHANNEL, COMMUNITY, Stage, stage, text

SECRET = "what nobody else should read"


class Failing:
    """A store that takes nothing."""

    process = "alone"
    strained = False

    def __init__(self, error: Exception) -> None:
        self.error = error

    async def write(self, *arguments: Any, **named: Any) -> Any:
        raise self.error

    async def gone(self) -> list[str]:
        return []

    async def shred(self, name: str) -> None:
        raise self.error

    async def compact(self) -> None:
        raise self.error

    async def read(self, *arguments: Any, **named: Any) -> Any:
        raise self.error


def given(s: Stage, name: str = "descant", words: str = "") -> CommandGiven:
    ana = s.member("ana")
    return CommandGiven(s.key(), ana.who, ana.where, s.clock.now(), name, words)


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (StoreBusy(SECRET), "Very many people are pressing just now, so this was not recorded. Please press again."),
        (NotRecorded(SECRET), "This could not be recorded. Nothing else was lost. Please try again in a moment."),
        (Uncertain(SECRET), ""),
        (RuntimeError(SECRET), "Something went wrong on my side. Nothing was recorded, and nothing was lost."),
    ],
)
async def test_a_store_that_takes_nothing_is_told_in_words(
    tmp_path: Path, error: Exception, sentence: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with stage(tmp_path / "d.db") as s:
        answer = await App(Failing(error), router(), lambda: None).handle(given(s))
        assert isinstance(answer, Whisper)
        assert text(answer.card)
        assert sentence in text(answer.card)
        assert SECRET not in caplog.text + text(answer.card)


async def test_a_defect_in_a_use_case_is_told_and_leaves_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(tx: Tx, event: CommandGiven) -> Answer:
        tx.wake("remind", "x", tx.now)
        raise KeyError(event.text)

    async with stage(tmp_path / "d.db") as s:
        table = replace(router(), commands={"break": Handler(breaks)})
        rung: list[int] = []
        app = App(s.store, table, lambda: rung.append(1))
        answer = await app.handle(given(s, "break", SECRET))
        assert isinstance(answer, Whisper)
        assert text(answer.card).startswith("Something went wrong on my side.")
        assert s.rows("SELECT * FROM due") == []
        assert s.rows("SELECT * FROM seen") == []
        assert "breaks failed: KeyError at " in caplog.text
        assert SECRET not in caplog.text
        assert rung == []


async def test_what_it_does_not_know_gets_a_kind_word(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await s.member("ana").says("/dance now")
        assert ana.screen.startswith("I do not know “/dance”. I know: ")
        await ana.says("/" + "x" * 5000)
        assert len(ana.screen) < 400


async def test_a_command_without_a_delivery_key_is_taken_each_time(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        event = replace(given(s), key="")
        for _ in range(2):
            assert isinstance(await s.core.handle(event), Whisper)


async def test_the_same_key_in_another_community_is_another_delivery(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        event = given(s)
        elsewhere = replace(event, where=replace(event.where, community=type(COMMUNITY)("test:elsewhere")))
        assert isinstance(await s.core.handle(event), Whisper)
        assert isinstance(await s.core.handle(elsewhere), Whisper)
        assert isinstance(await s.core.handle(event), Nothing)


async def test_time_and_work_that_nobody_asked_for_do_nothing(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        now = s.clock.now()
        assert isinstance(await s.core.handle(TimeCame(COMMUNITY, "poll.close", "none", now, now)), Nothing)
        assert isinstance(await s.core.handle(WorkDone(COMMUNITY, "poll.count", "none", now, None)), Nothing)


async def test_what_time_brings_and_can_not_be_done_is_raised_so_that_it_is_tried_again(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        now = s.clock.now()
        with pytest.raises(NotRecorded):
            await App(Failing(NotRecorded("full")), router(), lambda: None).handle(
                TimeCame(COMMUNITY, "poll.close", "none", now, now)
            )


async def test_a_result_that_comes_twice_is_frozen_once(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        await ana.says("/poll question: When? options: Tuesday; Saturday closes: in 1 day")
        await ana.presses("Post it")
        await ana.presses("Saturday")
        await s.later(days=2)
        kept = s.rows("SELECT id, result FROM polls")
        again = WorkDone(COMMUNITY, "poll.count", str(kept[0][0]), s.clock.now(), None)
        assert isinstance(await s.core.handle(again), Nothing)
        assert s.rows("SELECT id, result FROM polls") == kept
        assert len(s.chat.in_place(CHANNEL)) == 2
        assert isinstance(s.chat.in_place(CHANNEL)[0].card, Card)


async def test_work_that_fails_is_done_again_later(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        await ana.says("/poll question: When? options: Tuesday; Saturday closes: in 1 day")
        await ana.presses("Post it")
        result = s.core.workshop._result
        failed: list[int] = []

        async def fails(row: Any) -> Any:
            if len(failed) < 2:
                failed.append(1)
                raise MemoryError
            return await result(row)

        s.core.workshop._result = fails  # type: ignore[method-assign]
        s.clock.forward((await _closing(s)) - s.clock.now())
        await s.core.settle()
        assert s.rows("SELECT state FROM polls") == [("counting",)]
        for _ in range(3):
            await s.later(minutes=1)
        assert s.rows("SELECT state FROM polls") == [("closed",)]


async def _closing(s: Stage) -> Any:
    ((at,),) = s.rows("SELECT at FROM due WHERE kind = 'poll.close'")
    assert isinstance(at, int)
    return moment(at)
