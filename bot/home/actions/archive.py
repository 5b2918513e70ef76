"""What is kept about a member as one archive."""

import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from html import escape
from typing import Any

from bot.personal import Kept


def archive(kept: Kept, title: str, at: datetime) -> bytes:
    """A ZIP of ``my-data.json`` and ``my-data.html``, which hold the same."""
    out = io.BytesIO()
    stamp = (at.year, at.month, at.day, at.hour, at.minute, at.second)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        as_json = json.dumps(kept, ensure_ascii=False, indent=1)
        for name, content in (("my-data.json", as_json), ("my-data.html", page(kept, title))):
            parts.writestr(zipfile.ZipInfo(name, stamp), content.encode())
    return out.getvalue()


def page(kept: Kept, title: str) -> str:
    """A page that any browser shows, with a table for each kind of thing."""
    tables = "".join(_table(name, rows) for name, rows in kept.items())
    head = f"<!doctype html><html lang=en><meta charset=utf-8><title>{escape(title)}</title>"
    style = "body{font-family:serif;max-width:60rem;margin:2rem auto}td,th{text-align:start;padding:.3rem}"
    return f"{head}<style>{style}</style><h1>{escape(title)}</h1>{tables}</html>"


def _table(name: str, rows: Sequence[Mapping[str, Any]]) -> str:
    columns = tuple(rows[0])
    lines = _row("th", columns) + "".join(_row("td", (row[column] for column in columns)) for row in rows)
    return f"<h2>{escape(name)}</h2><table>{lines}</table>"


def _row(cell: str, values: Iterable[Any]) -> str:
    return "<tr>" + "".join(f"<{cell}>{escape('' if v is None else str(v))}</{cell}>" for v in values) + "</tr>"
