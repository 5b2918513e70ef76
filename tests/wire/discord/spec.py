"""Whether Discord would take a body: its own OpenAPI file, and beside it what the documentation says and the file does
not. ``faults`` is empty for a body that is right."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

FILE = Path(__file__).parents[4] / "shared" / "specs" / "discord-openapi.json"
V2 = 1 << 15
CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"
COMMANDS = "/applications/{application_id}/commands"
ROW, BUTTON, SELECT, TEXT = 1, 2, 3, 10
ONLY_V2 = {9, 10, 11, 12, 13, 14, 17}
KNOWN = {
    CALLBACK: {"type", "data"},
    "/channels/{channel_id}/messages": {
        "content", "embeds", "allowed_mentions", "components", "flags", "attachments", "message_reference", "nonce",
        "enforce_nonce", "tts",
    },
    "/channels/{channel_id}/messages/{message_id}": {
        "content", "embeds", "flags", "allowed_mentions", "components", "attachments",
    },
}  # fmt: skip


@lru_cache(1)
def _registry() -> tuple[dict[str, Any], Registry[Any]]:
    file = json.loads(FILE.read_text())
    return file, Registry().with_resource("urn:discord", DRAFT202012.create_resource(file))


@lru_cache(64)
def _validator(path: str, verb: str) -> Draft202012Validator | None:
    file, registry = _registry()
    operation = file["paths"].get(path, {}).get(verb)
    if operation is None:
        raise LookupError(f"{verb} {path} is not in the file")
    if "requestBody" not in operation:
        return None
    escaped = path.replace("/", "~1").replace("{", "%7B").replace("}", "%7D")
    pointer = f"urn:discord#/paths/{escaped}/{verb}/requestBody/content/application~1json/schema"
    return Draft202012Validator({"$ref": pointer}, registry=registry)


def faults(path: str, verb: str, body: Any) -> list[str]:
    """What Discord would refuse in this body; ``path`` as the file writes it."""
    validator = _validator(path, verb.lower())
    found = [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:300]}" for e in _errors(validator, body)]
    if path == COMMANDS and isinstance(body, list):
        return [*found, *(fault for command in body for fault in _command(command))]
    if not isinstance(body, dict):
        return found
    unknown = set(body) - KNOWN.get(path, set(body))
    found += [f"unknown field {name}" for name in sorted(unknown)]
    if path == CALLBACK:
        return [*found, *_callback(body)]
    if path.endswith("/messages") or "/messages/" in path:
        return [*found, *(_message(body) if "threads" not in path else ())]
    return found


def _errors(validator: Draft202012Validator | None, body: Any) -> Iterator[Any]:
    return validator.iter_errors(body) if validator is not None else iter(())


def _callback(body: dict[str, Any]) -> Iterator[str]:
    data = body.get("data") or {}
    match body["type"]:
        case 4 | 7:
            yield from _message(data)
        case 5:
            if set(data) - {"flags"} or data.get("flags", 0) & ~64:
                yield "a deferred answer takes the private flag and nothing else"
        case 8:
            yield from (f"choice {c} is too long" for c in data["choices"] if not 1 <= len(c["name"]) <= 100)
        case 9:
            yield from _modal(data)


def _modal(data: dict[str, Any]) -> Iterator[str]:
    if not 1 <= len(data["components"]) <= 5:
        yield "a form has one to five parts"
    inside = [row["component"] for row in data["components"] if "component" in row]
    yield from _unique(part["custom_id"] for part in inside)
    for part in inside:
        if part["type"] in {SELECT, 5, 8} and part.get("min_values") == 0 and part.get("required") is not False:
            yield "none to choose needs required false"
        if len(part.get("value", "")) > part.get("max_length", 4000):
            yield "more stands in a field than it takes"
        chosen = [o for o in part.get("options", ()) if o.get("default")]
        if len(chosen) > (1 if part["type"] == 21 else part.get("max_values", 1)):
            yield "more is chosen than may be"
        yield from _unique(o["value"] for o in part.get("options", ()))


def _message(body: dict[str, Any]) -> Iterator[str]:
    parts = list(_all(body.get("components") or ()))
    if len(body.get("content") or "") > 2000:
        yield "more than 2,000 characters of content"
    if body.get("flags", 0) & V2:
        if body.get("content") or body.get("embeds"):
            yield "components v2 beside content or embeds"
    elif any(part["type"] in ONLY_V2 for part in parts):
        yield "components v2 without their flag"
    elif len(body.get("components") or ()) > 5:
        yield "more than five rows"
    if not (parts or body.get("content") or body.get("embeds") or body.get("attachments")):
        yield "an empty message"
    if len(parts) > 40:
        yield f"{len(parts)} parts"
    said = sum(len(part["content"].encode("utf-16-le")) // 2 for part in parts if part["type"] == TEXT)
    if said > 4000:
        yield f"{said} characters of text"
    if body.get("allowed_mentions") != {"parse": []}:
        yield "somebody might be notified"
    yield from _parts(parts, body)


def _parts(parts: list[dict[str, Any]], body: dict[str, Any]) -> Iterator[str]:
    yield from _unique(part["custom_id"] for part in parts if "custom_id" in part)
    uploaded = {f"attachment://{a.get('filename')}" for a in body.get("attachments") or ()}
    for part in parts:
        if part["type"] == BUTTON and ("url" in part) == ("custom_id" in part):
            yield "a button has an address or an id"
        if part["type"] == BUTTON and not part.get("label", "").strip():
            yield "a button without words"
        if part["type"] == TEXT and not part["content"].strip():
            yield "an empty text"
        if part["type"] == SELECT:
            yield from _unique(option["value"] for option in part["options"])
            if part.get("max_values", 1) > len(part["options"]):
                yield "more may be chosen than there is"
        for item in part.get("items", ()):
            if item["media"]["url"] not in uploaded:
                yield "a picture that was not sent along"


def _all(parts: Any) -> Iterator[dict[str, Any]]:
    for part in parts:
        yield part
        yield from _all(part.get("components") or ())
        if "accessory" in part:
            yield part["accessory"]


def _unique(values: Iterator[str]) -> Iterator[str]:
    for value, number in Counter(values).items():
        if number > 1:
            yield f"{value} stands there twice"
        if not 1 <= len(value) <= 100:
            yield f"{value!r} is no id"


def _command(command: dict[str, Any]) -> Iterator[str]:
    kind = command.get("type", 1)
    if kind == 1:
        if not re.fullmatch(r"[-_'\w]{1,32}", command["name"]) or command["name"] != command["name"].lower():
            yield f"{command['name']} is no command's name"
        if not command.get("description"):
            yield f"{command['name']} is not described"
    elif command.get("description") or command.get("options"):
        yield "a menu has a name alone"
    options = command.get("options") or []
    names = [option["name"] for option in options]
    if len(set(names)) < len(names) or not all(re.fullmatch(r"[-_'\w]{1,32}", name) for name in names):
        yield f"the boxes of {command['name']} are not named well"
    words = [command["name"], command.get("description", "")]
    for option in options:
        words += [option["name"], option["description"], *(c["name"] + c["value"] for c in option.get("choices") or ())]
    if sum(map(len, words)) > 8000:
        yield f"{command['name']} has more than 8,000 characters"
