"""A second opinion on blocks and views: slackblocks' lengths and counts, and what no list of types can say."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from slackblocks import _limits as theirs

Payload = Mapping[str, Any]

LENGTHS: dict[tuple[str, str], int] = {
    ("button", "value"): theirs.BUTTON_VALUE_MAX_LENGTH,
    ("button", "accessibility_label"): theirs.BUTTON_ACCESSIBILITY_LABEL_MAX_LENGTH,
    ("image", "alt_text"): theirs.IMAGE_ALT_TEXT_MAX_LENGTH,
}
TEXTS: dict[tuple[str, str], int] = {
    ("button", "text"): theirs.BUTTON_TEXT_MAX_LENGTH,
    ("header", "text"): theirs.HEADER_TEXT_MAX_LENGTH,
    ("section", "text"): theirs.SECTION_TEXT_MAX_LENGTH,
    ("input", "label"): theirs.INPUT_LABEL_MAX_LENGTH,
    ("input", "hint"): theirs.INPUT_HINT_MAX_LENGTH,
    ("modal", "title"): theirs.VIEW_TITLE_MAX_LENGTH,
    ("modal", "submit"): theirs.VIEW_SUBMIT_MAX_LENGTH,
    ("modal", "close"): theirs.VIEW_CLOSE_MAX_LENGTH,
    ("option", "text"): theirs.OPTION_TEXT_MAX_LENGTH,
}
COUNTS: dict[tuple[str, str], int] = {
    ("actions", "elements"): theirs.ACTIONS_ELEMENTS_MAX_ITEMS,
    ("context", "elements"): theirs.CONTEXT_ELEMENTS_MAX_ITEMS,
    ("static_select", "options"): theirs.SELECT_OPTIONS_MAX_ITEMS,
    ("multi_static_select", "options"): theirs.SELECT_OPTIONS_MAX_ITEMS,
    ("checkboxes", "options"): theirs.CHECKBOXES_OPTIONS_MAX_ITEMS,
    ("radio_buttons", "options"): theirs.RADIO_BUTTONS_OPTIONS_MAX_ITEMS,
}


def message_faults(text: object, blocks: Sequence[Payload]) -> list[str]:
    """What Slack would not take, or not show, of a message."""
    found = [*_faults(blocks, theirs.MESSAGE_BLOCKS_MAX_ITEMS)]
    if not isinstance(text, str) or not text.strip():
        found.append("a message without text is silent to a screen reader")
    elif len(text) > 4_000:
        found.append(f"a text of {len(text)}")
    if not any(block["type"] == "rich_text" for block in blocks):
        found.append("a message without rich text can not be edited to one with it and back")
    return found


def view_faults(view: Payload) -> list[str]:
    """The same of a modal or a Home tab."""
    blocks = view["blocks"]
    found = [*_faults(blocks, theirs.VIEW_BLOCKS_MAX_ITEMS), *_part(view)]
    if any(block["type"] == "input" for block in blocks) and "submit" not in view:
        found.append("inputs that can not be sent")
    if len(view.get("private_metadata", "")) > theirs.VIEW_PRIVATE_METADATA_MAX_LENGTH:
        found.append("private_metadata is too long")
    return found


def _faults(blocks: Sequence[Payload], most: int) -> Iterator[str]:
    if not 1 <= len(blocks) <= most:
        yield f"{len(blocks)} blocks"
    names = [block["block_id"] for block in blocks if "block_id" in block]
    if len(set(names)) != len(names):
        yield "two blocks of one name"
    if any(len(name) > theirs.BLOCK_ID_MAX_LENGTH or not name for name in names):
        yield "a block_id that is too long or empty"
    for block in blocks:
        yield from _block(block)


def _block(block: Payload) -> Iterator[str]:
    elements = [e for e in block.get("elements", ()) if "action_id" in e]
    actions = [e["action_id"] for e in elements]
    if len(set(actions)) != len(actions):
        yield "two elements of one name in a block"
    if block["type"] == "section" and not (block.get("text") or block.get("fields")):
        yield "a section without words"
    if block["type"] in ("actions", "context", "rich_text") and not block["elements"]:
        yield f"an empty {block['type']}"
    yield from _walk(block)


def _walk(part: object) -> Iterator[str]:
    if isinstance(part, Mapping):
        yield from _part(part)
        for value in part.values():
            yield from _walk(value)
    elif isinstance(part, list | tuple):
        for one in part:
            yield from _walk(one)


def _part(part: Payload) -> Iterator[str]:
    kind = part.get("type", "option" if "value" in part else "")
    yield from _lengths(part, kind)
    if kind in ("plain_text", "mrkdwn", "text") and not part.get("text"):
        yield f"an empty {kind}"
    if kind == "option" and len(part["value"]) > theirs.OPTION_VALUE_MAX_LENGTH:
        yield "an option's value is too long"
    if len(part.get("action_id", "")) > theirs.ACTION_ID_MAX_LENGTH:
        yield "an action_id is too long"
    if kind == "broadcast":
        yield "everyone would be notified"


def _lengths(part: Payload, kind: str) -> Iterator[str]:
    for (of, name), most in LENGTHS.items():
        if of == kind and len(part.get(name, "")) > most:
            yield f"{kind}.{name} is longer than {most}"
    for (of, name), most in TEXTS.items():
        if of == kind and isinstance(part.get(name), Mapping) and len(part[name]["text"]) > most:
            yield f"{kind}.{name} is longer than {most}"
    for (of, name), most in COUNTS.items():
        if of == kind and len(part.get(name, ())) > most:
            yield f"more than {most} {name} in {kind}"
