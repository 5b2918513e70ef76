"""``descant play`` as someone starts it: where it listens, what it keeps, what it says when it can not begin."""

import re
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import pytest
from aiohttp.test_utils import unused_port

from descant import main
from tests.adapters.web.garden import garden

ROOT = Path(__file__).parents[1]


@dataclass
class Playing:
    """A playground that runs as a process of its own."""

    process: "subprocess.Popen[str]"
    port: int

    def page(self, path: str = "/") -> str:
        """What stands at this path."""
        with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            return str(answer.read().decode())

    def interrupted(self) -> tuple[int, str]:
        """Ctrl-C: its exit code, and what it said on standard error."""
        self.process.send_signal(signal.SIGINT)
        _, errors = self.process.communicate(timeout=20)
        return self.process.returncode, errors


@contextmanager
def playing(folder: Path, *more: str) -> Iterator[Playing]:
    """A playground, ready."""
    port = unused_port()
    command = [sys.executable, "descant.py", "play", "--port", str(port), "--folder", str(folder), *more]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line == f"Descant is playing at http://127.0.0.1:{port}/ – kept in {folder}/. Ctrl-C ends it.\n"
            yield Playing(process, port)
        finally:
            if process.poll() is None:
                process.kill()


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What is said when it can not begin: one sentence or two, and no traceback."""
    assert main(["play", *arguments]) == 1
    said = capsys.readouterr().err
    assert "Traceback" not in said
    return said


def test_it_is_ready_says_where_and_ends_at_once_with_streams_open(tmp_path: Path) -> None:
    with playing(tmp_path / "g") as running:
        assert "Who would you like to be?" in running.page()
        assert "What this result carries" in running.page("/as/ana/plans")
        hello = running.page("/as/efua/hello")
        for told in (
            "/checkin new shows what others begin with",
            "5 of 8",
            "can be read now, without names",
            "Not today",
        ):
            assert told in hello, told
        with urlopen(f"http://127.0.0.1:{running.port}/as/ana/plans/events", timeout=10) as stream:
            assert stream.readline().startswith(b"retry")
            code, errors = running.interrupted()
    assert code == 0
    assert "Traceback" not in errors
    assert "ERROR" not in errors


def test_what_happened_is_there_again_and_fresh_begins_anew(tmp_path: Path) -> None:
    folder = tmp_path / "g"
    with playing(folder) as running:
        before = re.findall(r'id="m\d+"', running.page("/as/ana/plans"))
        running.interrupted()
    (folder / "mine.txt").write_text("not yours")
    with playing(folder) as running:
        assert re.findall(r'id="m\d+"', running.page("/as/ana/plans")) == before
        running.interrupted()
    with sqlite3.connect(folder / "room.db") as room:
        room.execute("UPDATE messages SET said = 'changed since' WHERE id = 1")
    room.close()
    with playing(folder, "--fresh") as running:
        page = running.page("/as/ana/plans")
        assert "When do we plant the bulbs?" in page
        assert "changed since" not in page
        running.interrupted()
    assert (folder / "mine.txt").read_text() == "not yours"


def test_a_folder_that_is_being_played_is_neither_opened_nor_begun_anew(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with playing(tmp_path / "g") as running:
        for more in ((), ("--fresh",)):
            said = refused(capsys, "--folder", str(tmp_path / "g"), "--port", str(unused_port()), *more)
            assert "Another Descant is running" in said
        assert "When do we plant the bulbs?" in running.page("/as/ana/plans")
        running.interrupted()


def test_a_port_that_is_taken_gets_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = refused(capsys, "--folder", str(tmp_path / "g"), "--port", str(port))
    assert f"Port {port} can not be used" in said
    assert f"make play PORT={port % 65535 + 1}" in said


@pytest.mark.parametrize("file", ["room.db", "descant.db"])
def test_a_damaged_folder_gets_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str], file: str) -> None:
    with playing(tmp_path / "g") as running:
        running.interrupted()
    for beside in (f"{file}-wal", f"{file}-shm"):
        (tmp_path / "g" / beside).unlink(missing_ok=True)
    (tmp_path / "g" / file).write_bytes(b"this is no database " * 500)
    said = refused(capsys, "--folder", str(tmp_path / "g"), "--port", str(unused_port()))
    assert file in said


def test_a_file_in_place_of_the_folder_gets_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "g").write_text("")
    assert "is not a folder" in refused(capsys, "--folder", str(tmp_path / "g"))
    assert "is not a folder" in refused(capsys, "--folder", str(tmp_path / "g"), "--fresh")
    assert (tmp_path / "g").is_file()


async def test_a_story_that_was_stopped_in_the_middle_is_told_from_the_beginning(tmp_path: Path) -> None:
    async with garden(tmp_path / "g") as g:
        await g.room.say("plans", "ana", "half a story", g.play.now())
    (tmp_path / "g" / "untold").touch()
    async with garden(tmp_path / "g", story=True) as g:
        words = await g.member("ana").looks()
        assert "half a story" not in words
        assert "When do we plant the bulbs?" in words
    assert not (tmp_path / "g" / "untold").exists()


async def test_the_clock_moves_over_many_due_things_and_each_is_on_time(tmp_path: Path) -> None:
    async with garden(tmp_path / "g") as g:
        ana = g.member("ana")
        for number in range(25):
            await ana.says(f"/poll question: Number {number}? options: a; b closes: {number // 2 + 2}h")
            await ana.presses("Post it")
        token = ana.html.split('name="csrf" value="')[1].split('"')[0]
        await g.session.post(f"{g.url}/as/ana/plans/clock", data={"csrf": token, "by": "day"})
        words = await ana.looks()
        assert words.count("Closed on time.") == 25
        assert " late" not in words
        assert "Nothing is due." in words


def test_the_data_of_a_playground_is_for_its_owner_alone(tmp_path: Path) -> None:
    with playing(tmp_path / "g") as running:
        running.interrupted()
    assert all((file.stat().st_mode & 0o077) == 0 for file in (tmp_path / "g").iterdir())
