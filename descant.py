"""The front door: the command line, and the only place that knows which parts stand behind the core's ports."""

import argparse
import asyncio
import gc
import json
import logging
import os
import re
import secrets
import shutil
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from adapters.machine import FairDice, MovedClock, RandomIds, SystemClock
from bot.chat.answers import Answer, Nothing
from bot.chat.events import Event
from bot.chat.ids import CommunityId, MessageId
from bot.chat.words import words_for
from bot.config import Faults, Source, read_settings
from bot.core import Core
from bot.delivery import COMMUNITY, POSTED_AS, STILL_IN
from bot.hosting import HealthConfig, LogConfig, untold, write_log
from bot.polls import ballotfile
from bot.polls.actions.archive import archive
from bot.polls.claims import differences, result
from bot.polls.counting import margin
from bot.polls.recount import agreement, told
from bot.ports import CannotCarry, Carrier, Chat, Clock, Directory
from bot.router import router
from bot.routes import Router
from storage import restore as restoring
from storage.backup import back_up
from storage.config import KeepConfig, StoreConfig
from storage.doctor import examine
from storage.errors import CannotOpen
from storage.installations import SealedInstallations, Vault
from storage.lockfile import LockFile
from storage.opening import OpenStore, open_store
from storage.record import records
from storage.schedule import watch_over

if TYPE_CHECKING:
    from adapters.web.config import WebConfig
    from adapters.web.play import Play
    from adapters.web.room import Room

Handle = Callable[[Event], Awaitable[Answer]]

MOST_MISTAKES = 20
"""So many mistakes of a ballot file are printed."""


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
        print(
            f"Descant is playing at http://{config.host}:{config.port}/ – kept in {folder}/. Ctrl-C ends it.",
            flush=True,
        )
        try:
            await until_asked_to_stop(play.core.run())
        finally:
            await runner.cleanup()


