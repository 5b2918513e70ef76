"""The commands that Discord shows, made from the core's hints. Pure."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from adapters.discord.inbound import MANAGE_SERVER
from adapters.discord.limits import (
    MOST_BOXES,
    MOST_CHOICES,
    NAME_OF_CHOICE,
    NAME_OF_COMMAND,
    TEXT_OF_BOX,
    WHAT_OF_COMMAND,
)
from adapters.discord.text import shorten
from bot.chat.forms import Choice
from bot.routes import Box, Hint

Payload = dict[str, Any]

SLASH, ABOUT_MESSAGE, WORDS, WHOLE = 1, 3, 3, 4
IN_A_SERVER = [0]
"""Commands are given in a server, where the community is known, by people of that server."""

MOST = 1_000_000
"""The largest whole number that a box takes: more than any community has members."""

COMPARED = ("name", "type", "description", "options", "contexts", "integration_types", "default_member_permissions")


def definitions(hints: Sequence[Hint]) -> list[Payload]:
    """A slash command for each hint, and a message menu for each that can be given about a message."""
    return [_slash(hint) for hint in hints if hint.typed] + [_menu(hint) for hint in hints if hint.menu]


def menus(hints: Sequence[Hint]) -> dict[str, str]:
    """The command behind each message menu, by the menu's name."""
    return {hint.menu[:NAME_OF_COMMAND]: hint.name for hint in hints if hint.menu}


def completions(hints: Sequence[Hint], data: Mapping[str, Any]) -> list[Payload]:
    """What is offered in the box that someone types into: their own words first, since those are taken as well."""
    typed: Mapping[str, Any] = next((option for option in data.get("options") or () if option.get("focused")), {})
    words, key = str(typed.get("value") or "").strip(), typed.get("name")
    boxes = (box for hint in hints if hint.name == data.get("name") for box in hint.boxes if box.key == key)
    found = [example for box in boxes for example in box.examples if words.lower() in example.lower()]
    offered = dict.fromkeys(([words] if words else []) + found)
    return [{"name": o[:NAME_OF_CHOICE], "value": o[:NAME_OF_CHOICE]} for o in offered][:MOST_CHOICES]


def changed(wanted: Sequence[Payload], there: Sequence[Mapping[str, Any]]) -> bool:
    """Whether what Discord has differs from what is wanted: only then it is sent, since creations are counted."""
    return sorted(map(_essence, wanted)) != sorted(map(_essence, there))


def _essence(command: Mapping[str, Any]) -> str:
    """What of a command is ours to say: Discord sends it back with more."""
    kept = {name: command.get(name) or [] for name in COMPARED}
    # Rights are taken as a number, and come back as words.
    kept["default_member_permissions"] = str(command.get("default_member_permissions") or "")
    kept["options"] = [
        {
            **{
                name: option.get(name) or ""
                for name in ("name", "description", "type", "autocomplete", "min_value", "max_value")
            },
            "choices": [(choice["name"], choice["value"]) for choice in option.get("choices") or ()],
        }
        for option in kept["options"]
    ]
    return json.dumps(kept, sort_keys=True)


def _slash(hint: Hint) -> Payload:
    return {
        "type": SLASH,
        "name": hint.name[:NAME_OF_COMMAND],
        "description": shorten(hint.what, WHAT_OF_COMMAND),
        "options": [_box(box) for box in hint.boxes[:MOST_BOXES]],
        "contexts": IN_A_SERVER,
        "integration_types": IN_A_SERVER,
    }


def _menu(hint: Hint) -> Payload:
    name = hint.menu[:NAME_OF_COMMAND]
    menu = {"type": ABOUT_MESSAGE, "name": name, "contexts": IN_A_SERVER, "integration_types": IN_A_SERVER}
    # A server can open it to more people by itself; whoever chooses it is asked for the right all the same.
    return {**menu, "default_member_permissions": MANAGE_SERVER} if hint.keepers else menu


def _box(box: Box) -> Payload:
    option: Payload = {
        "type": WORDS,
        "name": box.key[:NAME_OF_COMMAND],
        "description": shorten(box.what, WHAT_OF_COMMAND),
        "required": False,
    }
    if box.whole:
        return {**option, "type": WHOLE, "min_value": 0, "max_value": MOST}
    if box.examples:
        return {**option, "autocomplete": True}
    if box.choices:
        return {**option, "choices": [_choice(choice) for choice in box.choices[:MOST_CHOICES]]}
    return {**option, "max_length": TEXT_OF_BOX}


def _choice(choice: Choice) -> Payload:
    return {"name": shorten(choice.label, NAME_OF_CHOICE), "value": choice.value}
