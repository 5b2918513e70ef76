"""People in the stand-in: they type commands, press what they see by its words, fill in forms, and read what Slack
shows them. The same words as in ``tests.people``, over the wire."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

from sqlalchemy import text as sql_text

from adapters.slack.config import SlackConfig
from adapters.slack.transport import Slack
from bot.chat.ids import CommunityId, MessageId
from bot.chat.words import words_for
from bot.config import Secret
from bot.core import Core
from bot.delivery import COMMUNITY, POSTED_AS
from bot.router import router
from storage.check import check_over
from storage.opening import OpenStore
from tests.databases import engine_at, open_at
from tests.fakes import FakeClock, LoadedDice
from tests.people import FreshIds
from tests.wire.slack.standin import APP_TOKEN, SECRET, Channel, Payload, StandIn, Team


@dataclass
class Room:
    """What the core's fakes call a chat: here it is the channel."""

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


@dataclass
class Stage:
    """A whole Descant over a real database and the real libraries, in a stand-in Slack."""

    store: OpenStore
    clock: FakeClock
    core: Core
    carrier: Slack
    standin: StandIn
    team: Team
    channel: Channel
    path: Path
    running: asyncio.Task[None]
    _members: dict[str, Member] = field(default_factory=dict)

    @property
    def chat(self) -> Room:
        return Room(self)

    def member(self, name: str, *, keeper: bool = False, zone: str = "Europe/London", locale: str = "en-GB") -> Member:
        """The member of this name, the same one each time."""
        if name not in self._members:
            person = self.standin.person(name, zone, locale, keeper)
            self.channel.members.add(person)
            self._members[name] = Member(self, name, person, zone)
        return self._members[name]

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
        self.clock.forward(timedelta(**by))
        await self.settle()

    def rows(self, sql: str, **values: object) -> list[tuple[object, ...]]:
        """What stands in the database itself."""
        with engine_at(self.path).connect() as connection:
            return [tuple(row) for row in connection.execute(sql_text(sql), values)]

    def broken(self) -> list[str]:
        """What should not be in this database."""
        with engine_at(self.path).connect() as connection:
            return check_over(connection, self.clock.now())

    def shown(self) -> str:
        """The channel, as one reads it who acts nowhere."""
        reader = Member(self, "reader", "UREADER", "Europe/London")
        return "\n\n=====\n\n".join(text_of(m["blocks"], reader) for m in self.channel.messages.values())