async def until_asked_to_stop(*work: Coroutine[Any, Any, None]) -> None:
    """Run these until Ctrl-C or a polite kill, then end them one after the other, each finishing what it holds.

    Raises what one of them raised.
    """
    asked = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, asked.set)
    tasks = [asyncio.create_task(part) for part in work]
    stop = asyncio.create_task(asked.wait())
    try:
        await asyncio.wait([*tasks, stop], return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (stop, *tasks):
            task.cancel()
            await asyncio.wait([task])
    for task in tasks:
        if not task.cancelled() and (error := task.exception()) is not None:
            raise error


# --- run ----------------------------------------------------------------------------------------------------------


def carriers(
    settings: Mapping[str, Any], table: Router, handle: Handle, clock: Clock, store: OpenStore | None = None
) -> list[Carrier]:
    """The adapters whose tokens are there; without a store they can be looked over, and no more."""
    found: list[Carrier] = []
    if settings["discord"].token is not None:
        from adapters.discord.transport import Discord

        remembered = () if store is None else (still_in(store, Discord.prefix),)
        found.append(Discord(settings["discord"], handle, table, clock, *remembered))
    if settings["slack"].wanted:
        from adapters.slack.transport import Slack

        known = () if store is None else (kept(settings, store), posted(store), zone_in(store))
        found.append(Slack(settings["slack"], handle, table, clock, RandomIds(), *known))
    return found


def still_in(store: OpenStore, prefix: str) -> Callable[[], Awaitable[Sequence[CommunityId]]]:
    """The communities of a platform that are not known to have been left."""
    return lambda: store.read(STILL_IN, prefix=f"{prefix}:")


def posted(store: OpenStore) -> Callable[[str], Awaitable[MessageId | None]]:
    """Which message is kept as the one of a key."""
    return lambda key: store.read(POSTED_AS, key=key)


def zone_in(store: OpenStore) -> Callable[[CommunityId], Awaitable[str]]:
    """Which zone a community goes by."""

    async def zone_of(community: CommunityId) -> str:
        return (await store.read(COMMUNITY, community=community)).zone

    return zone_of


def kept(settings: Mapping[str, Any], store: OpenStore) -> SealedInstallations | None:
    """Where workspaces' tokens are kept; None where there is no key to seal them with."""
    key = settings["slack"].token_key
    return None if key is None else SealedInstallations(store, Vault(key.reveal()))


async def carry(settings: Mapping[str, Any]) -> None:
    """Carry every platform whose token is there, until interrupted."""
    asyncio.get_running_loop().set_exception_handler(untold)
    clock, table = SystemClock(), router(settings["keep"].kept)
    carried: dict[str, Carrier] = {}

    def carrier(community: CommunityId) -> Carrier | None:
        return carried.get(community.partition(":")[0])

    def chat(community: CommunityId) -> Chat | None:
        return found.chat if (found := carrier(community)) else None

    def directory(community: CommunityId) -> Directory | None:
        return found.directory if (found := carrier(community)) else None

    store = await open_store(settings["store"].url, clock, RandomIds(), FairDice())
    try:
        core = Core(store, table, chat, directory, clock, store.meters)
        carried |= {c.prefix: c for c in carriers(settings, table, core.handle, clock, store)}
        if not carried:
            raise CannotCarry(ALONE)
        spare_the_lasting()
        print(f"Descant is there: {', '.join(sorted(carried))}. Ctrl-C ends it.", flush=True)
        watching = [watch_over(settings["store"].url, settings["keep"], clock)]
        if settings["health"].port:
            watching.append(health(settings["health"], store, carried))
        await until_asked_to_stop(*(c.run() for c in carried.values()), core.run(), *watching)
    finally:
        await store.close()


def health(config: HealthConfig, store: OpenStore, carried: Mapping[str, Carrier]) -> Coroutine[Any, Any, None]:
    """The page for whoever hosts it."""
    from adapters.health import Health

    return Health(config, store, store.meters, lambda: {name: c.connected for name, c in carried.items()}).run()


def spare_the_lasting() -> None:
    """Have garbage looked for less often, and not among what is there from the start and never goes.

    A burst makes many objects at once that all are still needed: looking through them, and through all modules with
    them, took a fifth of the processor time per press (``benchmarks/in_discord.py``).
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


ALONE = "No platform has a token, so there is nobody to talk to. config.example.toml says where tokens come from."


# --- the command line ---------------------------------------------------------------------------------------------


def sections() -> dict[str, type[Any]]:
    """Every section of the settings, and what it may hold."""
    from adapters.discord.config import DiscordConfig
    from adapters.slack.config import SlackConfig
    from adapters.web.config import WebConfig

    return {
        "store": StoreConfig,
        "keep": KeepConfig,
        "log": LogConfig,
        "health": HealthConfig,
        "discord": DiscordConfig,
        "slack": SlackConfig,
        "web": WebConfig,
    }


def settings_from(path: str | None) -> dict[str, Any]:
    """The settings in this file; the usual ones where none is named and ``config.toml`` is not there."""
    file = Path(path or "config.toml")
    try:
        text = file.read_text() if path or file.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise Faults((f"{file} can not be read: {getattr(error, 'strerror', None) or 'it is not text'}.",)) from None
    return read_settings(Source(text, os.environ, file.parent), sections())


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


def some_shards(value: str) -> str:
    """Some of all shards, as ``--shards`` takes them."""
    from adapters.discord.config import read_shards

    if read_shards(value) is None:
        raise argparse.ArgumentTypeError("write some of all shards, such as 0-3/8")
    return value


def run(arguments: argparse.Namespace) -> None:
    """``descant run``"""
    settings = settings_from(arguments.config)
    if arguments.shards is not None:
        settings["discord"] = replace(settings["discord"], shards=arguments.shards)
    write_log(settings["log"], sys.stderr)
    asyncio.run(carry(settings))


def backup(arguments: argparse.Namespace) -> None:
    """``descant backup``"""
    settings = settings_from(arguments.config)
    folder = Path(arguments.folder or settings["keep"].backups or "backups")
    print(f"Kept in {asyncio.run(back_up(settings['store'].url, folder, SystemClock().now(), settings['keep'].key))}")


def restore(arguments: argparse.Namespace) -> None:
    """``descant restore``"""
    settings = settings_from(arguments.config)
    key, now = settings["keep"].key, SystemClock().now()
    for said in asyncio.run(restoring.restore(Path(arguments.copy), settings["store"].url, now, key)):
        print(said)
    print("Restored. What was recorded after that copy was made is not in it.")


def export(arguments: argparse.Namespace) -> None:
    """``descant export``"""
    folder, now = Path(arguments.folder), SystemClock().now()
    found = records(settings_from(arguments.config)["store"].url)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for community, language, cards in found:
        file = folder / f"record-{re.sub(r'[^A-Za-z0-9]+', '-', community)}.zip"
        file.write_bytes(archive(cards, now, words_for(language)))
        print(f"{file}: {len(cards)} closed polls.")
    if not found:
        print("Nothing has been asked yet.")


def migrate_store(arguments: argparse.Namespace) -> None:
    """``descant migrate-store``"""
    moved = asyncio.run(restoring.migrate(arguments.source, arguments.target))
    print(f"{sum(rows for rows, _ in moved.values())} rows were copied and are the same on both ends.")
    print("The store that they came from is as it was. Name the new one in [store] url.")


async def look_over_platforms(settings: Mapping[str, Any]) -> list[str]:
    """What stands in the way on the platforms whose token is there, a sentence each."""

    async def nobody(event: Event) -> Answer:
        return Nothing()

    found = [await c.look_over() for c in carriers(settings, router(), nobody, SystemClock())]
    return [line for lines in found for line in lines]


def doctor(arguments: argparse.Namespace) -> int:
    """``descant doctor``: 0 when nothing is wrong, 1 when something is, 2 when it could not look."""
    try:
        settings = settings_from(arguments.config)
        copies = Path(settings["keep"].backups or "backups")
        report = asyncio.run(examine(settings["store"].url, copies, SystemClock().now()))
    except (Faults, CannotOpen) as error:
        print(error, file=sys.stderr)
        return 2
    print("\n".join(report.well))
    if report.thoughts:
        print("Worth knowing:", *report.thoughts, sep="\n  ")
    if wrong := [*report.wrong, *asyncio.run(look_over_platforms(settings))]:
        print(*wrong, sep="\n", file=sys.stderr)
        return 1
    print("Nothing is wrong.")
    return 0


def slack_manifest(arguments: argparse.Namespace) -> None:
    """``descant slack-manifest``"""
    from adapters.slack.manifest import manifest

    settings = settings_from(arguments.config)
    print(json.dumps(manifest(settings["slack"], router(settings["keep"].kept).hints), indent=2))


def recount(arguments: argparse.Namespace) -> int:
    """``descant count``: 0 when the ballots say what the file claims, 1 when not, 2 when it can not be read."""
    try:
        file = ballotfile.read(Path(arguments.file).read_text("utf-8-sig"))
    except OSError as error:
        return _unread(arguments.file, [f"{error.strerror or error}."])
    except UnicodeDecodeError:
        return _unread(arguments.file, ["It is not UTF-8 text."])
    except ballotfile.BadBallotFile as error:
        return _unread(arguments.file, error.mistakes)
    found = file.count()
    wrong = differences(file.claimed, found)
    if arguments.json:
        print(json.dumps({**result(found), "agrees": not wrong}))
    else:
        close = margin(file.kind, file.ballots, len(file.options), file.pick, found)
        print(*told(file, found, close), "", *agreement(file, wrong), sep="\n")
    if not wrong:
        return 0
    print(f"{arguments.file}: its result is not what its ballots say.", *wrong, sep="\n  ", file=sys.stderr)
    return 1


def _unread(file: str, mistakes: Sequence[str]) -> int:
    print(f"{file} can not be counted.", *mistakes[:MOST_MISTAKES], sep="\n  ", file=sys.stderr)
    if len(mistakes) > MOST_MISTAKES:
        print(f"  And {len(mistakes) - MOST_MISTAKES} more like these.", file=sys.stderr)
    return 2


def parser() -> argparse.ArgumentParser:
    """Every command and its options."""
    line = argparse.ArgumentParser(prog="descant", description="Polls that keep the views that lost.")
    commands = line.add_subparsers(dest="command", required=True)

    def command(name: str, does: Callable[[argparse.Namespace], int | None], what: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=what, description=what)
        added.add_argument("--config", metavar="FILE", help="the settings (config.toml, where that is there)")
        added.set_defaults(does=does)
        return added

    playing = command("play", play, "Open a web page with a made-up community to try it out.")
    playing.add_argument("--host", help="where the page listens")
    playing.add_argument("--port", type=int)
    playing.add_argument("--folder", default="playground", help="where the made-up community is kept")
    playing.add_argument("--fresh", action="store_true", help="begin the story again")
    running = command("run", run, "Be there, on every platform whose token is there.")
    running.add_argument("--shards", type=some_shards, help="which of all shards this process carries: 0-3/8")
    copying = command("backup", backup, "Keep a checked copy of the store, while everything goes on.")
    copying.add_argument("folder", nargs="?", help="where (otherwise as the settings say)")
    back = command("restore", restore, "Put a copy into an empty place, never over a store that is there.")
    back.add_argument("copy", help="the copy")
    taking = command(
        "export", export, "Write the record of each community, without names: ballots that can be counted."
    )
    taking.add_argument("folder", nargs="?", default="records", help="where (records)")
    moving = command("migrate-store", migrate_store, "Copy the whole store to an empty place on another engine.")
    moving.add_argument("source", help="such as sqlite:///descant.db")
    moving.add_argument("target", help="such as postgresql://name@host/database")
    command("slack-manifest", slack_manifest, "Print what Slack asks for when an app is made from a manifest.")
    command("doctor", doctor, "Look the store and the platforms over: results counted again, copies, tokens, rights.")

    what = "Count the ballots of a file, and say whether its own result is what they say."
    counting = commands.add_parser("count", help=what, description=what)
    counting.add_argument("file", metavar="FILE", help="an exported poll, or a ballot file that you wrote yourself")
    counting.add_argument("--json", action="store_true", help="print the result as JSON")
    counting.set_defaults(does=recount)
    return line


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; returns the exit code: 0, or what failed as a number, with a sentence on standard error."""
    os.umask(0o077)
    write_log(LogConfig(), sys.stderr)
    chosen = parser().parse_args(arguments)
    try:
        return chosen.does(chosen) or 0
    except (Faults, CannotOpen, CannotCarry) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
