"""Forms as Discord's modals, and what stands for a form where no modal can. Pure."""

from collections.abc import Mapping
from typing import assert_never

from adapters.discord.components import SELECT, TEXT, Payload, Setting, custom_id
from adapters.discord.limits import (
    HINT_OF_FIELD,
    LABEL_OF_FIELD,
    LABEL_OF_OPTION,
    MOST_IN_GROUP,
    MOST_OPTIONS,
    MOST_ROWS_OF_FORM,
    TEXT_OF_FIELD,
    TITLE_OF_FORM,
)
from adapters.discord.text import render_text, shorten
from bot.chat.cards import Button, Buttons, Card, Element, Paragraph, Said
from bot.chat.forms import Choice, ChoiceField, Field, Form, ManyField, PeopleField, PlaceField, TextField
from bot.chat.text import Bold, Text
from bot.chat.token import Token
from bot.chat.words import Words

INPUT, PEOPLE, PLACES, LABEL, RADIO, BOXES = 4, 5, 8, 18, 21, 22
TEXT_CHANNELS = [0, 5]
"""Where messages can be posted: text and announcement channels."""


def render_form(form: Form, setting: Setting, kept: Mapping[str, str] | None = None) -> Payload:
    """The data of a modal. ``kept`` is what was typed before, by field key."""
    rows: list[Payload] = [_row(field, kept.get(field.key) if kept else None) for field in form.fields]
    if form.note and len(rows) < MOST_ROWS_OF_FORM:
        rows.insert(0, {"type": TEXT, "content": shorten(render_text(form.note, setting.words), TEXT_OF_FIELD)})
    return {
        "custom_id": custom_id(form.token, setting.home),
        "title": shorten(form.title, TITLE_OF_FORM) or "…",
        "components": rows,
    }


def to_mend(form: Form, errors: Mapping[str, Text], again: Token, words: Words) -> Card:
    """What stands in the way, with the words as they were typed: a modal can not be answered by another."""
    elements: list[Element] = []
    for field in form.fields:
        if error := errors.get(field.key):
            elements.append(Paragraph(words.say("{field}: {wrong}", field=Bold(field.label), wrong=error)))
            if isinstance(field, TextField) and field.value:
                elements.append(Said(field.value))
    shown = {field.key for field in form.fields}
    elements += [Paragraph(error) for key, error in errors.items() if key not in shown]
    return Card((*elements, Buttons((Button(words.label("Change it"), again, "primary"),))))


def standing(form: Form) -> dict[str, str]:
    """What stands in a form's fields, by key."""
    return {field.key: _standing(field) for field in form.fields}


def _standing(field: Field) -> str:
    match field:
        case TextField() | ChoiceField():
            return field.value
        case ManyField() | PeopleField():
            return "\n".join(field.values)
        case PlaceField():
            return field.value or ""
        case _:
            assert_never(field)


def _row(field: Field, kept: str | None) -> Payload:
    row: Payload = {
        "type": LABEL,
        "label": shorten(field.label, LABEL_OF_FIELD) or "…",
        "component": _component(field, _standing(field) if kept is None else kept),
    }
    if field.hint:
        row["description"] = shorten(field.hint, HINT_OF_FIELD)
    return row


def _component(field: Field, value: str) -> Payload:
    match field:
        case TextField():
            return _input(field, value)
        case ChoiceField(choices=choices):
            kind = RADIO if 2 <= len(choices) <= MOST_IN_GROUP else SELECT
            return {"type": kind, "custom_id": field.key, "required": True, "options": _options(choices, {value})}
        case ManyField(choices=choices, most=most):
            kind = BOXES if len(choices) <= MOST_IN_GROUP else SELECT
            options = _options(choices, set(value.split("\n")))
            return {"type": kind, "custom_id": field.key, "options": options, **_range(field, min(most, len(options)))}
        case PeopleField(most=most):
            people = [{"id": person, "type": "user"} for person in value.split("\n") if person.isdigit()]
            picker: Payload = {"type": PEOPLE, "custom_id": field.key, **_range(field, min(most, MOST_OPTIONS))}
            return {**picker, "default_values": people[:most]} if people else picker
        case PlaceField():
            picker = {"type": PLACES, "custom_id": field.key, "channel_types": TEXT_CHANNELS, **_range(field, 1)}
            return {**picker, "default_values": [{"id": value, "type": "channel"}]} if value.isdigit() else picker
        case _:
            assert_never(field)


def _input(field: TextField, value: str) -> Payload:
    most = min(max(field.most, len(value), 1), TEXT_OF_FIELD)
    box: Payload = {
        "type": INPUT,
        "custom_id": field.key,
        "style": 2 if field.lines else 1,
        "required": field.required,
        "max_length": most,
    }
    return {**box, "value": shorten(value, most)} if value else box


def _range(field: ManyField | PeopleField | PlaceField, most: int) -> Payload:
    return {"required": field.required, "min_values": int(field.required), "max_values": max(1, most)}


def _options(choices: tuple[Choice, ...], chosen: set[str]) -> list[Payload]:
    return [
        {"value": c.value, "label": shorten(c.label, LABEL_OF_OPTION) or "…", "default": c.value in chosen}
        for c in choices[:MOST_OPTIONS]
    ]
