"""Looking things over: the store, the platforms, and what Slack is to be told of the app."""

import argparse
import asyncio
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from adapters.machine import SystemClock
from bot.chat.answers import Answer, Nothing
from bot.chat.events import Event
from bot.config import Faults
from bot.router import router
from commands.running import carriers
from commands.settings import settings_from
from storage.doctor import examine
from storage.errors import CannotOpen


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


async def look_over_platforms(settings: Mapping[str, Any]) -> list[str]:
    """What stands in the way on the platforms whose token is there, a sentence each."""

    async def nobody(event: Event) -> Answer:
        return Nothing()

    found = [await c.look_over() for c in carriers(settings, router(), nobody, SystemClock())]
    return [line for lines in found for line in lines]


def slack_manifest(arguments: argparse.Namespace) -> None:
    """``descant slack-manifest``"""
    from adapters.slack.manifest import manifest

    settings = settings_from(arguments.config)
    print(json.dumps(manifest(settings["slack"], router(settings["keep"].kept).hints), indent=2))