@dataclass
class Member:
    """Someone in front of Slack."""

    stage: Stage
    name: str
    id: str
    zone: str
    place: str = ""
    ack: Payload | None = None
    wrong: dict[str, str] = field(default_factory=dict)
    """What stands in red at the fields of the open form."""

    @property
    def channel(self) -> str:
        return self.place or self.stage.channel.id

    # --- doing

    async def says(self, line: str) -> Member:
        """Type a command, with its slash."""
        name, _, rest = line.partition(" ")
        return await self._does("slash_commands", self.command(name, self._escaped(rest)))

    def _escaped(self, text: str) -> str:
        """As Slack sends what was typed: three signs escaped, and members written out."""
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        known = {about["name"]: person for person, about in self.stage.standin.users.items()}
        return re.sub(r"@(\w+)", lambda m: f"<@{known[m[1]]}|{m[1]}>" if m[1] in known else m[0], text)

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
        payload = {**self._common("message_action" if words else "shortcut"), "callback_id": shortcut}
        payload["action_ts"] = self._stamp()
        if words:
            message = {"type": "message", "user": author, "text": words, "ts": "1700000000.000100"}
            payload |= {"channel": {"id": self.channel, "name": "plans"}, "message": message,
                        "message_ts": message["ts"],
                        "response_url": self.stage.standin.link(self.id, self.channel)}  # fmt: skip
        return await self._does("interactive", payload)

    async def presses(self, *labels: str) -> Member:
        """Press what has this label, or choose these lines of a menu: in the open window, then in the newest whisper,
        then on the newest card."""
        return await self._does("interactive", self.press(*labels))

    def press(self, *labels: str) -> Payload:
        """The payload of that press."""
        for kind, thing in self._in_front():
            for block in thing["blocks"]:
                if found := _actions(block, labels, thing["blocks"]):
                    return self._pressed(kind, thing, block, *found)
        raise AssertionError(f"{self.name} finds nothing to press called {labels!r} in:\n{self.screen}")

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
            if found := _actions(block, (label,), view["blocks"]):
                return await self._does("interactive", self._pressed("view", view, block, *found))
        raise AssertionError(f"{label!r} is not on the Home tab:\n{self.home}")

    async def fills(self, **values: str) -> Member:
        """Fill in the open form and send it; fields that are not named keep what stands in them."""
        view = self.form
        inputs = [block for block in view["blocks"] if block["type"] == "input"]
        unknown = set(values) - {block["block_id"] for block in inputs}
        assert not unknown, f"the form has no {unknown}"
        state = {b["block_id"]: {b["element"]["action_id"]: _filled(b, values)} for b in inputs}
        sent = {**view, "state": {"values": state}, "team_id": self.stage.team.id, "app_installed_team_id": None}
        return await self._does("interactive", {**self._common("view_submission"), "view": sent, "response_urls": []})

    @property
    def form(self) -> Payload:
        """The form that is open."""
        view = self.stage.standin.views.get(self.id)
        assert view is not None, f"no form is open but {self.screen}"
        assert "submit" in view, f"no form is open but {self.screen}"
        return view

    def closes(self) -> None:
        """Close the window."""
        self.stage.standin.views.pop(self.id, None)

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
                    inputs = {b["block_id"] for b in self.form["blocks"] if b["type"] == "input"}
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
        for block in self.form["blocks"]:
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
        mine = [m for m in standin.whispers.get(self.id, ()) if m["channel"] == self.channel]
        seen += [("whisper", message) for message in reversed(mine)]
        seen += [("message", m) for m in reversed(standin.channels[self.channel].messages.values())]
        return seen

    @property
    def screen(self) -> str:
        """All that this member sees: the channel, their whispers, the window that is open."""
        seen = [text_of(thing["blocks"], self) for _, thing in reversed(self._in_front())]
        if view := self.stage.standin.views.get(self.id):
            seen.append(view["title"]["text"])
        return "\n\n=====\n\n".join([*seen, *self.wrong.values()])

    @property
    def home(self) -> str:
        """The Home tab."""
        return text_of(self.stage.standin.homes[self.id]["blocks"], self)

    def sees(self, *words: str) -> None:
        """Every one of these stands in front of this member."""
        for expected in words:
            assert expected in self.screen, f"{self.name} does not see {expected!r} but:\n{self.screen}"

    def sees_no(self, *words: str) -> None:
        """None of these is to be seen by this member."""
        for unwanted in words:
            assert unwanted not in self.screen, f"{self.name} sees {unwanted!r} in:\n{self.screen}"

    def at(self, channel: str) -> Member:
        """The same member somewhere else."""
        return replace(self, place=channel)

    def in_thread(self) -> Member:
        """The same member in a thread of this channel, whose messages they see anyway."""
        return self

    def in_direct_messages(self) -> Member:
        """The same member in the conversation with the app."""
        return self.at(self.stage.standin.direct(self.stage.team, self.id).id)


def _actions(block: Payload, labels: tuple[str, ...], blocks: list[Payload]) -> tuple[Payload, list[str]] | None:
    """The element, and the values, that these labels stand for."""
    elements = [*block.get("elements", ()), *filter(None, [block.get("accessory")])]
    for element in elements:
        if element.get("type") == "button" and (element["text"]["text"],) == labels:
            return element, []
        chosen = [o["value"] for o in element.get("options", ()) if o["text"]["text"] in labels]
        if element.get("type") == "static_select" and len(chosen) == len(labels):
            return element, chosen
        if element.get("type") == "multi_static_select" and len(chosen) == len(labels):
            senders = [e for b in blocks for e in b.get("elements", ()) if e.get("value") == block["block_id"]]
            return senders[0], chosen
    return None


def _filled(block: Payload, values: dict[str, str]) -> Payload:
    key, element = block["block_id"], block["element"]
    kind = element["type"]
    sent: Payload = {"type": kind}
    if kind == "plain_text_input":
        value = values.get(key, element.get("initial_value", ""))
        assert len(value) <= element["max_length"], f"{key} takes {element['max_length']} characters"
        assert value or block["optional"], f"{key} has to be filled in"
        return {**sent, "value": value or None}
    known = {option["value"]: option for option in element.get("options", ())}
    if kind in ("radio_buttons", "static_select"):
        chosen = f"={values[key]}" if key in values else element.get("initial_option", {}).get("value")
        return {**sent, "selected_option": known[chosen] if chosen else None}
    if kind == "checkboxes":
        picked = [f"={v}" for v in values[key].split("\n")] if key in values else None
        options = [known[v] for v in picked] if picked is not None else element.get("initial_options", [])
        return {**sent, "selected_options": options}
    if kind == "multi_users_select":
        return {
            **sent,
            "selected_users": values[key].split("\n") if key in values else element.get("initial_users", []),
        }
    return {**sent, "selected_conversation": values.get(key, element.get("initial_conversation"))}


