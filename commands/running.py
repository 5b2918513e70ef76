"""``descant run``: on every platform whose token is there."""

import argparse
import asyncio
import gc
import sys
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import replace
from typing import Any

from adapters.machine import FairDice, RandomIds, SystemClock
from bot.chat.answers import Answer
from bot.chat.events import Event
from bot.chat.ids import CommunityId, MessageId
from bot.core import Core
from bot.delivery import COMMUNITY, POSTED_AS, STILL_IN
from bot.hosting import HealthConfig, untold, write_log
from bot.ports import CannotCarry, Carrier, Chat, Clock, Directory
from bot.router import router
from bot.routes import Router
from commands.ending import until_asked_to_stop
from commands.settings import settings_from
from storage.installations import SealedInstallations, Vault
from storage.opening import OpenStore, open_store
from storage.schedule import watch_over

Handle = Callable[[Event], Awaitable[Answer]]

ALONE = "No platform has a token, so there is nobody to talk to. config.example.toml says where tokens come from."


def run(arguments: argparse.Namespace) -> None:
    """``descant run``"""
    settings = settings_from(arguments.config)
    if arguments.shards is not None:
        settings["discord"] = replace(settings["discord"], shards=arguments.shards)
    write_log(settings["log"], sys.stderr)
    asyncio.run(carry(settings))


def some_shards(value: str) -> str:
    """Some of all shards, as ``--shards`` takes them."""
    from adapters.discord.config import read_shards

    if read_shards(value) is None:
        raise argparse.ArgumentTypeError("write some of all shards, such as 0-3/8")
    return value


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
        watching = [watch_over(settings["store"].url, settings["keep"], clock)]
        if settings["health"].port:
            watching.append(health(settings["health"], store, carried))
        ready = f"Descant is there: {', '.join(sorted(carried))}. Ctrl-C ends it."
        await until_asked_to_stop(ready, *(c.run() for c in carried.values()), core.run(), *watching)
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


def carriers(
    settings: Mapping[str, Any], table: Router, handle: Handle, clock: Clock, store: OpenStore | None = None
) -> list[Carrier]:
    """The adapters whose tokens are there; without a store they can be looked over, and no more."""
    found: list[Carrier] = []
    if settings["discord"].token is not None:
        from adapters.discord.transport import Discord

        remembered = () if store is None else (still_in(store, Discord.prefix), store.meters)
        found.append(Discord(settings["discord"], handle, table, clock, *remembered))
    if settings["slack"].wanted:
        from adapters.slack.transport import Slack

        known = () if store is None else (kept(settings, store), posted(store), zone_in(store), store.meters)
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
