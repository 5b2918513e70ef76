"""``descant play``: the page with a made-up community, and what it keeps."""

import argparse
import asyncio
import logging
import secrets
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.machine import FairDice, MovedClock, RandomIds
from bot.ports import CannotCarry
from bot.router import router
from commands.ending import until_asked_to_stop
from commands.settings import settings_from
from storage.lockfile import LockFile
from storage.opening import open_store

if TYPE_CHECKING:
    from adapters.web.config import WebConfig
    from adapters.web.play import Play
    from adapters.web.room import Room


def play(arguments: argparse.Namespace) -> None:
    """``descant play``"""
    # That other programs must not write to the file need not be the first thing that one reads of a playground.
    logging.getLogger("storage.sqlite").setLevel(logging.ERROR)
    folder = Path(arguments.folder)
    given = {name: value for name in ("host", "port") if (value := getattr(arguments, name)) is not None}
    config = replace(settings_from(arguments.config)["web"], **given)
    if folder.exists() and not folder.is_dir():
        raise CannotCarry(f"{folder} is not a folder. Another: descant play --folder NAME")
    if arguments.fresh:
        forget(folder)
    asyncio.run(serve_playground(folder, config))


async def serve_playground(folder: Path, config: "WebConfig") -> None:
    """Serve the page until interrupted."""
    from adapters.web.site import Site, hints
    from adapters.web.transport import serve

    async with playground(folder) as (play, room):
        secret = await room.note("secret") or secrets.token_hex(32)
        await room.keep_note("secret", secret)
        site = Site(room, play.core.handle, play, hints(router()), config, bytes.fromhex(secret))
        try:
            runner = await serve(site)
        except OSError as error:
            taken = f"Port {config.port} can not be used ({error.strerror or error})."
            raise CannotCarry(f"{taken} Another: make play PORT={config.port % 65535 + 1}") from None
        ready = f"Descant is playing at http://{config.host}:{config.port}/ – kept in {folder}/. Ctrl-C ends it."
        try:
            await until_asked_to_stop(ready, play.core.run())
        finally:
            await runner.cleanup()


@asynccontextmanager
async def playground(folder: Path) -> AsyncIterator[tuple["Play", "Room"]]:
    """The playground kept in this folder, with its story told when it is new."""
    from adapters.web.play import Play
    from adapters.web.room import open_room
    from adapters.web.story import beginning, tell

    untold = folder / "untold"
    if untold.exists():
        forget(folder)  # the last start was stopped in the middle of the story
    folder.mkdir(parents=True, exist_ok=True)
    clock = MovedClock(timedelta(0))
    store = await open_store(f"sqlite:///{folder / 'descant.db'}", clock, RandomIds(), FairDice())
    try:
        room = await open_room(folder / "room.db")
        clock.by = timedelta(seconds=float(await room.note("clock") or 0))
        play = Play(store, room, clock, router())
        await play.core.resume()
        if not room.members:
            untold.touch()
            clock.by = beginning(clock.now()) - clock.now()
            await tell(room, play.core.handle, play)
            clock.by = timedelta(0)
            await room.keep_note("clock", "0")
            untold.unlink()
        try:
            yield play, room
        finally:
            await room.close()
    finally:
        await store.close()


def forget(folder: Path) -> None:
    """Remove what a playground keeps in its folder, and nothing else. Raises ``CannotOpen`` while it is played."""
    if folder.is_dir():
        LockFile(folder / "descant.db").abandon()
    for kept in (*folder.glob("descant.db*"), *folder.glob("room.db*"), folder / "untold"):
        if kept.is_dir():
            shutil.rmtree(kept)  # the keys, a folder of their own
        else:
            kept.unlink(missing_ok=True)
