"""``descant count``: the ballots of a file, counted again."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.polls import ballotfile
from bot.polls.claims import differences, result
from bot.polls.counting import margin
from bot.polls.recount import agreement, told

MOST_MISTAKES = 20
"""So many mistakes of a ballot file are printed."""


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
