"""Settings from TOML: every fault at once, each with its line and what would be right, and never a secret's value."""

import difflib
import re
import sys
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, fields
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

T = TypeVar("T")


class Secret:
    """A value that never shows itself: not in logs, not in errors, not in ``repr``."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The value itself, for the one place that needs it."""
        return self._value

    def __repr__(self) -> str:
        return "Secret(…)"


class Faults(Exception):
    """What is wrong with the settings, one sentence each, in the order of the file."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Source:
    """A settings file and the environment beside it."""

    text: str
    environment: Mapping[str, str]
    folder: Path = Path()
    """What ``…_file`` settings are relative to."""


def read_settings(source: Source, sections: Mapping[str, type[Any]]) -> dict[str, Any]:
    """One frozen dataclass for each section, filled from the file and the environment. Raises ``Faults``.

    A field's metadata may hold ``env``, the variable that its value comes from. A ``Secret`` comes from there or from
    a file that the setting ``<name>_file`` names, never from the settings file itself.
    """
    try:
        tables = tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as error:
        raise Faults((f"This is not TOML that can be read: {error}.",)) from None
    faults = [_unknown(source, name, "", sections) for name in tables if name not in sections]
    filled = {}
    for name, kind in sections.items():
        table = tables.get(name, {})
        if isinstance(table, dict):
            filled[name] = _section(source, name, table, kind, faults)
        else:
            faults.append(_fault(source, name, "", f"[{name}] is a section: write its settings below that line"))
    if faults:
        raise Faults(tuple(sorted(faults, key=_place)))
    return filled


def _place(fault: str) -> int:
    """Where in the file it stands; what is missing there comes last."""
    found = re.match(r"line (\d+)", fault)
    return int(found.group(1)) if found else sys.maxsize


def _section(source: Source, section: str, table: Mapping[str, Any], kind: type[T], faults: list[str]) -> T | None:
    hints = get_type_hints(kind)
    known: dict[str, Field[Any]] = {field.name: field for field in fields(kind)}  # type: ignore[arg-type]
    accepted = {name + "_file" if hints[name] is Secret or hints[name] == Secret | None else name for name in known}
    faults += [_unknown(source, key, section, accepted) for key in table if key not in accepted]
    values: dict[str, Any] = {}
    before = len(faults)
    for name, field in known.items():
        wanted = hints[name]
        if wanted in (Secret, Secret | None):
            value = _secret(source, section, field, table, faults)
        else:
            value = _plain(source, section, field, wanted, table, faults)
        if value is not None:
            values[name] = value
        elif field.default is MISSING and field.default_factory is MISSING and len(faults) == before:
            faults.append(_fault(source, section, name, "is needed"))
    return kind(**values) if len(faults) == before else None


def _plain(
    source: Source, section: str, field: Field[Any], wanted: Any, table: Mapping[str, Any], faults: list[str]
) -> Any:
    value = table.get(field.name)
    if value is None:
        return None
    fits: Callable[[Any], bool] = _FITS[wanted]
    # A bool is an int to Python, and never the number that someone meant.
    if not fits(value):
        faults.append(_fault(source, section, field.name, f"should be {_NAMES[wanted]}"))
        return None
    check = field.metadata.get("check")
    if check is not None and (wrong := check(value)):
        faults.append(_fault(source, section, field.name, wrong))
        return None
    return value


_FITS: dict[Any, Callable[[Any], bool]] = {
    str: lambda value: isinstance(value, str),
    int: lambda value: isinstance(value, int) and not isinstance(value, bool),
    bool: lambda value: isinstance(value, bool),
}
_NAMES: dict[Any, str] = {
    str: 'words in quotation marks, such as "…"',
    int: "a whole number, without quotation marks",
    bool: "true or false",
}


def _secret(
    source: Source, section: str, field: Field[Any], table: Mapping[str, Any], faults: list[str]
) -> Secret | None:
    variable = field.metadata["env"]
    if value := source.environment.get(variable, "").strip():
        return Secret(value)
    path = table.get(f"{field.name}_file")
    if path is None:
        return None
    try:
        return Secret((source.folder / str(path)).read_text().strip())
    except OSError as error:
        faults.append(_fault(source, section, f"{field.name}_file", f"can not be read: {error.strerror}"))
        return None


def _unknown(source: Source, key: str, section: str, known: Any) -> str:
    near = difflib.get_close_matches(key, list(known), n=1)
    hint = f"did you mean “{near[0]}”?" if near else "there is no such setting"
    return _fault(source, section or key, key if section else "", hint)


def _fault(source: Source, section: str, key: str, what: str) -> str:
    name = f"[{section}] {key}".strip()
    line = _line(source.text, section, key)
    sentence = what if what.endswith("?") else f"{what}."
    return f"{name}: {sentence}" if line is None else f"line {line}, {name}: {sentence}"


def _line(text: str, section: str, key: str) -> int | None:
    inside = False
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[\s*([^\]]+?)\s*\]", line):
            inside = header.group(1).strip("\"'") == section
            if inside and not key:
                return number
        elif inside and key and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", line):
            return number
    return None