def text_of(blocks: list[Payload], reader: Member) -> str:
    """Blocks as their reader has them in front of them, as plain text."""
    return "\n".join(filter(None, (_block(block, reader) for block in blocks)))


def _block(block: Payload, reader: Member) -> str:
    match block["type"]:
        case "header":
            return str(block["text"]["text"])
        case "rich_text":
            return "\n".join("".join(_rich(e, reader) for e in part["elements"]) for part in block["elements"])
        case "context":
            return " ".join(shown(element["text"], reader) for element in block["elements"])
        case "actions":
            return " ".join(f"[{element['text']['text']}]" for element in block["elements"])
        case "section":
            options = [f"[{o['text']['text']}]" for o in block["accessory"]["options"]]
            return "\n".join([f"{block['text']['text']}:", *options])
        case "input":
            return _input(block)
        case "image":
            return str(block["alt_text"])
        case _:
            return ""


def _input(block: Payload) -> str:
    element = block["element"]
    chosen = element.get("initial_option", {}).get("text", {}).get("text", "")
    chosen = element.get("initial_conversation", chosen)
    lines = [f"{block['label']['text']}: {element.get('initial_value', chosen)}"]
    lines += [option["text"]["text"] for option in element.get("options", ())]
    return "\n".join([*lines, block.get("hint", {}).get("text", "")])


def _rich(element: Payload, reader: Member) -> str:
    match element["type"]:
        case "text":
            return re.sub("[\u2068\u2069]", "", element["text"])
        case "user":
            return _name(element["user_id"], reader)
        case "channel":
            return f"#{reader.stage.standin.channels[element['channel_id']].name}"
        case "date":
            return _moment(element["timestamp"], reader)
        case "link":
            return f"{element['text']} ({element['url']})"
        case _:
            raise AssertionError(element)


def _name(person: str, reader: Member) -> str:
    return str(reader.stage.standin.users[person]["name"]).capitalize()


def shown(markup: str, reader: Member) -> str:
    """mrkdwn as Slack shows it to this reader."""
    text = re.sub(r"<!date\^(\d+)\^[^|>]*\|[^>]*>", lambda found: _moment(int(found[1]), reader), markup)
    text = re.sub(r"<@(\w+)>", lambda found: _name(found[1], reader), text)
    channels = reader.stage.standin.channels
    text = re.sub(r"<#(\w+)>", lambda found: f"#{channels[found[1]].name}", text)
    assert not re.search(r"<[^>]*>", text), text
    return unescape(text)


def _moment(seconds: int, reader: Member) -> str:
    return words_for("en").moment(datetime.fromtimestamp(seconds, UTC), reader.zone)


@asynccontextmanager
async def stage(
    path: Path, clock: FakeClock | None = None, standin: StandIn | None = None, mode: str = "socket", **more: Any
) -> AsyncIterator[Stage]:
    """A Descant over the database at this path, in a stand-in; opening both again is a restart."""
    clock = clock or FakeClock()
    if standin is None:
        async with (
            StandIn(lambda: clock.now().timestamp()).serving() as new,
            stage(path, clock, new, mode, **more) as opened,
        ):
            yield opened
        return
    team = next(iter(standin.teams.values()), None) or standin.team()
    channel = next((c for c in standin.channels.values() if not c.only_for), None) or standin.channel(team, "plans")
    store = await open_at(path, clock, FreshIds(path), LoadedDice())
    table = router()
    carried: list[Slack] = []
    core = Core(store, table, lambda _: carried[0].chat, lambda _: carried[0].directory, clock)
    config = SlackConfig(Secret(team.token), Secret(APP_TOKEN), Secret(SECRET), api=standin.api, mode=mode, port=0)

    async def zone_of(community: CommunityId) -> str:
        return (await store.read(COMMUNITY, community=community)).zone

    def posted_as(key: str) -> Awaitable[MessageId | None]:
        return store.read(POSTED_AS, key=key)

    carried.append(Slack(config, core.handle, table, clock, posted_as=posted_as, zone_of=zone_of))
    running = asyncio.create_task(carried[0].run())
    try:
        await _is_there(carried[0], standin, running, mode)
        await core.resume()
        yield Stage(store, clock, core, carried[0], standin, team, channel, path, running)
        assert standin.wrong == []
    finally:
        running.cancel()
        await asyncio.wait([running])
        standin.events_url = ""
        await store.close()


async def _is_there(carrier: Slack, standin: StandIn, running: asyncio.Task[None], mode: str) -> None:
    async with asyncio.timeout(10):
        while len(standin.sockets) < 2 if mode == "socket" else not carrier.port:
            if running.done():
                running.result()
            await asyncio.sleep(0.01)
    if mode == "http":
        standin.events_url = f"http://127.0.0.1:{carrier.port}/slack/events"
