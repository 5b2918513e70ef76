"""The front door: the command line, and the only place that knows which parts stand behind the core's ports."""

import argparse
import asyncio
import logging
import os
import random
import secrets
import shutil
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from bot.app import App
from bot.courier import Courier
from bot.delivery import NEXT_DUE
from bot.router import Router, router
from bot.timekeeper import Timekeeper
from bot.workshop import Workshop
from storage.errors import CannotOpen
from storage.sqlite import SqliteStore, open_store

if TYPE_CHECKING:
    from adapters.web.room import Room

T = TypeVar("T")

_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """This instant, aware, in UTC."""
        return datetime.now(UTC)


class MovedClock:
    """The machine's clock, moved by some time; for the playground."""

    def __init__(self, by: timedelta) -> None:
        self.by = by

    def now(self) -> datetime:
        """The made-up time."""
        return datetime.now(UTC) + self.by


class RandomIds:
    """Ten letters and digits: fifty bits of chance."""

    def new(self) -> str:
        """A short id never given before."""
        return "".join(secrets.choice(_LETTERS) for _ in range(10))


class FairDice:
    """The operating system's chance."""

    def __init__(self) -> None:
        self._random = random.SystemRandom()

    def shuffled(self, things: list[T]) -> list[T]:
        """The same things in an order that nobody could foretell."""
        return self._random.sample(things, len(things))


class Play:
    """A playground: the whole of Descant over one folder, with the web page as its chat and a clock that moves."""

    def __init__(self, store: SqliteStore, room: "Room", clock: MovedClock, table: Router) -> None:
        from adapters.web.transport import WebChat

        self._room = room
        self._clock = clock
        self._store = store
        chat = WebChat(room, clock.now)
        self.app = App(store, table, self._ring)
        self.courier = Courier(store, lambda _: chat, table.faces, clock)
        self.timekeeper = Timekeeper(store, self.app.handle, clock)
        self.workshop = Workshop(store, self.app.handle, table.jobs, lambda _: chat, clock)

    def _ring(self) -> None:
        self.courier.ring()
        self.timekeeper.ring()
        self.workshop.ring()

    def now(self) -> datetime:
        """The made-up time."""
        return self._clock.now()

    async def next_due(self) -> datetime | None:
        """When something happens next by itself."""
        due = await self._store.read(NEXT_DUE)
        return due.at if due is not None else None

    async def forward(self, by: timedelta) -> None:
        """Move the clock on, stopping at everything that is due until then, as time itself would."""
        until = self.now() + by
        while (due := await self.next_due()) is not None and due <= until:
            self._clock.by += max(timedelta(0), due - self.now())
            await self.settle()
        self._clock.by += max(timedelta(0), until - self.now())
        await self._room.keep_note("clock", str(self._clock.by.total_seconds()))
        await self.settle()

    async def settle(self) -> None:
        """Let everything follow that follows by itself."""
        while await self.timekeeper.look() + await self.workshop.look() + await self.courier.look():
            continue


@asynccontextmanager
async def playground(folder: Path) -> AsyncIterator[tuple[Play, "Room"]]:
    """The playground kept in this folder, with its story told when it is new."""
    from adapters.web.room import open_room
    from adapters.web.story import beginning, tell

    folder.mkdir(parents=True, exist_ok=True)
    clock = MovedClock(timedelta(0))
    store = await open_store(folder / "descant.db", clock, RandomIds(), FairDice())
    try:
        room = await open_room(folder / "room.db")
        clock.by = timedelta(seconds=float(await room.note("clock") or 0))
        play = Play(store, room, clock, router())
        await play.courier.resume()
        if not room.members:
            clock.by = beginning(clock.now()) - clock.now()
            await tell(room, play.app.handle, play)
            clock.by = timedelta(0)
            await room.keep_note("clock", "0")
        try:
            yield play, room
        finally:
            await room.close()
    finally:
        await store.close()


async def serve_playground(folder: Path, host: str, port: int) -> None:
    """Serve the page until interrupted."""
    from adapters.web.config import WebConfig
    from adapters.web.transport import CommandHint, Page, serve

    async with playground(folder) as (play, room):
        secret = await room.note("secret") or secrets.token_hex(32)
        await room.keep_note("secret", secret)
        hints = [CommandHint(h.name, h.what, h.keys) for h in router().hints]
        page = Page(room, play.app.handle, play, hints, WebConfig(host, port), bytes.fromhex(secret))
        stop = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        runner = await serve(page)
        print(f"Descant is playing at http://{host}:{port}/ – what happens is kept in {folder}/. Ctrl-C ends it.")
        sys.stdout.flush()
        tasks = [asyncio.create_task(p.run()) for p in (play.courier, play.timekeeper, play.workshop)]
        try:
            await stop.wait()
        finally:
            await runner.cleanup()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


def play(arguments: argparse.Namespace) -> int:
    """``descant play``"""
    folder = Path(arguments.folder)
    if arguments.fresh and folder.exists():
        shutil.rmtree(folder)
    try:
        asyncio.run(serve_playground(folder, arguments.host, arguments.port))
    except CannotOpen as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(
            f"Port {arguments.port} can not be used ({error.strerror}). Another: make play PORT=8421", file=sys.stderr
        )
        return 1
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; returns the exit code."""
    os.umask(0o077)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    parser = argparse.ArgumentParser(prog="descant", description="Polls that keep the views that lost.")
    commands = parser.add_subparsers(dest="command", required=True)
    playing = commands.add_parser("play", help="open a web page with a made-up community to try it out")
    playing.add_argument("--host", default="127.0.0.1")
    playing.add_argument("--port", type=int, default=8420)
    playing.add_argument("--folder", default="playground", help="where the made-up community is kept")
    playing.add_argument("--fresh", action="store_true", help="begin the story again")
    playing.set_defaults(run=play)
    chosen = parser.parse_args(arguments)
    code: int = chosen.run(chosen)
    return code


if __name__ == "__main__":
    sys.exit(main())
