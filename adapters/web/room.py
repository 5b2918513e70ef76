"""The made-up chat: its members, its places, and every message in it, kept in a small file of its own.

It behaves as a real chat does: whispers reach one reader, a message posted again under the same key is the first one,
an edit changes what stands there, and all of it is there again after a restart.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import aiosqlite

from adapters.web.kept import from_json, to_json
from adapters.web.told import Channel, Message, Neighbour, OpenedForm, Spot, direct, thread
from bot.chat.answers import File
from bot.chat.cards import Card
from bot.chat.forms import Form
from bot.chat.text import Text
from bot.ports import CannotCarry

TABLES = """
CREATE TABLE IF NOT EXISTS members (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, zone TEXT NOT NULL, locale TEXT NOT NULL, keeper INTEGER NOT NULL,
  about TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS channels (id TEXT PRIMARY KEY, name TEXT NOT NULL, about TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS messages (
  id INTEGER PRIMARY KEY AUTOINCREMENT, place TEXT NOT NULL, author TEXT, reader TEXT, key TEXT UNIQUE,
  near INTEGER, said TEXT, card TEXT, at TEXT NOT NULL, edited INTEGER NOT NULL DEFAULT 0,
  gone INTEGER NOT NULL DEFAULT 0, changed INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS messages_changed ON messages (place, changed);
CREATE TABLE IF NOT EXISTS forms (
  id INTEGER PRIMARY KEY AUTOINCREMENT, member TEXT NOT NULL, place TEXT NOT NULL, form TEXT NOT NULL,
  errors TEXT NOT NULL, near INTEGER, instead_of INTEGER);
CREATE TABLE IF NOT EXISTS files (
  id INTEGER PRIMARY KEY AUTOINCREMENT, message INTEGER NOT NULL, name TEXT NOT NULL, content BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS files_message ON files (message);
CREATE TABLE IF NOT EXISTS seen (
  member TEXT NOT NULL, place TEXT NOT NULL, message INTEGER NOT NULL, PRIMARY KEY (member, place));
CREATE TABLE IF NOT EXISTS notes (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


class Room:
    """The made-up chat. One connection; every change is told to those who listen."""

    def __init__(self, connection: aiosqlite.Connection, changed: int) -> None:
        """Use ``open_room``."""
        self._connection = connection
        self._changed = changed
        self._listeners: set[asyncio.Event] = set()
        self._placed: dict[str, str] = {}
        """Where the message above each thread is."""
        self.members: dict[str, Neighbour] = {}
        self.channels: dict[str, Channel] = {}

    async def close(self) -> None:
        """Close the file; everyone who listens is woken to find that out."""
        self._tell()
        await self._connection.close()

    # --- who and where ----------------------------------------------------------------------------------------------

    async def load(self) -> None:
        """Read the members and channels."""
        rows = await self._all("SELECT id, name, zone, locale, keeper, about FROM members ORDER BY rowid")
        self.members = {row[0]: Neighbour(row[0], row[1], row[2], row[3], bool(row[4]), row[5]) for row in rows}
        rows = await self._all("SELECT id, name, about FROM channels ORDER BY rowid")
        self.channels = {row[0]: Channel(*row) for row in rows}
        rows = await self._all("SELECT id, place FROM messages WHERE reader IS NULL")
        self._placed = {thread(message): place for message, place in rows}

    async def settle_in(self, members: Iterable[Neighbour], channels: Iterable[Channel]) -> None:
        """Fill an empty room."""
        for m in members:
            await self._run(
                "INSERT INTO members VALUES (?, ?, ?, ?, ?, ?)", (m.id, m.name, m.zone, m.locale, m.keeper, m.about)
            )
        for c in channels:
            await self._run("INSERT INTO channels VALUES (?, ?, ?)", (c.id, c.name, c.about))
        await self.load()

    def sees(self, member: str, place: str) -> bool:
        """Whether this member can see this place: every channel, their own direct messages, and threads in these."""
        if place.startswith("thread-"):
            place = self._placed.get(place, "")
        return place in self.channels or place == direct(member)

    async def note(self, name: str) -> str | None:
        """A small thing kept for the page itself."""
        rows = await self._all("SELECT value FROM notes WHERE name = ?", (name,))
        return str(rows[0][0]) if rows else None

    async def keep_note(self, name: str, value: str) -> None:
        """Keep a small thing for the page itself."""
        await self._run(
            "INSERT INTO notes VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value", (name, value)
        )
        self._tell()

    # --- messages ---------------------------------------------------------------------------------------------------

    async def say(self, place: str, member: str, words: str, at: datetime) -> int:
        """A member says something that everyone in the place sees."""
        return await self._add(place=place, author=member, said=words, at=at.isoformat())

    async def post(self, place: str, card: Card, at: datetime, key: str) -> int:
        """The bot says something. Under a key that was used before, the first message is the answer."""
        known = await self._all("SELECT id FROM messages WHERE key = ?", (key,))
        if known:
            return int(known[0][0])
        return await self._add(place=place, card=to_json(card), at=at.isoformat(), key=key)

    async def whisper(
        self, place: str, reader: str, card: Card, at: datetime, spot: Spot, files: tuple[File, ...] = ()
    ) -> int:
        """The bot says something to one member. Beneath a card of the bot's stands one whisper at a time."""
        earlier = spot.instead_of or await self._beneath(place, reader, spot.near)
        if earlier is not None:
            edited = await self._change(
                "UPDATE messages SET card = :card, at = :at, changed = :changed "
                "WHERE id = :id AND reader = :reader AND gone = 0",
                card=to_json(card),
                at=at.isoformat(),
                id=earlier,
                reader=reader,
            )
            if edited:
                await self._hand_over(earlier, files)
                return earlier
        said = to_json(card)
        message = await self._add(place=place, reader=reader, card=said, at=at.isoformat(), near=spot.near)
        await self._hand_over(message, files)
        return message

    async def _beneath(self, place: str, reader: str, near: int | None) -> int | None:
        rows = await self._all(
            "SELECT max(w.id) FROM messages w JOIN messages m ON m.id = w.near "
            "WHERE w.place = ? AND w.reader = ? AND w.near = ? AND w.gone = 0 AND m.card IS NOT NULL",
            (place, reader, near),
        )
        return rows[0][0] if rows else None

    async def _hand_over(self, message: int, files: tuple[File, ...]) -> None:
        await self._run("DELETE FROM files WHERE message = ?", (message,))
        for file in files:
            await self._run(
                "INSERT INTO files (message, name, content) VALUES (?, ?, ?)", (message, file.name, file.content)
            )
        if files:
            # Whoever was told of the message before it had its files is told again.
            await self._change("UPDATE messages SET changed = :changed WHERE id = :id", id=message)

    async def file(self, number: int, reader: str) -> File | None:
        """A file, if it was handed to this reader."""
        rows = await self._all(
            "SELECT f.name, f.content FROM files f JOIN messages m ON m.id = f.message "
            "WHERE f.id = ? AND m.reader = ? AND m.gone = 0",
            (number, reader),
        )
        return File(*rows[0]) if rows else None

    async def edit(self, message: int, card: Card) -> bool:
        """The bot's message shows this card from now on; False when it is not there."""
        return bool(
            await self._change(
                "UPDATE messages SET card = :card, changed = :changed, edited = 1 WHERE id = :id AND gone = 0",
                card=to_json(card),
                id=message,
            )
        )

    async def dismiss(self, message: int, reader: str) -> None:
        """A whisper is put away by its reader."""
        await self._change(
            "UPDATE messages SET card = NULL, gone = 1, changed = :changed WHERE id = :id AND reader = :reader",
            id=message,
            reader=reader,
        )

    async def messages(self, place: str, reader: str, since: int = 0, most: int = 1000) -> list[Message]:
        """What this reader sees in a place and what has changed there since, the oldest first."""
        rows = await self._all(
            "SELECT id, place, author, reader, said, card, at, edited, gone, changed, near FROM messages "
            "WHERE place = ? AND (reader IS NULL OR reader = ?) AND changed > ? ORDER BY id DESC LIMIT ?",
            (place, reader, since, most),
        )
        files = await self._files(place)
        return [replace(m, files=files.get(m.id, {})) for m in map(_message, reversed(rows))]

    async def _files(self, place: str) -> dict[int, dict[int, str]]:
        rows = await self._all(
            "SELECT f.message, f.id, f.name FROM files f JOIN messages m ON m.id = f.message WHERE m.place = ?",
            (place,),
        )
        found: dict[int, dict[int, str]] = {}
        for message, number, name in rows:
            found.setdefault(message, {})[number] = name
        return found

    async def replies(self, place: str) -> dict[int, int]:
        """How many messages stand in the threads of this place's messages."""
        rows = await self._all(
            "SELECT m.id, count(*) FROM messages m JOIN messages r ON r.place = 'thread-' || m.id "
            "WHERE m.place = ? AND r.reader IS NULL GROUP BY m.id",
            (place,),
        )
        return {int(message): int(number) for message, number in rows}

    async def saw(self, member: str, place: str) -> None:
        """This member has the place before their eyes: nothing in it is new to them."""
        await self._run(
            "INSERT INTO seen SELECT ?, ?, coalesce(max(id), 0) FROM messages WHERE place = ? "
            "ON CONFLICT DO UPDATE SET message = excluded.message",
            (member, place, place),
        )

    async def unseen(self, member: str) -> dict[str, int]:
        """How much is new to this member in each place, where anything is. A channel never looked at is not new."""
        rows = await self._all(
            "SELECT m.place, count(*) FROM messages m LEFT JOIN seen s ON s.member = ? AND s.place = m.place "
            "WHERE m.reader IS NULL AND m.author IS NOT ? AND m.id > coalesce(s.message, iif(m.place = ?, 0, m.id)) "
            "GROUP BY m.place",
            (member, member, direct(member)),
        )
        return {place: number for place, number in rows if place in self.channels or place == direct(member)}

    async def message(self, message: int) -> Message | None:
        """One message."""
        rows = await self._all(
            "SELECT id, place, author, reader, said, card, at, edited, gone, changed, near FROM messages WHERE id = ?",
            (message,),
        )
        return _message(rows[0]) if rows else None

    async def by_key(self, key: str) -> Message | None:
        """The message posted under this key."""
        rows = await self._all("SELECT id FROM messages WHERE key = ?", (key,))
        return await self.message(int(rows[0][0])) if rows else None

    @property
    def changed(self) -> int:
        """The number of the newest change."""
        return self._changed

    # --- forms ------------------------------------------------------------------------------------------------------

    async def open_form(self, member: str, place: str, form: Form, errors: dict[str, Text], spot: Spot) -> int:
        """A form waits for this member; returns its number."""
        wrong = to_json(tuple(errors.items()))
        return await self._run(
            "INSERT INTO forms (member, place, form, errors, near, instead_of) VALUES (?, ?, ?, ?, ?, ?)",
            (member, place, to_json(form), wrong, spot.near, spot.instead_of),
        )

    async def form(self, number: int, member: str) -> OpenedForm | None:
        """The form, if it waits for this member."""
        rows = await self._all(
            "SELECT id, member, place, form, errors, near, instead_of FROM forms WHERE id = ? AND member = ?",
            (number, member),
        )
        for form_id, who, place, form, errors, near, instead_of in rows:
            return OpenedForm(form_id, who, place, from_json(form), dict(from_json(errors)), Spot(near, instead_of))
        return None

    # --- listening --------------------------------------------------------------------------------------------------

    def listen(self) -> asyncio.Event:
        """An event that is set at every change; give it back with ``unlisten``."""
        event = asyncio.Event()
        self._listeners.add(event)
        return event

    def unlisten(self, event: asyncio.Event) -> None:
        """Listen no more."""
        self._listeners.discard(event)

    def _tell(self) -> None:
        for event in self._listeners:
            event.set()

    # --- statements -------------------------------------------------------------------------------------------------

    async def _add(self, **values: Any) -> int:
        self._changed += 1
        values["changed"] = self._changed
        names, marks = ", ".join(values), ", ".join("?" * len(values))
        # The names are this module's own keywords.
        sql = f"INSERT INTO messages ({names}) VALUES ({marks})"  # noqa: S608
        number = await self._run(sql, tuple(values.values()))
        if values.get("reader") is None:
            self._placed[thread(number)] = values["place"]
        if values["place"].startswith("thread-"):
            # What stands above a thread shows how much is in it.
            await self._change(
                "UPDATE messages SET changed = :changed WHERE 'thread-' || id = :thread", thread=values["place"]
            )
        self._tell()
        return number

    async def _change(self, sql: str, **values: Any) -> int:
        """An update that everyone who listens hears of; returns how many rows it changed."""
        self._changed += 1
        cursor = await self._connection.execute(sql, {**values, "changed": self._changed})
        await self._connection.commit()
        self._tell()
        return cursor.rowcount

    async def _run(self, sql: str, values: tuple[Any, ...]) -> int:
        cursor = await self._connection.execute(sql, values)
        await self._connection.commit()
        return cursor.lastrowid or 0

    async def _all(self, sql: str, values: tuple[Any, ...] = ()) -> list[Any]:
        return list(await self._connection.execute_fetchall(sql, values))


def _message(row: tuple[Any, ...]) -> Message:
    message, place, author, reader, said, card, at, edited, gone, changed, near = row
    drawn = from_json(card) if card else None
    told = datetime.fromisoformat(at)
    return Message(message, place, author, reader, said or "", drawn, told, bool(edited), bool(gone), changed, near)


async def open_room(path: Path) -> Room:
    """The room in this file, made when there is none. Raises ``CannotCarry`` when the file holds no room."""
    connection = await aiosqlite.connect(path)
    try:
        await connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;" + TABLES)
        rows = list(await connection.execute_fetchall("SELECT coalesce(max(changed), 0) FROM messages"))
        room = Room(connection, int(rows[0][0]))
        await room.load()
    except (aiosqlite.DatabaseError, ValueError) as error:
        await connection.close()
        raise CannotCarry(f"{path} can not be read ({error}). make play FRESH=1 begins the story again.") from error
    return room
