"""Forms, and cards in a window or on the Home tab, as views. Pure."""

import json
from collections.abc import Mapping
from typing import Any, assert_never

from adapters.slack import limits
from adapters.slack.decoded import Origin
from adapters.slack.fit import fitted
from adapters.slack.inbound import FORM
from adapters.slack.render import Reader, option, plain, rich_blocks
from adapters.slack.spans import Part, is_channel, is_member, rich, short, shown, words_part
from bot.chat.cards import Card
from bot.chat.forms import ChoiceField, Field, Form, ManyField, PeopleField, PlaceField, TextField
from bot.chat.plain import words_of
from bot.chat.text import Text

VALUE = "value"
"""The ``action_id`` of every input."""
WINDOW = "card"
"""The ``callback_id`` of a window that shows a card."""


def render_form(form: Form, origin: Origin, reader: Reader, errors: Mapping[str, Text] | None = None) -> Part:
    """A form as a modal; it comes back with its token and the place in which it was opened."""
    blocks: list[Part] = []
    title = shown(form.title).strip()
    if len(title) > limits.TITLE:
        blocks += rich_blocks("rich_text_section", words_part(title, bold=True))
    blocks += rich_blocks("rich_text_section", rich(form.note, reader.reading))
    for field in form.fields:
        if wrong := (errors or {}).get(field.key):
            blocks += rich_blocks("rich_text_section", rich(wrong, reader.reading))
        blocks.append(_field(field))
    return {
        "type": "modal",
        "callback_id": FORM,
        "title": plain(short(title, limits.TITLE)),
        "submit": plain(short(form.send, limits.TITLE)),
        "close": plain(short(reader.words.label("Not now"), limits.TITLE)),
        "private_metadata": origin.noted(form.token),
        "blocks": blocks,
    }


def render_errors(form: Form, errors: Mapping[str, Text], reader: Reader) -> Mapping[str, str]:
    """What is wrong, by the block of the field; what belongs to no field stands at the first."""
    keys = {field.key for field in form.fields}
    found: dict[str, str] = {}
    for key, text in errors.items():
        block = key if key in keys else form.fields[0].key
        words = shown(words_of(text, reader.reading))
        found[block] = f"{found[block]} {words}" if block in found else words
    return {block: short(words, limits.INPUT_LABEL) for block, words in found.items()}


def render_window(card: Card, origin: Origin, reader: Reader) -> Part:
    """A card in a window of its own, where there is no conversation to whisper in."""
    return {
        "type": "modal",
        "callback_id": WINDOW,
        "title": plain("Descant"),
        "close": plain(short(reader.words.label("Close"), limits.TITLE)),
        "private_metadata": origin.noted(None),
        "blocks": fitted(card, reader, "", limits.MOST_VIEW_BLOCKS),
    }


def render_home(card: Card, reader: Reader) -> Part:
    """A card as someone's Home tab."""
    return {"type": "home", "blocks": fitted(card, reader, "", limits.MOST_VIEW_BLOCKS)}


def same_fields(sent: str, form: Form) -> bool:
    """Whether the form that was sent has these fields, so that errors can stand beside what was typed in it."""
    return sent == fields_key(form)


def fields_key(form: Form) -> str:
    """Which fields a form has."""
    return json.dumps([form.token.encode(), [field.key for field in form.fields]])


def _field(field: Field) -> Part:
    hint = {"hint": plain(short(field.hint, limits.INPUT_HINT))} if field.hint else {}
    needed = field.required if not isinstance(field, ChoiceField) else True
    return {
        "type": "input",
        "block_id": field.key,
        "label": plain(short(field.label, limits.INPUT_LABEL)),
        "element": _element(field),
        "optional": not needed,
        **hint,
    }


def _element(field: Field) -> Part:
    match field:
        case TextField():
            return _text(field)
        case ChoiceField(choices=choices, value=value):
            options = [option(c.value, c.label) for c in choices]
            chosen = [o for o in options if o["value"] == f"={value}"][:1]
            return _one_of(options, chosen)
        case ManyField(choices=choices, values=values):
            options = [option(c.value, c.label) for c in choices[: limits.MOST_RADIOS]]
            chosen = [o for o in options if o["value"][1:] in values]
            return _input("checkboxes", options=options, **({"initial_options": chosen} if chosen else {}))
        case PeopleField(values=values):
            known = [str(person) for person in values if is_member(person)]
            chosen_people = {"initial_users": known} if known else {}
            return _input("multi_users_select", max_selected_items=field.most, **chosen_people)
        case PlaceField(value=place):
            picked: dict[str, Any] = {"default_to_current_conversation": True} if field.here else {}
            if place is not None and is_channel(place):
                picked = {"initial_conversation": str(place)}
            wanted = {"include": ["public", "private"], "exclude_bot_users": True}
            return _input("conversations_select", filter=wanted, **picked)
        case _:
            assert_never(field)


def _one_of(options: list[Part], chosen: list[Part]) -> Part:
    kind = "radio_buttons" if len(options) <= limits.MOST_RADIOS else "static_select"
    return _input(kind, options=options, **({"initial_option": chosen[0]} if chosen else {}))


def _text(field: TextField) -> Part:
    value = shown(field.value)[: limits.INPUT]
    standing = {"initial_value": value} if value else {}
    most = min(limits.INPUT, max(field.most, len(value), 1))
    return _input("plain_text_input", multiline=field.lines, max_length=most, **standing)


def _input(kind: str, **more: Any) -> Part:
    return {"type": kind, "action_id": VALUE, **more}
