"""Slack over real HTTP and real websockets: enough of it that the unmodified libraries run against it. Every call is
held against the Web API reference, and every message and view against two lists of limits."""

import asyncio
import contextlib
import hashlib
import hmac
import itertools
import json
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientError, ClientSession, WSMsgType, web

from tests.wire.slack import reference
from tests.wire.slack.limits import message_faults, view_faults

Payload = dict[str, Any]

APP_TOKEN, SECRET, CLIENT, CLIENT_SECRET = "xapp-1", "signing", "1.2", "client-secret"
ACK_WITHIN = 3.0
RETRIES = ("", "http_timeout", "http_timeout", "http_timeout")


class Refusal(Exception):
    """``ok: false``."""

    def __init__(self, error: str, **more: object) -> None:
        super().__init__(error)
        self.error, self.more = error, more


@dataclass
class Fault:
    """What goes wrong with the next ``times`` calls of a method."""

    method: str
    times: int = 1
    error: str = ""
    status: int = 200
    retry_after: int = 0
    wait: float = 0.0
    lose_answer: bool = False
    """It is done, and the connection is cut instead of an answer."""
    hold: asyncio.Event | None = None
    """It is done, and is answered only when this is set."""
    met: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass
class Team:
    """A workspace."""

    id: str
    token: str
    bot: str
    scopes: set[str]
    enterprise: str | None = None
    revoked: bool = False
    limits: dict[str, int] = field(default_factory=dict)


@dataclass
class Channel:
    """A channel or a direct conversation."""

    id: str
    name: str
    team: str
    members: set[str] = field(default_factory=set)
    private: bool = False
    archived: bool = False
    only_for: str = ""
    messages: dict[str, Payload] = field(default_factory=dict)


@dataclass
class Trigger:
    """A right to open one view."""

    person: str
    until: float
    used: bool = False


@dataclass
class Link:
    """A ``response_url``: five uses in half an hour."""

    person: str
    channel: str
    message: str
    left: int = 5


@dataclass(eq=False)
class Socket:
    """One connection of Socket Mode."""

    ws: web.WebSocketResponse
    silent: bool = False
    """It is open, and nothing that is said into it arrives."""
    deaf: bool = False
    """What is said out of it is not heard: Slack waits for acknowledgements in vain."""


