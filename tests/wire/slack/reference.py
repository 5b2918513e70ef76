"""Slack's Web API reference: which arguments a method takes, which errors it may answer, which scopes it needs."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parents[4] / "shared" / "specs" / "slack-web-api.json"
EITHER = {"views.open": ("trigger_id",), "views.update": ("view_id", "external_id"), "conversations.open": ("users",)}
"""Rules that the reference does not hold: one of these has to be there."""


@cache
def methods() -> Mapping[str, Any]:
    """By method."""
    return json.loads(Path(FILE).read_text())  # type: ignore[no-any-return]


def faults(method: str, arguments: Mapping[str, Any]) -> list[str]:
    """What is wrong with a call."""
    known = methods().get(method)
    if known is None:
        return [f"{method} is not in the reference"]
    unknown = set(arguments) - set(known["args"]) - {"token"}
    needed = {name for name, arg in known["args"].items() if arg["required"]} - set(arguments)
    found = [f"{method} takes no {name}" for name in sorted(unknown)]
    found += [f"{method} needs {name}" for name in sorted(needed)]
    if method in EITHER and not any(name in arguments for name in EITHER[method]):
        found.append(f"{method} needs one of {EITHER[method]}")
    return found


def is_documented(method: str, error: str) -> bool:
    """Whether the method may answer with this error."""
    return error in methods()[method]["errors"] or error in methods()["*"]["errors"]


def needed(method: str) -> list[str]:
    """The scopes of which the app needs any one."""
    return list(methods()[method]["scopes"].get("bot", ()))
