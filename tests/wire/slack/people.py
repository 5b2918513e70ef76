"""People in the stand-in: they type commands, press what they see by its words, fill in forms, and read what Slack
shows them. The same words as in ``tests.people``, over the wire."""

from __future__ import annotations

import asyncio
import itertools
import re
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import text as sql_text

from adapters.slack.transport import Slack
from bot.chat.answers import Answer, FormErrors, Nothing, OpenForm
from bot.chat.forms import Form
from bot.chat.ids import MessageId, PlaceId
from bot.chat.token import Token, decode_token
from bot.core import Core
from bot.router import router
from storage.check import check_over
from storage.opening import OpenStore
from tests.databases import engine_at
from tests.fakes import FakeClock, Message
from tests.wire.slack.filling import chosen_in, filled
from tests.wire.slack.running import Memory, Process, start
from tests.wire.slack.seeing import Eyes, text_of, view_text
from tests.wire.slack.standin import Channel, Payload, StandIn, Team

_deliveries = itertools.count(1)


@dataclass
class Room:
    """What the core's fakes call a chat: here it is the channels, and the cards that were said in them."""

    stage: Stage

    @property
    def members(self) -> int:
        """People who can see the channel, the app left out."""
        return len(self.stage.channel.members - {self.stage.team.bot})

    @members.setter
    def members(self, number: int) -> None:
        known = [member.id for member in self.stage._members.values()][:number]
        more = (f"U{n:04}" for n in range(number - len(known)))
        self.stage.channel.members = {self.stage.team.bot, *known, *more}

    @property
    def messages(self) -> dict[str, Message]:
        """Every card that the core said and that is still there, the oldest first, by its message."""
        channels, now = self.stage.standin.channels, self.stage.clock.now()
        return {
            ts: Message(MessageId(ts), PlaceId(self._name(said.posted.place, said.under)), said.card, "", now)
            for ts, said in self.stage.memory.said.items()
            if ts in channels[said.posted.place].messages
        }

    def in_place(self, place: str) -> list[Message]:
        """What stands in a place, the oldest first."""
        return [message for message in self.messages.values() if message.place == place]

    def _name(self, place: str, under: str) -> str:
        channel = self.stage.standin.channels[place]
        name = f"@{self.stage.standin.users[channel.only_for]['name']}" if channel.only_for else channel.name
        return f"{name}/{under}" if under else name


