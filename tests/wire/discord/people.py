"""People in the stand-in: they type commands into boxes, press what they see by its words, fill in forms, and read what
Discord shows them. The same words as in ``tests.people``, over the wire."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from adapters.discord.config import DiscordConfig
from adapters.discord.transport import Discord
from bot.chat.lines import read_line
from bot.chat.words import words_for
from bot.config import Secret
from bot.core import Core
from bot.polls.draft import from_line
from bot.router import router
from commands.running import still_in
from storage.check import check_over
from storage.opening import OpenStore
from tests.databases import engine_at, open_at
from tests.fakes import FakeClock, LoadedDice
from tests.people import FreshIds
from tests.wire.discord.standin import StandIn
from tests.wire.discord.world import APPLICATION, EPOCH, TOKEN, Channel, Payload, Server

KEEPER, MEMBER = str(1 << 5), str(1 << 11)
BUTTON, SELECT, PEOPLE, CHANNELS, TEXT, GALLERY = 2, 3, 5, 8, 10, 12


@dataclass
class Room:
    """What the core's fakes call a chat: here it is the server."""

    stage: Stage

    @property
    def members(self) -> int:
        """People who can see the channel, the bot left out."""
        return self.stage.server.members - 1

    @members.setter
    def members(self, number: int) -> None:
        self.stage.server.members = number + 1
        guild = self.stage.carrier.directory.client.get_guild(int(self.stage.server.id))  # type: ignore[union-attr]
        assert guild is not None
        # The library would have been told at the start; it is told now.
        guild._member_count = number + 1
        self.stage.carrier.directory._counted.clear()


@dataclass
class Stage:
    """A whole Descant over a real database and the real library, in a stand-in Discord."""

    store: OpenStore
    clock: FakeClock
    core: Core
    carrier: Discord
    standin: StandIn
    server: Server
    channel: Channel
    path: Path
    _members: dict[str, Member] = field(default_factory=dict)

    @property
    def chat(self) -> Room:
        return Room(self)

    def member(self, name: str, *, keeper: bool = False, zone: str = "Europe/London", locale: str = "en") -> Member:
        """The member of this name, the same one each time."""
        if name not in self._members:
            number = self.standin.world.person(name)
            self._members[name] = Member(self, name, number, zone, locale, KEEPER if keeper else MEMBER)
        return self._members[name]

    async def settle(self) -> None:
        """Let everything follow that follows by itself, paced edits included."""
        for _ in range(20):
            if not await self.core.settle():
                return
            self.clock.forward(self.carrier.chat.capabilities.edit_every)
        raise AssertionError("it does not come to rest")

    async def later(self, **by: float) -> None:
        """Time passes: ``later(days=3)``."""
        self.clock.forward(timedelta(**by))
        await self.settle()

    def rows(self, sql: str, **values: object) -> list[tuple[object, ...]]:
        """What stands in the database itself."""
        from sqlalchemy import text as sql_text

        with engine_at(self.path).connect() as connection:
            return [tuple(row) for row in connection.execute(sql_text(sql), values)]

    def shown(self, place: str = "") -> str:
        """A channel, as one reads it who acts nowhere."""
        reader = self.member("bystander").in_place(place) if place else self.member("bystander")
        return reader.everything

    def place(self, name: str) -> str:
        """The id of the channel of this name, or of a direct conversation (``@ana``); it is there from now on."""
        if name.startswith("@"):
            return self.standin.world.direct_channel(self.member(name[1:]).id).id
        known = (c.id for c in self.standin.world.channels.values() if c.server and name in (c.name, c.id))
        return next(known, None) or self.standin.world.channel(self.server, name).id

    def broken(self) -> list[str]:
        """What should not be in this database."""
        with engine_at(self.path).connect() as connection:
            return check_over(connection, self.clock.now())


