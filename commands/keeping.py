"""Copies of the store, and what is taken out of it."""

import argparse
import asyncio
import re
from pathlib import Path

from adapters.machine import SystemClock
from bot.chat.words import words_for
from bot.polls.actions.archive import archive
from commands.settings import settings_from
from storage import restore as restoring
from storage.backup import back_up
from storage.record import records


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