class StandIn:
    """The server. Time is the world's; triggers and acknowledgements go by the machine's."""

    def __init__(self, now: Callable[[], float], *, checked: bool = True) -> None:
        self.now = now
        self.checked = checked
        self.address = ""
        self.events_url = ""
        """Where the app listens; empty: Socket Mode."""
        self.teams: dict[str, Team] = {}
        self.users: dict[str, Payload] = {}
        self.channels: dict[str, Channel] = {}
        self.whispers: dict[str, list[Payload]] = {}
        self.views: dict[str, Payload] = {}
        self.homes: dict[str, Payload] = {}
        self.files: dict[str, Payload] = {}
        self.triggers: dict[str, Trigger] = {}
        self.links: dict[str, Link] = {}
        self.tickets: set[str] = set()
        self.codes: dict[str, Team] = {}
        self.faults: list[Fault] = []
        self.wrong: list[str] = []
        self.messages_shown: list[Payload] = []
        self.views_shown: list[Payload] = []
        self.calls: Counter[str] = Counter()
        self.sockets: list[Socket] = []
        self.refuse_sockets = False
        self.acks: dict[str, asyncio.Future[Any]] = {}
        self.late = 0
        self.patience = ACK_WITHIN
        """Seconds until an acknowledgement is not waited for any more."""
        self._number = itertools.count(1)
        self._turn = itertools.count()
        self._client: ClientSession | None = None

    # --- serving

    @asynccontextmanager
    async def serving(self) -> AsyncIterator["StandIn"]:
        app = web.Application(client_max_size=30 * 1024 * 1024)
        app.router.add_post("/api/{method}", self._call)
        app.router.add_post("/respond/{link}", self._respond)
        app.router.add_post("/upload/{file}", self._upload)
        app.router.add_get("/link", self._socket)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0, backlog=4096).start()
        self.address = f"127.0.0.1:{runner.addresses[0][1]}"
        self._client = ClientSession()
        try:
            yield self
        finally:
            for socket in self.sockets:
                await socket.ws.close()
            await self._client.close()
            await runner.cleanup()

    @property
    def api(self) -> str:
        return f"http://{self.address}/api/"

    def number(self) -> int:
        """A number never given before."""
        return next(self._number)

    # --- the world

    def team(self, name: str = "T1", scopes: set[str] | None = None, enterprise: str | None = None) -> Team:
        """A workspace in which the app is installed."""
        from adapters.slack.manifest import scopes as declared

        team = Team(name, f"xoxb-{name}", f"UBOT{name}", set(declared()) if scopes is None else scopes, enterprise)
        self.teams[team.token] = team
        return team

    def channel(self, team: Team, name: str, **more: Any) -> Channel:
        """A channel that the app is in."""
        channel = Channel(f"C{self.number():03}", name, team.id, {team.bot}, **more)
        self.channels[channel.id] = channel
        return channel

    def person(self, name: str, zone: str = "Europe/London", locale: str = "en-GB", keeper: bool = False) -> str:
        """The id of the person of this name."""
        person = f"U{name.upper()}"
        about = {"id": person, "name": name, "tz": zone, "locale": locale, "is_admin": keeper, "deleted": False,
                 "profile": {"display_name": name.capitalize()}}  # fmt: skip
        self.users.setdefault(person, about)
        return person

    def trigger(self, person: str) -> str:
        """A trigger id that works once, for three seconds."""
        name = f"{self.number()}.trigger"
        self.triggers[name] = Trigger(person, asyncio.get_running_loop().time() + 3.0)
        return name

    def link(self, person: str, channel: str, message: str = "") -> str:
        """A ``response_url``."""
        name = f"l{self.number()}"
        self.links[name] = Link(person, channel, message)
        return f"http://{self.address}/respond/{name}"

    # --- sending

    async def send(self, kind: str, payload: Payload, attempt: int = 0) -> Payload | None:
        """Deliver once; the acknowledgement's payload, or None where none came in time. ``kind`` is Socket Mode's."""
        if self.events_url:
            return await self._send_http(kind, payload, attempt)
        return await self._send_socket(kind, payload, attempt)

    async def event(self, event: Payload, team: Team, name: str | None = None, times: int = 1) -> list[bool]:
        """Deliver an event so often, as Slack does when it thinks that nobody heard; says which were acknowledged."""
        body: Payload = {
            "type": "event_callback", "team_id": team.id, "api_app_id": "A1", "event": event,
            "event_id": name or f"Ev{self.number()}", "event_time": int(self.now()),
            "authorizations": [{"enterprise_id": team.enterprise, "team_id": team.id, "user_id": team.bot,
                                "is_bot": True, "is_enterprise_install": team.enterprise is not None}],
        }  # fmt: skip
        return [await self.send("events_api", body, n) is not None for n in range(times)]

    async def _send_socket(self, kind: str, payload: Payload, attempt: int) -> Payload | None:
        envelope = f"e{self.number()}"
        waiting = self.acks[envelope] = asyncio.get_running_loop().create_future()
        body: Payload = {"envelope_id": envelope, "type": kind, "payload": payload, "accepts_response_payload": True}
        if kind == "events_api":
            body |= {"retry_attempt": attempt, "retry_reason": "timeout" if attempt else ""}
        live = [socket for socket in self.sockets if not socket.ws.closed]
        if not live:
            return None
        socket = live[next(self._turn) % len(live)]
        if not socket.silent:
            await socket.ws.send_str(json.dumps(body))
        try:
            return await asyncio.wait_for(waiting, self.patience) or {}
        except TimeoutError:
            self.late += 1
            return None
        finally:
            self.acks.pop(envelope, None)

    async def _send_http(self, kind: str, payload: Payload, attempt: int) -> Payload | None:
        if kind == "events_api":
            body, content = json.dumps(payload), "application/json"
        elif kind == "slash_commands":
            body, content = urlencode(payload), "application/x-www-form-urlencoded"
        else:
            body, content = urlencode({"payload": json.dumps(payload)}), "application/x-www-form-urlencoded"
        headers = {"Content-Type": content, **self.signed(body)}
        if attempt:
            headers |= {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": RETRIES[attempt]}
        status, answer = await self.request(body, headers)
        if status != 200:
            return None
        return json.loads(answer) if answer.startswith("{") else {}

    def signed(self, body: str, at: float | None = None, secret: str = SECRET) -> dict[str, str]:
        """The headers of a signed request."""
        stamp = str(int(self.now() if at is None else at))
        digest = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}

    async def request(self, body: str, headers: Mapping[str, str]) -> tuple[int, str]:
        """A request to the app as it is; status 0 when it was not answered in time."""
        assert self._client is not None
        try:
            async with asyncio.timeout(self.patience):
                async with self._client.post(self.events_url, data=body.encode(), headers=headers) as response:
                    return response.status, await response.text()
        except (TimeoutError, OSError, ClientError):
            self.late += 1
            return 0, ""

    # --- Socket Mode

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        if ticket not in self.tickets or self.refuse_sockets:
            return web.Response(status=401)
        self.tickets.discard(ticket)
        ws = web.WebSocketResponse(max_msg_size=0, autoping=False)
        await ws.prepare(request)
        socket = Socket(ws)
        self.sockets.append(socket)
        hello = {"type": "hello", "num_connections": len(self.sockets), "connection_info": {"app_id": "A1"},
                 "debug_info": {"approximate_connection_time": 18060}}  # fmt: skip
        await ws.send_str(json.dumps(hello))
        try:
            async for message in ws:
                if socket.silent or socket.deaf:
                    continue
                if message.type == WSMsgType.PING:
                    await ws.pong(message.data)
                elif message.type == WSMsgType.TEXT:
                    self._acknowledged(json.loads(message.data))
        finally:
            self.sockets.remove(socket)
        return ws

    def _acknowledged(self, body: Payload) -> None:
        waiting = self.acks.get(body.get("envelope_id", ""))
        if waiting is not None and not waiting.done():
            waiting.set_result(body.get("payload"))

    async def refresh(self, socket: Socket) -> None:
        """Ask one connection to come again, as Slack does each few hours."""
        with contextlib.suppress(ConnectionError):
            await socket.ws.send_str(json.dumps({"type": "disconnect", "reason": "refresh_requested"}))

    # --- the Web API

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        self.calls[method] += 1
        arguments = await _arguments(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ") or arguments.pop("token", "")
        fault = next((f for f in self.faults if f.method == method and f.times > 0), None)
        if fault is not None:
            fault.times -= 1
            if fault.hold is None:
                fault.met.set()
            await asyncio.sleep(fault.wait)
            if fault.retry_after:
                headers = {"Retry-After": str(fault.retry_after)}
                return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
            if fault.error:
                return self._refused(method, Refusal(fault.error), fault.status)
        if self.checked:
            self.wrong += reference.faults(method, arguments)
        try:
            team = self._team(method, token)
            answer = getattr(self, "do_" + method.replace(".", "_").lower())(team, arguments)
        except Refusal as refusal:
            return self._refused(method, refusal)
        if fault is not None and fault.hold is not None:
            fault.met.set()
            await fault.hold.wait()
        if fault is not None and fault.lose_answer and request.transport is not None:
            request.transport.abort()
        return web.json_response({"ok": True, **answer})

    def _refused(self, method: str, refusal: Refusal, status: int = 200) -> web.Response:
        if self.checked and not reference.is_documented(method, refusal.error):
            self.wrong.append(f"{method} never answers {refusal.error}")
        return web.json_response({"ok": False, "error": refusal.error, **refusal.more}, status=status)

    def _team(self, method: str, token: str) -> Team | None:
        if method == "oauth.v2.access":
            return None
        if method == "apps.connections.open":
            if token != APP_TOKEN:
                raise Refusal("invalid_auth")
            return None
        team = self.teams.get(token)
        if team is None:
            raise Refusal("invalid_auth" if token else "not_authed")
        if team.revoked:
            raise Refusal("account_inactive")
        needed = reference.needed(method) if self.checked else []
        if needed and not team.scopes & set(needed):
            raise Refusal("missing_scope", needed=needed[0], provided=",".join(sorted(team.scopes)))
        return team

    def do_auth_test(self, team: Team, arguments: Payload) -> Payload:
        return {"team_id": team.id, "user_id": team.bot, "bot_id": "B1", "enterprise_id": team.enterprise,
                "url": "https://test.slack.com/"}  # fmt: skip

    def do_apps_connections_open(self, team: None, arguments: Payload) -> Payload:
        ticket = f"t{self.number()}"
        self.tickets.add(ticket)
        return {"url": f"ws://{self.address}/link?ticket={ticket}"}

    def do_oauth_v2_access(self, team: None, arguments: Payload) -> Payload:
        if arguments.get("client_id") != CLIENT or arguments.get("client_secret") != CLIENT_SECRET:
            raise Refusal("bad_client_secret")
        found = self.codes.pop(arguments.get("code", ""), None)
        if found is None:
            raise Refusal("invalid_code")
        whole = found.enterprise is not None
        return {"access_token": found.token, "token_type": "bot", "bot_user_id": found.bot, "app_id": "A1",
                "team": None if whole else {"id": found.id, "name": found.id},
                "enterprise": {"id": found.enterprise, "name": "E"} if whole else None,
                "is_enterprise_install": whole, "authed_user": {"id": "UANA"}}  # fmt: skip

    def do_users_info(self, team: Team, arguments: Payload) -> Payload:
        person = self.users.get(arguments["user"])
        if person is None:
            raise Refusal("user_not_found")
        return {"user": {**person, "team_id": team.id}}

    def do_users_conversations(self, team: Team, arguments: Payload) -> Payload:
        person, kinds = arguments["user"], arguments["types"].split(",")
        found = [
            {"id": channel.id, "name": channel.name, "is_private": channel.private}
            for channel in self.channels.values()
            if channel.team == team.id
            and person in channel.members
            and not channel.only_for
            and ("private_channel" if channel.private else "public_channel") in kinds
            and (team.bot in channel.members or not channel.private)
        ]
        page, first = int(arguments["limit"]), int(arguments.get("cursor") or 0)
        more = str(first + page) if len(found) > first + page else ""
        return {"channels": found[first : first + page], "response_metadata": {"next_cursor": more}}

    def do_conversations_open(self, team: Team, arguments: Payload) -> Payload:
        person = arguments["users"]
        if person not in self.users:
            raise Refusal("user_not_found")
        return {"channel": {"id": self.direct(team, person).id}}

    def direct(self, team: Team, person: str) -> Channel:
        """The conversation of a person with the app."""
        known = next((c for c in self.channels.values() if c.only_for == person and c.team == team.id), None)
        if known is None:
            known = Channel(f"D{self.number():03}", "", team.id, {team.bot, person}, only_for=person)
            self.channels[known.id] = known
        return known

    def do_conversations_info(self, team: Team, arguments: Payload) -> Payload:
        channel = self._channel(team, arguments["channel"], to_read=True)
        return {"channel": {"id": channel.id, "name": channel.name, "is_archived": channel.archived,
                            "is_member": team.bot in channel.members, "num_members": len(channel.members)}}  # fmt: skip

    def _channel(self, team: Team, name: str, *, to_read: bool = False) -> Channel:
        if name in self.users:
            return self.direct(team, name)
        channel = self.channels.get(name)
        inside = channel is not None and channel.team == team.id
        if channel is None or not inside or (channel.private and team.bot not in channel.members):
            raise Refusal("channel_not_found")
        if not to_read and channel.archived:
            raise Refusal("is_archived")
        if not to_read and team.bot not in channel.members:
            raise Refusal("not_in_channel")
        return channel

    def _shown(self, arguments: Payload) -> Payload:
        blocks = arguments.get("blocks") or []
        if self.checked:
            self.wrong += message_faults(arguments.get("text"), blocks)
            self.messages_shown.append({"text": arguments.get("text"), "blocks": blocks})
        for number, block in enumerate(blocks):
            block.setdefault("block_id", f"b{number}.{self.number()}")
            if block["type"] == "image" and "place" not in self.files.get(block["slack_file"]["id"], {}):
                raise Refusal("invalid_blocks")
        return {"text": arguments.get("text", ""), "blocks": blocks}

    def do_chat_postmessage(self, team: Team, arguments: Payload) -> Payload:
        channel = self._channel(team, arguments["channel"])
        if (parent := arguments.get("thread_ts")) is not None and parent not in channel.messages:
            raise Refusal("thread_not_found")
        ts = f"{int(self.now())}.{self.number():06}"
        shown = self._shown(arguments)
        channel.messages[ts] = {**shown, "ts": ts, "user": team.bot, "bot_id": "B1", "thread_ts": parent or ""}
        return {"channel": channel.id, "ts": ts, "message": channel.messages[ts]}

    def do_chat_update(self, team: Team, arguments: Payload) -> Payload:
        channel = self._channel(team, arguments["channel"], to_read=True)
        message = channel.messages.get(arguments["ts"])
        if message is None:
            raise Refusal("message_not_found")
        had = any(block["type"] == "rich_text" for block in message["blocks"])
        if had and not any(block["type"] == "rich_text" for block in arguments["blocks"]):
            raise Refusal("block_mismatch")
        if len(arguments["text"]) > 4_000:
            raise Refusal("msg_too_long")
        message |= self._shown(arguments)
        return {"channel": channel.id, "ts": arguments["ts"]}

    def do_chat_delete(self, team: Team, arguments: Payload) -> Payload:
        if self._channel(team, arguments["channel"], to_read=True).messages.pop(arguments["ts"], None) is None:
            raise Refusal("message_not_found")
        return {}

    def do_chat_postephemeral(self, team: Team, arguments: Payload) -> Payload:
        self._channel(team, arguments["channel"])
        self.whisper(arguments["user"], arguments["channel"], arguments)
        return {"message_ts": "1"}

    def whisper(self, person: str, channel: str, arguments: Payload, instead_of: str = "") -> None:
        """Show a message to one person."""
        ts = f"{int(self.now())}.{self.number():06}"
        shown = {**self._shown(arguments), "ts": ts, "channel": channel}
        mine = self.whispers.setdefault(person, [])
        mine[:] = [m for m in mine if m["ts"] != instead_of] + [shown]

    def do_views_open(self, team: Team, arguments: Payload) -> Payload:
        trigger = self.triggers.get(arguments["trigger_id"])
        if trigger is None:
            raise Refusal("invalid_trigger_id")
        if trigger.used:
            raise Refusal("exchanged_trigger_id")
        if asyncio.get_running_loop().time() > trigger.until:
            raise Refusal("expired_trigger_id")
        trigger.used = True
        view = self._view(arguments["view"])
        self.views[trigger.person] = view
        return {"view": view}

    def _view(self, view: Payload) -> Payload:
        if self.checked:
            self.wrong += view_faults(view)
            self.views_shown.append(view)
        for number, block in enumerate(view["blocks"]):
            block.setdefault("block_id", f"v{number}.{self.number()}")
        return {**view, "id": f"V{self.number()}", "hash": f"h{self.number()}"}

    def do_views_update(self, team: Team, arguments: Payload) -> Payload:
        found = next((p for p, v in self.views.items() if v["id"] == arguments["view_id"]), None)
        if found is None:
            raise Refusal("not_found")
        if arguments.get("hash") not in (None, self.views[found]["hash"]):
            raise Refusal("hash_conflict")
        self.views[found] = {**self._view(arguments["view"]), "id": arguments["view_id"]}
        return {"view": self.views[found]}

    def do_views_publish(self, team: Team, arguments: Payload) -> Payload:
        self.homes[arguments["user_id"]] = self._view(arguments["view"])
        return {"view": self.homes[arguments["user_id"]]}

    def do_files_getuploadurlexternal(self, team: Team, arguments: Payload) -> Payload:
        name = f"F{self.number():03}"
        about = {"name": arguments["filename"], "length": int(arguments["length"]), "alt_txt": arguments.get("alt_txt")}
        self.files[name] = about
        return {"upload_url": f"http://{self.address}/upload/{name}", "file_id": name}

    def do_files_completeuploadexternal(self, team: Team, arguments: Payload) -> Payload:
        for file in arguments["files"]:
            if "content" not in self.files.get(file["id"], {}):
                raise Refusal("file_not_found")
            self.files[file["id"]]["place"] = arguments.get("channel_id")
        return {"files": arguments["files"]}

    async def _upload(self, request: web.Request) -> web.Response:
        fault = next((f for f in self.faults if f.method == "upload" and f.times > 0), None)
        if fault is not None:
            fault.times -= 1
            return web.Response(status=fault.status)
        self.files[request.match_info["file"]]["content"] = await request.read()
        return web.Response(text="OK")

    async def _respond(self, request: web.Request) -> web.Response:
        self.calls["response_url"] += 1
        fault = next((f for f in self.faults if f.method == "response_url" and f.times > 0), None)
        if fault is not None:
            fault.times -= 1
            return web.Response(status=fault.status, text="used_url")
        link = self.links.get(request.match_info["link"])
        if link is None or link.left == 0:
            return web.Response(status=404, text="used_url")
        link.left -= 1
        body = await request.json()
        self.whisper(link.person, link.channel, body, link.message if body.get("replace_original") else "")
        return web.Response(text="ok")


async def _arguments(request: web.Request) -> Payload:
    if request.content_type == "application/json":
        return dict(await request.json())
    found: Payload = {}
    for name, value in (await request.post()).items():
        nested = isinstance(value, str) and name in ("blocks", "view", "files", "metadata") and value[:1] in "[{"
        found[name] = json.loads(str(value)) if nested else value
    return found