@dataclass
class Member:
    """Someone in front of Discord."""

    stage: Stage
    name: str
    id: str
    zone: str
    locale: str
    rights: str
    place: str = ""
    whisper: str = ""
    """The private message that was answered last, if it is there."""

    @property
    def channel(self) -> str:
        return self.place or self.stage.channel.id

    # --- doing

    async def says(self, line: str) -> Member:
        """Type a command, with its slash: each key goes into its box."""
        name, _, rest = line.removeprefix("/").partition(" ")
        command = next((c for c in self.stage.standin.world.commands if c["name"] == name and c["type"] == 1), None)
        assert command is not None, f"/{name} is not among the commands"
        options = [
            {"name": key, "type": kind, "value": int(value) if kind == 4 else value}
            for key, value in self._boxes(command, name, rest).items()
            for kind in (part["type"] for part in command["options"] if part["name"] == key)
            if value
        ]
        return await self._does(2, {"id": command["id"], "name": name, "type": 1, "options": options})

    def _boxes(self, command: Payload, name: str, rest: str) -> dict[str, str]:
        boxes = {option["name"]: option for option in command["options"]}
        values = from_line(rest) if name == "poll" else read_line(rest, list(boxes))
        start = values.pop("", "")
        first, *others = boxes or [""]
        if start and others and boxes[first].get("choices"):
            # Where only these can be chosen, what else is typed goes into the next box.
            start, _, more = start.partition(" ")
            values = {others[0]: more} | values if more else values
        typed = ({first: start} if start else {}) | values
        for key, value in typed.items():
            assert key in boxes, f"/{name} has no box {key}"
            choices = [choice["value"] for choice in boxes[key].get("choices", [])]
            typed[key] = value if not choices else value.replace(" ", "_")
            assert not choices or typed[key] in choices, f"{value} is not among {choices}"
        return {key: re.sub(r"(?<!\w)@([a-z]\w*)", self._mentioned, value) for key, value in typed.items()}

    def _mentioned(self, found: re.Match[str]) -> str:
        return found[0] if found[1] == "everyone" else f"<@{self.stage.member(found[1]).id}>"

    async def chooses(self, menu: str, author: str, words: str) -> Member:
        """Choose from the menu of somebody's message."""
        message = {
            "id": self.stage.standin.world.snowflake(),
            "channel_id": self.channel,
            "content": words,
            "author": {"id": self.stage.standin.world.person(author), "username": author},
        }
        return await self._chooses(menu, message)

    async def chooses_on(self, words: str, menu: str) -> Member:
        """Choose this from the menu of the newest message here that holds these words."""
        return await self._chooses(menu, next(m for m in self._newest_first() if words in text_of(m, self)))

    async def _chooses(self, menu: str, message: Payload) -> Member:
        command = next(c for c in self.stage.standin.world.commands if c["name"] == menu and c["type"] == 3)
        needed, target = int(command.get("default_member_permissions") or 0), message["id"]
        assert int(self.rights) & needed == needed, f"{menu!r} is not offered to {self.name}"
        data = {"id": command["id"], "name": menu, "type": 3, "target_id": target}
        return await self._does(2, {**data, "resolved": {"messages": {target: message}}})

    async def presses(self, *labels: str) -> Member:
        """Press the button of this label, or choose these lines of a menu: in the last whisper, otherwise on the newest
        card that has it."""
        message, data = self.find(*labels)
        return await self._does(3, data, message)

    async def replays(self, other: Member, label: str) -> Member:
        """Send what another member's press on this label would send."""
        message, data = other.find(label)
        return await self._does(3, data, message)

    async def replays_form(self, other: Member, **values: str) -> Member:
        """Send the form that is open in front of another member."""
        self.stage.standin.world.forms[self.id] = self.stage.standin.world.forms[other.id]
        return await self.fills(**values)

    async def fills(self, **values: str) -> Member:
        """Fill in the open form and send it; fields that are not named keep what stands in them."""
        if self.id not in self.stage.standin.world.forms:
            await self.presses("Change it")
        form = self.stage.standin.world.forms.pop(self.id)
        inside = [row["component"] for row in form["components"] if "component" in row]
        unknown = set(values) - {part["custom_id"] for part in inside}
        assert not unknown, f"the form has no {unknown}"
        picked = {part["custom_id"]: self._picked(part, values) for part in inside if part["custom_id"] in values}
        rows = [{"type": 18, "id": n, "component": _filled(part, picked)} for n, part in enumerate(inside)]
        data = {"custom_id": form["custom_id"], "components": rows}
        return await self._does(5, data, form["from"], form["in"])

    def _picked(self, part: Payload, values: dict[str, str]) -> str:
        """Channels and people are picked by their names."""
        value = values[part["custom_id"]]
        if part["type"] == CHANNELS and value:
            return self.stage.place(value)
        if part["type"] == PEOPLE and value:
            known = self.stage.standin.world.people
            return "\n".join(one if one in known else self.stage.member(one).id for one in value.split("\n"))
        return value

    def find(self, *labels: str) -> tuple[str, Payload]:
        """The message and what a press on these labels sends."""
        for message in self._newest_first():
            for part in parts_of(message):
                if part["type"] == BUTTON and (part["label"],) == labels:
                    return message["id"], {"component_type": BUTTON, "custom_id": part["custom_id"]}
                chosen = [o["value"] for o in part.get("options", ()) if o["label"] in labels]
                if part["type"] == SELECT and len(chosen) == len(labels):
                    return message["id"], {
                        "component_type": SELECT,
                        "custom_id": part["custom_id"],
                        "values": chosen,
                    }
        raise AssertionError(f"{self.name} finds nothing to press called {labels!r} in:\n{self.everything}")

    def _newest_first(self) -> list[Payload]:
        seen = self.stage.standin.world.seen_by(self.id, self.channel)[::-1]
        return sorted(seen, key=lambda message: message["id"] != self.whisper)

    async def _does(self, kind: int, data: Payload, pressed: str | None = None, place: str = "") -> Member:
        world = self.stage.standin.world
        interaction = world.begin(self.id, place or self.channel, kind, pressed)
        payload = self.payload(kind, data, interaction.id, interaction.token, place or self.channel, pressed)
        await self.stage.standin.emit("INTERACTION_CREATE", payload, payload.get("guild_id"))
        await self.stage.standin.hears(lambda: interaction.first is not None)
        assert interaction.first is not None
        if interaction.first["type"] == 5:
            await self.stage.standin.hears(lambda: bool(self._text_of(interaction.message)), within=20)
        if interaction.first["type"] != 9:
            world.forms.pop(self.id, None)
            self.whisper = interaction.message or ""
        await self.stage.settle()
        return self

    def _text_of(self, message: str | None) -> str:
        return next((text_of(m, self) for m in self._newest_first() if m["id"] == message), "")

    def payload(
        self, kind: int, data: Payload, number: str, token: str, place: str, pressed: str | None = None
    ) -> Payload:
        """What the gateway sends."""
        channel = self.stage.standin.world.channels[place]
        user = {"id": self.id, "username": self.name, "discriminator": "0", "global_name": self.name, "avatar": None}
        payload: Payload = {
            "id": number, "application_id": APPLICATION, "type": kind, "token": token, "version": 1, "data": data,
            "channel_id": place, "channel": {"id": place, "type": 0}, "locale": self.locale,
            "app_permissions": str(channel.rights), "entitlements": [], "attachment_size_limit": 10485760,
            "authorizing_integration_owners": {"0": self.stage.server.id},
        }  # fmt: skip
        if pressed is not None:
            message = channel.messages[pressed]
            payload["message"] = {k: v for k, v in message.items() if k != "only_for"}
        if channel.server is None:
            return {**payload, "context": 1, "user": user}
        member: Payload = {
            "user": user, "nick": None, "roles": [], "permissions": self.rights, "flags": 0, "deaf": False,
            "mute": False, "joined_at": "2026-01-01T00:00:00+00:00",
        }  # fmt: skip
        return {**payload, "context": 0, "guild_id": channel.server, "guild_locale": "en-US", "member": member}

    # --- reading

    def sees(self, *words: str) -> None:
        """Every one of these stands in front of this member: in the form, or in the channel as Discord shows it."""
        seen = self.everything
        for expected in words:
            assert expected in seen, f"{self.name} does not see {expected!r} but:\n{seen}"

    def sees_no(self, *words: str) -> None:
        """None of these is to be seen by this member."""
        seen = self.everything
        for unwanted in words:
            assert unwanted not in seen, f"{self.name} sees {unwanted!r} in:\n{seen}"

    @property
    def screen(self) -> str:
        """What only this member sees: the form that is open, otherwise the private message that was answered last."""
        world = self.stage.standin.world
        if form := world.forms.get(self.id):
            return form_text(form, self)
        return next((text_of(m, self) for m in world.seen_by(self.id, self.channel) if m["id"] == self.whisper), "")

    @property
    def everything(self) -> str:
        """All that this member sees in the channel, and the form that is open."""
        world = self.stage.standin.world
        seen = [text_of(message, self) for message in world.seen_by(self.id, self.channel)]
        if form := world.forms.get(self.id):
            seen.append(form_text(form, self))
        return "\n\n=====\n\n".join(seen)

    def at(self, channel: str) -> Member:
        """The same member somewhere else."""
        return Member(self.stage, self.name, self.id, self.zone, self.locale, self.rights, channel)

    def in_place(self, place: str) -> Member:
        """The same, by the place's name."""
        return self.at(self.stage.place(place))

    def in_thread(self) -> Member:
        """The same member in the newest thread under a card of this channel."""
        channels = self.stage.standin.world.channels.values()
        return self.at([channel.id for channel in channels if channel.parent == self.channel][-1])

    def in_direct_messages(self) -> Member:
        """The same member in the conversation with the bot."""
        return self.at(self.stage.standin.world.direct_channel(self.id).id)


