"""A file layer that notes every write, and the images that a loss of power could leave of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, Literal

import apsw

SECTOR = 512


@dataclass(frozen=True, slots=True)
class Event:
    """Something that reached the file layer, or (``acknowledged``) somebody."""

    what: Literal["write", "truncate", "sync", "delete", "acknowledged"]
    name: str = ""
    at: int = 0
    """Where a write begins, how long a file is cut to, or the number that was acknowledged."""
    data: bytes = b""


class Layer(apsw.VFS):
    """Hands everything on to the system's own layer, and notes it. ``honest``: a sync is a sync."""

    def __init__(self, name: str, honest: bool = True) -> None:
        self.called = name
        self.events: list[Event] = []
        self.honest = honest
        super().__init__(name, base="")

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:  # noqa: N802
        return _File(self, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802
        self.events.append(Event("delete", Path(filename).name))
        super().xDelete(filename, syncdir)


class _File(apsw.VFSFile):
    def __init__(self, layer: Layer, name: Any, flags: list[int]) -> None:
        self._layer = layer
        self._name = Path(name.filename() if isinstance(name, apsw.URIFilename) else name or "").name
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        self._layer.events.append(Event("write", self._name, offset, bytes(data)))
        super().xWrite(data, offset)

    def xTruncate(self, newsize: int) -> None:  # noqa: N802
        self._layer.events.append(Event("truncate", self._name, newsize))
        super().xTruncate(newsize)

    def xSync(self, flags: int) -> None:  # noqa: N802
        if self._layer.honest:
            self._layer.events.append(Event("sync", self._name))
        super().xSync(flags)


@dataclass
class Disk:
    """What is safe of each file, and what was written since its last sync."""

    safe: dict[str, bytearray]
    since: dict[str, list[Event]] = field(default_factory=dict)
    acknowledged: int = 0

    def take(self, event: Event) -> None:
        match event.what:
            case "acknowledged":
                self.acknowledged = event.at
            case "sync":
                content = self.safe.setdefault(event.name, bytearray())
                for change in self.since.pop(event.name, []):
                    _apply(content, change)
            case "delete":
                self.safe.pop(event.name, None)
                self.since.pop(event.name, None)
            case _:
                self.since.setdefault(event.name, []).append(event)

    def image(self, dice: Random) -> dict[str, bytes]:
        """The files after a loss of power now: of what was not synced, each write whole, torn or not at all."""
        files = {name: bytearray(content) for name, content in self.safe.items()}
        for name, changes in self.since.items():
            content = files.setdefault(name, bytearray())
            for change in changes:
                chance = dice.random()
                if chance < 0.4:
                    _apply(content, change)
                elif chance < 0.6 and change.what == "write":
                    torn = dice.randrange(0, len(change.data) + 1, SECTOR) if len(change.data) >= SECTOR else 0
                    _apply(content, Event("write", name, change.at, change.data[:torn]))
        return {name: bytes(content) for name, content in files.items()}


def _apply(content: bytearray, change: Event) -> None:
    if change.what == "truncate":
        del content[change.at :]
        return
    if len(content) < change.at:
        content.extend(bytes(change.at - len(content)))
    content[change.at : change.at + len(change.data)] = change.data


def images(
    start: dict[str, bytes], events: list[Event], number: int, dice: Random
) -> Iterator[tuple[int, dict[str, bytes]]]:
    """So many images at random moments, each with how much had been acknowledged by then."""
    disk = Disk({name: bytearray(content) for name, content in start.items()})
    cuts = sorted(dice.randrange(len(events) + 1) for _ in range(number))
    done = 0
    for cut in cuts:
        for event in events[done:cut]:
            disk.take(event)
        done = cut
        yield disk.acknowledged, disk.image(dice)