@dataclass
class Stage:
    """A whole Descant over a real database and the real libraries, in a stand-in Slack."""

    process: Process
    clock: FakeClock
    standin: StandIn
    team: Team
    channel: Channel
    path: Path
    mode: str
    memory: Memory
    restarts_after: int = 0
    """After so many acts, or before time passes, the process ends and another begins; 0: never."""
    _members: dict[str, Member] = field(default_factory=dict)
    _acts: int = 0

    @property
    def store(self) -> OpenStore:
        return self.process.store

    @property
    def core(self) -> Core:
        return self.process.core

    @property
    def carrier(self) -> Slack:
        return self.process.carrier

    @property
    def running(self) -> asyncio.Task[None]:
        return self.process.running

    @property
    def chat(self) -> Room:
        return Room(self)

    def member(self, name: str, *, keeper: bool = False, zone: str = "Europe/London", locale: str = "en-GB") -> Member:
        """The member of this name, the same one each time."""
        if name not in self._members:
            person = self.standin.person(name, zone, locale, keeper)
            unnamed = [one for one in self.channel.members if one[1:].isdigit()]
            self.channel.members = {*self.channel.members.difference(unnamed[:1]), person}
            self._members[name] = Member(self, name, person, zone)
        return self._members[name]

    def key(self) -> str:
        """A name for one delivery."""
        return f"k{next(_deliveries)}"

    async def settle(self) -> None:
        """Let everything follow that follows by itself, paced edits included."""
        for _ in range(20):
            await asyncio.wait_for(self.carrier._idle.wait(), 10)
            if not await self.core.settle():
                return
            self.clock.forward(self.carrier.chat.capabilities.edit_every)
        raise AssertionError("it does not come to rest")

    async def later(self, **by: float) -> None:
        """Time passes: ``later(days=3)``."""
        await self.acted(self.restarts_after)
        self.clock.forward(timedelta(**by))
        await self.settle()

    async def acted(self, times: int = 1) -> None:
        """Somebody is about to do something; it may be where the process is ended and another begun."""
        before, self._acts = self._acts, self._acts + times
        if before < self.restarts_after <= self._acts:
            await self.restart()

    async def restart(self) -> None:
        """One process ends, and another begins."""
        await self.process.stop()
        self.standin.events_url = ""
        async with asyncio.timeout(5):
            while self.standin.sockets:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        self.process = await start(self.path, self.clock, self.standin, self.team, self.mode, self.memory)

    def rows(self, sql: str, **values: object) -> list[tuple[object, ...]]:
        """What stands in the database itself, members by their names."""
        names = {person: about["name"] for person, about in self.standin.users.items()}
        with engine_at(self.path).connect() as connection:
            found = connection.execute(sql_text(sql), values)
            return [tuple(names.get(v, v) if isinstance(v, str) else v for v in row) for row in found]

    def broken(self) -> list[str]:
        """What should not be in this database."""
        with engine_at(self.path).connect() as connection:
            return check_over(connection, self.clock.now())

    def shown(self, place: str = "") -> str:
        """A channel, as one reads it who acts nowhere."""
        messages = self.standin.channels[self.place(place)].messages.values()
        return _read((m for m in messages if not m["thread_ts"]), Eyes(self.standin))

    def place(self, name: str) -> str:
        """The id of the channel of this name, or of a direct conversation (``@ana``); it is there from now on."""
        if not name:
            return self.channel.id
        if name.startswith("@"):
            return self.standin.direct(self.team, self.member(name[1:]).id).id
        known = next((c for c in self.standin.channels.values() if name in (c.name, c.id) and not c.only_for), None)
        return (known or self.standin.channel(self.team, name)).id


