"""Cards and forms as JSON and back, for a chat that keeps what it was told over a restart."""

import json
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any

from bot.chat import cards, charts, forms, text, token

_KINDS: dict[str, type[Any]] = {
    kind.__name__: kind
    for kind in (
        cards.Card, cards.Heading, cards.Paragraph, cards.Small, cards.Said, cards.Bar, cards.Bars, cards.Divider,
        cards.Button, cards.Buttons, cards.MenuOption, cards.Menu, cards.Picture, charts.BarChart, charts.ChartBar,
        charts.TrendChart, charts.TrendLine,
        forms.Form, forms.TextField, forms.ChoiceField, forms.Choice, forms.ManyField, forms.PeopleField,
        forms.PlaceField,
        text.Plain, text.Bold, text.Quoted, text.Person, text.Place, text.Moment, text.Link, text.Command, token.Token,
    )
}  # fmt: skip


def to_json(thing: Any) -> str:
    """A card, a form, or anything made of their parts."""
    return json.dumps(_plain(thing), ensure_ascii=False, separators=(",", ":"))


def from_json(kept: str) -> Any:
    """What ``to_json`` was given."""
    return _made(json.loads(kept))


def _plain(thing: Any) -> Any:
    if is_dataclass(thing):
        values = {field.name: _plain(getattr(thing, field.name)) for field in fields(thing)}
        return {"is": type(thing).__name__, **values}
    if isinstance(thing, tuple):
        return [_plain(part) for part in thing]
    return {"at": thing.isoformat()} if isinstance(thing, datetime) else thing


def _made(kept: Any) -> Any:
    if isinstance(kept, list):
        return tuple(map(_made, kept))
    if not isinstance(kept, dict):
        return kept
    if set(kept) == {"at"}:
        return datetime.fromisoformat(kept["at"])
    kind = _KINDS[kept.pop("is")]
    return kind(**{name: _made(value) for name, value in kept.items()})
