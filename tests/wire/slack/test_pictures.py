"""Drawings of results: uploaded once, told in words too, and nothing is missing where they can not be shown."""

from pathlib import Path

import pytest

from tests.wire.slack.people import Stage, stage
from tests.wire.slack.standin import Fault, Payload

ASK = "/poll question: When do we meet? options: Tuesday; Saturday closes: in 3 days"


async def closes(s: Stage) -> None:
    ana = s.member("ana")
    await ana.says(ASK)
    await ana.presses("Post it")
    for number in range(3):
        await s.member(f"m{number}").presses("Saturday")
    await s.later(days=3)


def pictures(s: Stage) -> list[Payload]:
    return [b for m in s.channel.messages.values() for b in m["blocks"] if b["type"] == "image"]


async def test_a_result_is_drawn_and_told_in_words_to_whoever_does_not_see_it(shared: Path, tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await closes(s)
        (picture,) = pictures(s)
        file = s.standin.files[picture["slack_file"]["id"]]
        assert file["content"].startswith(b"\x89PNG")
        assert len(file["content"]) == file["length"]
        assert file["alt_txt"] == picture["alt_text"]
        assert "Saturday: 3 of 3" in picture["alt_text"]
        assert file["place"] is None, "it is shown on the card alone, and not shared as a file"


async def test_a_drawing_is_uploaded_once_however_often_its_card_is_shown(shared: Path, tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await closes(s)
        s.standin.faults.append(Fault("chat.update", retry_after=5))
        await s.later(minutes=5)
        assert s.standin.calls["files.getUploadURLExternal"] == 1
        assert s.standin.calls["files.completeUploadExternal"] == 1


@pytest.mark.parametrize(
    "fault",
    [
        Fault("files.getUploadURLExternal", times=99, error="file_uploads_disabled"),
        Fault("files.getUploadURLExternal", times=99, retry_after=60),
        Fault("files.completeUploadExternal", times=99, error="internal_error", status=500),
        Fault("upload", times=99, status=500),
    ],
    ids=["not allowed", "too fast", "a defect of theirs", "lost on the way"],
)
async def test_without_its_drawing_the_result_is_complete(shared: Path, tmp_path: Path, fault: Fault) -> None:
    async with stage(tmp_path / "d.db") as s:
        s.standin.faults.append(fault)
        await closes(s)
        assert pictures(s) == []
        s.member("ana").sees("Saturday, because 3 of 3 chose it.", "Saturday: 3 of 3")
        assert s.broken() == []


async def test_without_the_right_to_upload_nothing_else_is_lost(shared: Path, tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        s.team.scopes.discard("files:write")
        await closes(s)
        s.member("ana").sees("Saturday, because 3 of 3 chose it.")