def parts_of(message: Payload) -> list[Payload]:
    """All components of a message, those inside of others too."""
    found: list[Payload] = []
    waiting = list(message["components"])
    while waiting:
        part = waiting.pop(0)
        found.append(part)
        waiting = [*part.get("components", ()), *waiting]
    return found


def text_of(message: Payload, reader: Member) -> str:
    """A message as its reader has it in front of them, as plain text."""
    return "\n\n".join(filter(None, (_part(part, reader) for part in parts_of(message))))


def _part(part: Payload, reader: Member) -> str:
    match part["type"]:
        case 10:
            return shown(part["content"], reader)
        case 2:
            return f"[{part['label']}]"
        case 3:
            return "\n".join([part["placeholder"] + ":", *(f"[{option['label']}]" for option in part["options"])])
        case 12:
            return "\n".join(item["description"] for item in part["items"])
        case 13:
            return str(part["file"]["url"])
        case _:
            return ""


def form_text(form: Payload, reader: Member) -> str:
    """A form's words, and what stands in it."""
    lines = [form["title"]]
    for row in form["components"]:
        if row["type"] == TEXT:
            lines.append(shown(row["content"], reader))
            continue
        part = row["component"]
        chosen = [option["label"] for option in part.get("options", ()) if option.get("default")]
        chosen += [_named(default["id"], reader) for default in part.get("default_values", ())]
        lines += [f"{row['label']}: {part.get('value') or ', '.join(chosen)}", row.get("description", "")]
        lines += [option["label"] for option in part.get("options", ())]
    return "\n".join(lines)