@dataclass
class Member:
    """Someone in front of Slack."""

    stage: Stage
    name: str
    id: str
    zone: str
    at_place: str = ""
    ack: Payload | None = None
    wrong: dict[str, str] = field(default_factory=dict)
    """What stands in red at the fields of the open form."""

    @property
    def channel(self) -> str:
        return self.at_place or self.stage.channel.id

    @property
    def eyes(self) -> Eyes:
        return Eyes(self.stage.standin, self.zone)

    # --- doing

    async def says(self, line: str) -> Member:
        """Type a command, with its slash."""
        name, _, rest = line.partition(" ")
        self.closes()
        await self.stage.acted()
        return await self._does("slash_commands", self.command(name, self._escaped(rest)))

    def _escaped(self, text: str) -> str:
        """As Slack sends what was typed: three signs escaped, and members written out."""
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return re.sub(r"(?<!\w)@([a-z]\w*)", lambda m: f"<@{self.stage.member(m[1]).id}|{m[1]}>", text)

    def command(self, name: str, text: str) -> Payload:
        """The payload of a typed command."""
        standin = self.stage.standin
        return {
            "command": name, "text": text, "user_id": self.id, "user_name": self.name, "channel_id": self.channel,
            "channel_name": "plans", "team_id": self.stage.team.id, "team_domain": "garden", "api_app_id": "A1",
            "is_enterprise_install": "false", "trigger_id": standin.trigger(self.id),
            "response_url": standin.link(self.id, self.channel),
        }  # fmt: skip

    async def chooses(self, shortcut: str, words: str = "", author: str = "") -> Member:
        """Choose a shortcut, from a message's own menu when there are words."""
        about = {"type": "message", "user": author, "text": words, "ts": "1700000000.000100"}
        return await self._chooses(shortcut, about if words else None)

    async def chooses_on(self, words: str, menu: str) -> Member:
        """Choose this from the menu of the newest message here that holds these words."""
        newest = reversed(self.stage.standin.channels[self.channel].messages.values())
        message = next(m for m in newest if words in _read([m], self.eyes))
        name = next(hint.name for hint in router().hints if hint.menu == menu)
        self.closes()
        about = {"type": "message", "bot_id": "B1", "text": message["text"], "ts": message["ts"]}
        return await self._chooses(name, about)

    async def _chooses(self, shortcut: str, message: Payload | None) -> Member:
        payload = {**self._common("message_action" if message else "shortcut"), "callback_id": shortcut}
        payload["action_ts"] = self._stamp()
        if message:
            payload |= {"channel": {"id": self.channel, "name": "plans"}, "message": message,
                        "message_ts": message["ts"],
                        "response_url": self.stage.standin.link(self.id, self.channel)}  # fmt: skip
        return await self._does("interactive", payload)

    async def presses(self, *labels: str) -> Member:
        """Press what has this label, or choose these lines of a menu: in the open window, then in the newest whisper,
        then on the newest card."""
        await self.stage.acted()
        return await self._does("interactive", self.press(*labels))

    def press(self, *labels: str) -> Payload:
        """The payload of that press. Whoever presses outside of a window has closed it."""
        for kind, thing in self._in_front():
            for block in thing["blocks"]:
                if found := chosen_in(block, labels, thing["blocks"]):
                    if kind != "view":
                        self.closes()
                    return self._pressed(kind, thing, block, *found)
        raise AssertionError(f"{self.name} finds nothing to press called {labels!r} in:\n{self.everything}")

    def find(self, label: str) -> tuple[Token, tuple[str, ...]]:
        """What a press on this label sends."""
        (action,) = self.press(label)["actions"]
        token = decode_token(action["action_id"].partition("|")[2])
        assert token is not None
        option = action.get("selected_option")
        return token, (option["value"].removeprefix("="),) if option else ()

    async def sends_press(self, token: Token, values: tuple[str, ...] = (), key: str | None = None) -> Member:
        """A press on a button or a menu that may have stood on an earlier card."""
        self.closes()
        block: Payload = {"block_id": "old"}
        element = {"type": "static_select" if values else "button", "action_id": f"0|{token.encode()}"}
        messages = self.stage.standin.channels[self.channel].messages
        thing = next(reversed(messages.values())) if messages else {"ts": "1.000001", "channel": self.channel}
        return await self._does(
            "interactive", self._pressed("message", thing, block, element, [f"={v}" for v in values])
        )

    async def replays(self, other: Member, label: str) -> Member:
        """Send what another member's press on this label would send."""
        return await self._does("interactive", {**other.press(label), "user": self._common("block_actions")["user"]})

    async def replays_form(self, other: Member, **values: str) -> Member:
        """Send the form that is open in front of another member."""
        self.stage.standin.views[self.id] = self.stage.standin.views[other.id]
        return await self.fills(**values)

    async def looks_home(self) -> str:
        """Open the Home tab; what it shows, once it does."""
        event = {"type": "app_home_opened", "user": self.id, "channel": "D1", "tab": "home", "event_ts": self._stamp()}
        before = self.stage.standin.homes.get(self.id)
        await self.stage.standin.event(event, self.stage.team)
        async with asyncio.timeout(5):
            while self.stage.standin.homes.get(self.id) is before:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        return self.home

    async def presses_home(self, label: str) -> Member:
        """Press something on the Home tab."""
        view = self.stage.standin.homes[self.id]
        self.closes()
        for block in view["blocks"]:
            if found := chosen_in(block, (label,), view["blocks"]):
                return await self._does("interactive", self._pressed("view", view, block, *found))
        raise AssertionError(f"{label!r} is not on the Home tab:\n{self.home}")

    async def fills(self, **values: str) -> Member:
        """Fill in the open form and send it; fields that are not named keep what stands in them."""
        await self.stage.acted()
        view = self.window
        inputs = [block for block in view["blocks"] if block["type"] == "input"]
        unknown = set(values) - {block["block_id"] for block in inputs}
        assert not unknown, f"the form has no {unknown}"
        state = {b["block_id"]: {b["element"]["action_id"]: filled(b, self._typed(b, values))} for b in inputs}
        sent = {**view, "state": {"values": state}, "team_id": self.stage.team.id, "app_installed_team_id": None}
        return await self._does("interactive", {**self._common("view_submission"), "view": sent, "response_urls": []})

    def _typed(self, block: Payload, values: dict[str, str]) -> dict[str, str]:
        """Channels and people are picked by their names."""
        key, kind = block["block_id"], block["element"]["type"]
        if kind == "conversations_select" and values.get(key):
            return {key: self.stage.place(values[key])}
        if kind == "multi_users_select" and values.get(key):
            names = values[key].split("\n")
            return {key: "\n".join(n if n in self.stage.standin.users else self.stage.member(n).id for n in names)}
        return values

    @property
    def window(self) -> Payload:
        """The form that is open, as Slack has it."""
        view = self.stage.standin.views.get(self.id)
        assert view is not None, f"no form is open but {self.screen}"
        assert "submit" in view, f"no form is open but {self.screen}"
        return view

    @property
    def form(self) -> Form:
        """The form that is open, as the core gave it."""
        assert self.window
        assert isinstance(self.answer, OpenForm | FormErrors)
        return self.answer.form

    @property
    def answer(self) -> Answer:
        """The core's last answer to this member."""
        return self.stage.memory.answers.get(self.id, Nothing())

    @answer.setter
    def answer(self, other: Answer) -> None:
        """Have in front of oneself what somebody else has; or nothing, which is the way back to the card."""
        self.closes()
        self.stage.standin.whispers.pop(self.id, None)
        for member in self.stage._members.values():
            if isinstance(other, OpenForm) and member.answer is other:
                self.stage.standin.views[self.id] = member.window
        self.stage.memory.answers[self.id] = other

    def closes(self) -> None:
        """Close the window."""
        self.stage.standin.views.pop(self.id, None)
        self.wrong = {}

    async def _does(self, kind: str, payload: Payload) -> Member:
        self.ack = await self.stage.standin.send(kind, payload)
        assert self.ack is not None, f"what {self.name} did was not acknowledged"
        self._taken_in(payload)
        await self.stage.settle()
        return self

    def _taken_in(self, payload: Payload) -> None:
        """What Slack's client does with an acknowledgement."""
        standin = self.stage.standin
        assert self.ack is not None
        self.wrong = {}
        if payload.get("type") == "view_submission":
            match self.ack.get("response_action"):
                case "errors":
                    inputs = {b["block_id"] for b in self.window["blocks"] if b["type"] == "input"}
                    assert set(self.ack["errors"]) <= inputs
                    self.wrong = self.ack["errors"]
                    self._keeps(payload)
                case "update":
                    standin.views[self.id] = {**standin._view(self.ack["view"]), "id": payload["view"]["id"]}
                case _:
                    standin.views.pop(self.id, None)
        elif self.ack:
            assert self.ack["response_type"] == "ephemeral"
            standin.whisper(self.id, self.channel, self.ack)

    def _keeps(self, payload: Payload) -> None:
        """What was typed still stands in the form."""
        for block in self.window["blocks"]:
            if block["type"] == "input" and block["element"]["type"] == "plain_text_input":
                typed = payload["view"]["state"]["values"][block["block_id"]]["value"]["value"]
                block["element"]["initial_value"] = typed or ""

    def _common(self, kind: str) -> Payload:
        team = {"id": self.stage.team.id, "domain": "garden"}
        user = {"id": self.id, "username": self.name, "name": self.name, "team_id": self.stage.team.id}
        return {"type": kind, "team": team, "user": user, "api_app_id": "A1", "token": "x", "enterprise": None,
                "is_enterprise_install": False, "trigger_id": self.stage.standin.trigger(self.id)}  # fmt: skip

    def _pressed(self, kind: str, thing: Payload, block: Payload, element: Payload, values: list[str]) -> Payload:
        action: Payload = {"type": element["type"], "action_id": element["action_id"], "block_id": block["block_id"],
                           "action_ts": self._stamp()}  # fmt: skip
        state: Payload = {"values": {}}
        if "value" in element:
            action["value"] = element["value"]
            options = [{"value": value} for value in values]
            state["values"][element["value"]] = {
                "several": {"type": "multi_static_select", "selected_options": options}
            }
        elif values:
            action["selected_option"] = {"value": values[0]}
        payload = {**self._common("block_actions"), "actions": [action], "state": state}
        if kind == "view":
            here = self.stage.team.id
            view = {**thing, "team_id": here, "app_installed_team_id": here}
            return {**payload, "container": {"type": "view", "view_id": thing["id"]}, "view": view}
        place = thing.get("channel", self.channel)
        container = {"type": "message", "message_ts": thing["ts"], "channel_id": place,
                     "is_ephemeral": kind == "whisper"}  # fmt: skip
        url = self.stage.standin.link(self.id, place, thing["ts"])
        return {**payload, "container": container, "channel": {"id": place, "name": "plans"}, "response_url": url}

    def _stamp(self) -> str:
        return f"{self.stage.clock.now().timestamp():.3f}{self.stage.standin.number() % 1000:03}"

    # --- reading

    def _in_front(self) -> list[tuple[str, Payload]]:
        standin = self.stage.standin
        seen: list[tuple[str, Payload]] = []
        if view := standin.views.get(self.id):
            seen.append(("view", view))
        if whisper := self._whisper():
            seen.append(("whisper", whisper))
        seen += [("message", m) for m in reversed(standin.channels[self.channel].messages.values())]
        return seen

    def _whisper(self) -> Payload | None:
        mine = (m for m in reversed(self.stage.standin.whispers.get(self.id, ())) if m["channel"] == self.channel)
        return next(mine, None)

    @property
    def screen(self) -> str:
        """What only this member sees: the window that is open, otherwise the newest whisper."""
        if view := self.stage.standin.views.get(self.id):
            return "\n\n".join([view_text(view, self.eyes), *self.wrong.values()])
        whisper = self._whisper()
        return text_of(whisper["blocks"], self.eyes) if whisper else ""

    @property
    def everything(self) -> str:
        """All that this member sees, threads among it."""
        messages = self.stage.standin.channels[self.channel].messages.values()
        return f"{self.screen}\n\n{_read(messages, self.eyes)}"

    @property
    def home(self) -> str:
        """The Home tab."""
        return text_of(self.stage.standin.homes[self.id]["blocks"], self.eyes)

    def sees(self, *words: str) -> None:
        """Every one of these stands in front of this member."""
        for expected in words:
            assert expected in self.everything, f"{self.name} does not see {expected!r} but:\n{self.everything}"

    def sees_no(self, *words: str) -> None:
        """None of these is to be seen by this member."""
        for unwanted in words:
            assert unwanted not in self.everything, f"{self.name} sees {unwanted!r} in:\n{self.everything}"

    def at(self, channel: str) -> Member:
        """The same member somewhere else."""
        return replace(self, at_place=channel)

    def in_place(self, place: str, message: str | None = None) -> Member:
        """The same, by the place's name; what was whispered there earlier has been scrolled by."""
        there = self.at(self.stage.place(place))
        there.closes()
        whispers = self.stage.standin.whispers.get(self.id, [])
        whispers[:] = [whisper for whisper in whispers if whisper["channel"] != there.channel]
        return there

    def in_thread(self) -> Member:
        """The same member in a thread of this channel, whose messages they see anyway."""
        return self

    def in_direct_messages(self) -> Member:
        """The same member in the conversation with the app."""
        return self.in_place(f"@{self.name}")


def _read(messages: Iterable[Payload], eyes: Eyes) -> str:
    return "\n\n=====\n\n".join(text_of(message["blocks"], eyes) for message in messages)


@asynccontextmanager
async def stage(
    path: Path,
    clock: FakeClock | None = None,
    standin: StandIn | None = None,
    mode: str = "socket",
    restarts_after: int = 0,
) -> AsyncIterator[Stage]:
    """A Descant over the database at this path, in a stand-in; opening both again is a restart."""
    clock = clock or FakeClock()
    if standin is None:
        async with (
            StandIn(lambda: clock.now().timestamp()).serving() as new,
            stage(path, clock, new, mode, restarts_after) as opened,
        ):
            yield opened
        return
    team = next(iter(standin.teams.values()), None) or standin.team()
    channel = next((c for c in standin.channels.values() if not c.only_for), None) or standin.channel(team, "plans")
    memory: Memory = standin.__dict__.setdefault("memory", Memory())
    process = await start(path, clock, standin, team, mode, memory)
    here = Stage(process, clock, standin, team, channel, path, mode, memory, restarts_after)
    try:
        yield here
        assert standin.wrong == []
    finally:
        await here.process.stop()
        standin.events_url = ""
