"""The front door: the command line."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from bot.config import Faults
from bot.hosting import LogConfig, write_log
from bot.ports import CannotCarry
from commands.counting import recount
from commands.keeping import backup, export, migrate_store, restore
from commands.looking import doctor, slack_manifest
from commands.playing import play
from commands.running import run, some_shards
from storage.errors import CannotOpen


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


if __name__ == "__main__":
    sys.exit(main())