def shown(markup: str, reader: Member) -> str:
    """Markup as Discord shows it to this reader."""
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[1])
        return f"\ue000{len(kept) - 1}\ue001"

    text = re.sub(r"\\([^0-9A-Za-z\s])", keep, markup)
    text = re.sub(r"^(>.*\n)-# ", r"\1  ", text, flags=re.MULTILINE)  # whose words are quoted
    text = re.sub(r"^(?:#{1,3}|-#) ", "", text, flags=re.MULTILINE)
    text = text.replace("**", "")
    text = re.sub(r"<t:(\d+):F>", lambda found: _moment(int(found[1]), reader), text)
    text = re.sub(r"<[@#](\d+)>", lambda found: _named(found[1], reader), text)
    text = re.sub(r"\ue000(\d+)\ue001", lambda found: kept[int(found[1])], text)
    return re.sub("[\u200b\u2068\u2069]", "", text)


def _named(number: str, reader: Member) -> str:
    """Somebody, or a channel, by the name that Discord shows."""
    world = reader.stage.standin.world
    if number in world.channels:
        return f"#{world.channels[number].name}"
    return world.people.get(number, "someone").capitalize()


def _moment(seconds: int, reader: Member) -> str:
    return words_for("en").moment(datetime.fromtimestamp(seconds, UTC), reader.zone)


def _filled(part: Payload, values: dict[str, str]) -> Payload:
    key = part["custom_id"]
    sent: Payload = {"type": part["type"], "custom_id": key, "id": 1}
    if part["type"] == 4:
        value = values.get(key) if key in values else str(part.get("value", ""))
        assert value is not None
        assert len(value) <= part["max_length"], f"{key} takes {part['max_length']} characters"
        assert value or not part["required"], f"{key} has to be filled in"
        return {**sent, "value": value}
    standing = [option["value"] for option in part.get("options", ()) if option.get("default")]
    standing += [default["id"] for default in part.get("default_values", ())]
    chosen: list[str] = values[key].split("\n") if key in values else standing
    if "options" in part:
        assert set(chosen) <= {option["value"] for option in part["options"]}, f"{chosen} can not be chosen in {key}"
    return {**sent, "value": chosen[0] if chosen else None} if part["type"] == 21 else {**sent, "values": chosen}


@asynccontextmanager
async def stage(path: Path, clock: FakeClock | None = None, standin: StandIn | None = None) -> AsyncIterator[Stage]:
    """A Descant over the database at this path, in a stand-in; opening both again is a restart."""
    clock = clock or FakeClock()
    if standin is None:
        async with StandIn(lambda: clock.now().timestamp()).serving() as new, stage(path, clock, new) as opened:
            yield opened
        return
    if not standin.world.servers:
        standin.world.channel(standin.world.server(), "plans")
    server = next(iter(standin.world.servers.values()))
    channel = next(c for c in standin.world.channels.values() if c.server == server.id)
    store = await open_at(path, clock, FreshIds(path), LoadedDice())
    table = router()
    carried: list[Discord] = []
    core = Core(store, table, lambda _: carried[0].chat, lambda _: carried[0].directory, clock)
    config, known = DiscordConfig(Secret(TOKEN), standin.api), still_in(store, Discord.prefix)
    carried.append(Discord(config, core.handle, table, clock, known))
    running = asyncio.create_task(carried[0].run())
    before = len(standin.identified)
    try:
        await core.courier.resume()
        await _is_there(carried[0], standin, before, server, running)
        yield Stage(store, clock, core, carried[0], standin, server, channel, path)
        assert standin.wrong == []
    finally:
        running.cancel()
        await asyncio.wait([running])
        await store.close()


async def _is_there(
    carrier: Discord, standin: StandIn, before: int, server: Server, running: asyncio.Task[None]
) -> None:
    def there() -> bool:
        if running.done():
            running.result()
        client = carrier.directory.client
        return len(standin.identified) > before and client is not None and bool(client.get_guild(int(server.id)))

    await until(there)


async def until(so: Callable[[], Any], within: float = 10.0) -> None:
    """Wait until something is so."""
    for _ in range(int(within / 0.01)):
        if so():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it does not come to be so")


def moment_of(number: str) -> datetime:
    """When an id was given."""
    return datetime.fromtimestamp(((int(number) >> 22) + EPOCH) / 1000, UTC)
