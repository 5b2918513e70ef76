"""Discord over real HTTP and a real websocket: enough of it that the unmodified library runs against it. Every body
that comes in is held against Discord's OpenAPI file."""

import asyncio
import contextlib
import json
import re
import time
from collections import Counter, deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web

from tests.wire.discord.spec import faults
from tests.wire.discord.world import APPLICATION, BOT, TOKEN, Payload, Refusal, Server, World, matches, safe

API = "/api/v10"
EVERYONE = str((1 << 10) | (1 << 11) | (1 << 16))
KEPT_EVENTS = 20_000
ROUTES = (
    ("GET", "/users/@me", "me"),
    ("GET", "/users/@me/guilds", "my_servers"),
    ("GET", "/oauth2/applications/@me", "application"),
    ("GET", "/gateway/bot", "gateway_address"),
    ("GET", "/applications/{application_id}/commands", "commands"),
    ("PUT", "/applications/{application_id}/commands", "replace_commands"),
    ("GET", "/guilds/{guild_id}", "server"),
    ("GET", "/guilds/{guild_id}/channels", "server_channels"),
    ("GET", "/guilds/{guild_id}/roles", "server_roles"),
    ("GET", "/guilds/{guild_id}/members/{user_id}", "server_member"),
    ("POST", "/users/@me/channels", "open_direct"),
    ("PATCH", "/channels/{channel_id}", "change_channel"),
    ("GET", "/channels/{channel_id}/messages", "list_messages"),
    ("POST", "/channels/{channel_id}/messages", "post"),
    ("PATCH", "/channels/{channel_id}/messages/{message_id}", "edit"),
    ("POST", "/channels/{channel_id}/messages/{message_id}/threads", "thread"),
    ("POST", "/interactions/{interaction_id}/{interaction_token}/callback", "callback"),
    ("PATCH", "/webhooks/{webhook_id}/{webhook_token}/messages/@original", "edit_original"),
    ("DELETE", "/webhooks/{webhook_id}/{webhook_token}/messages/@original", "delete_original"),
)


@dataclass
class Fault:
    """What goes wrong with the next ``times`` requests that ``pattern`` means."""

    pattern: str
    times: int = 1
    status: int = 0
    """Answer so instead of doing it."""
    retry_after: float = 0.0
    wait: float = 0.0
    """Seconds before anything is done."""
    hold: asyncio.Event | None = None
    """Nothing is done before this is set."""
    lose_answer: bool = False
    """It is done, and the connection is cut instead of an answer."""
    met: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass
class Session:
    """One session of the gateway, with the events that can be replayed."""

    id: str
    shard: list[int]
    sequence: int = 0
    events: deque[Payload] = field(default_factory=lambda: deque(maxlen=KEPT_EVENTS))
    socket: web.WebSocketResponse | None = None


class StandIn:
    """The server; ``checked`` False leaves the bodies unread, for a burst."""

    def __init__(self, now: Callable[[], float], *, checked: bool = True) -> None:
        self.world = World(now)
        self.checked = checked
        self.address = ""
        self.faults: list[Fault] = []
        self.wrong: list[str] = []
        """Bodies that Discord would refuse."""
        self.asked: Counter[str] = Counter()
        """How often each kind of request came."""
        self.sessions: dict[str, Session] = {}
        self.identified: list[Payload] = []
        self.resumed = 0
        self.limits: dict[str, tuple[int, float]] = {}
        """Requests in seconds, by route; what is over is refused with 429."""
        self._spent: dict[tuple[str, str], deque[float]] = {}
        self.heard = asyncio.Condition()

    # --- serving

    @asynccontextmanager
    async def serving(self) -> AsyncIterator["StandIn"]:
        app = web.Application(client_max_size=30 * 1024 * 1024)
        for verb, path, name in ROUTES:
            shape = re.sub(r"\{(\w+)\}", r"{\1}", API + path)
            app.router.add_route(verb, shape, self._route(verb, path, getattr(self, name)))
        app.router.add_get("/", self._gateway)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0, backlog=4096)
        await site.start()
        self.address = f"127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield self
        finally:
            await self.drop()
            await runner.cleanup()

    @property
    def api(self) -> str:
        return f"http://{self.address}{API}"

    def _route(
        self, verb: str, path: str, does: Callable[[web.Request, Any], Any]
    ) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def serve(request: web.Request) -> web.Response:
            self.asked[f"{verb} {path}"] += 1
            try:
                fault = await self._fault(verb, request.path.removeprefix(API))
                self._authorise(request, path)
                headers = self._limit(f"{verb} {path}", request)
                body = await self._body(request, verb, path)
                result = does(request, body)
                if fault is not None and fault.lose_answer and request.transport is not None:
                    request.transport.abort()
            except Refusal as refusal:
                return self._refuse(refusal)
            finally:
                async with self.heard:
                    self.heard.notify_all()
            if result is None:
                return web.Response(status=204, headers=headers)
            return _json(result, headers=headers)

        return serve

    @staticmethod
    def _refuse(refusal: Refusal) -> web.Response:
        headers = {"Via": "1.1 stand-in"} if refusal.status == 429 else {}
        return _json(refusal.body, status=refusal.status, headers=headers)

    async def _fault(self, verb: str, path: str) -> Fault | None:
        for fault in self.faults:
            if fault.times and matches(fault.pattern, verb, path):
                fault.times -= 1
                fault.met.set()
                await asyncio.sleep(fault.wait)
                if fault.hold is not None:
                    await fault.hold.wait()
                if fault.status == 429:
                    raise Refusal(429, 0, "You are being rate limited.", retry_after=fault.retry_after)
                if fault.status:
                    raise Refusal(fault.status, 0, "as asked")
                return fault
        return None

    @staticmethod
    def _authorise(request: web.Request, path: str) -> None:
        free = path.startswith(("/interactions", "/webhooks"))
        if not free and request.headers.get("Authorization") != f"Bot {TOKEN}":
            raise Refusal(401, 0, "401: Unauthorized")
        if not free and not request.headers.get("User-Agent", "").startswith("DiscordBot ("):
            raise Refusal(403, 40333, "internal network error")

    def _limit(self, route: str, request: web.Request) -> dict[str, str]:
        if route not in self.limits:
            return {}
        most, seconds = self.limits[route]
        place = request.match_info.get("channel_id", "")
        spent = self._spent.setdefault((route, place), deque())
        now = time.monotonic()
        while spent and now - spent[0] > seconds:
            spent.popleft()
        after = seconds - (now - spent[0]) if spent else seconds
        if len(spent) >= most:
            raise Refusal(429, 0, "You are being rate limited.", retry_after=after)
        spent.append(now)
        return {
            "X-RateLimit-Limit": str(most),
            "X-RateLimit-Remaining": str(most - len(spent)),
            "X-RateLimit-Reset-After": str(after),
            "X-RateLimit-Bucket": f"bucket-{abs(hash(route))}",
        }

    async def _body(self, request: web.Request, verb: str, path: str) -> Any:
        if not request.can_read_body:
            return None
        if request.content_type.startswith("multipart"):
            body, files = await _parts(request)
            named = {attachment["filename"] for attachment in body_of(body).get("attachments", [])}
            if named != files:
                self._wrong(f"{path}: {files} came, {named} are named")
        else:
            body = await request.json()
            if body_of(body).get("attachments"):
                self._wrong(f"{path}: attachments without files")
        if self.checked:
            for fault in faults(path, verb, body):
                self._wrong(f"{verb} {path} {fault}")
        return body

    def _wrong(self, what: str) -> None:
        self.wrong.append(what)
        raise Refusal(400, 50035, what)

    # --- what can be asked for

    def me(self, request: web.Request, body: Any) -> Payload:
        return {"id": BOT, "username": "descant", "discriminator": "0", "avatar": None, "bot": True, "flags": 0}

    def application(self, request: web.Request, body: Any) -> Payload:
        return {
            "id": APPLICATION, "name": "Descant", "icon": None, "description": "", "bot_public": True, "flags": 0,
            "bot_require_code_grant": False, "verify_key": "", "team": None, "owner": self.me(request, body),
            "summary": "",
        }  # fmt: skip

    def gateway_address(self, request: web.Request, body: Any) -> Payload:
        limit = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
        return {"url": f"ws://{self.address}/", "shards": 1, "session_start_limit": limit}

    def commands(self, request: web.Request, body: Any) -> list[Payload]:
        return self.world.commands

    def replace_commands(self, request: web.Request, body: list[Payload]) -> list[Payload]:
        self.world.commands = [
            {**command, "id": self.world.snowflake(), "application_id": APPLICATION, "version": "1"} for command in body
        ]
        return self.world.commands

    def my_servers(self, request: web.Request, body: Any) -> list[Payload]:
        return [
            {"id": s.id, "name": s.name, "permissions": str(self._rights(s)), "owner": False, "features": []}
            for s in self.world.servers.values()
        ]

    def _rights(self, server: Server) -> int:
        rights = [c.rights for c in self.world.channels.values() if c.server == server.id]
        return rights[0] if rights else 0

    def server(self, request: web.Request, body: Any) -> Payload:
        server = self.world.servers[request.match_info["guild_id"]]
        return {"id": server.id, "name": server.name, "approximate_member_count": server.members}

    def server_channels(self, request: web.Request, body: Any) -> list[Payload]:
        return self._created(self.world.servers[request.match_info["guild_id"]])["channels"]  # type: ignore[no-any-return]

    def server_roles(self, request: web.Request, body: Any) -> list[Payload]:
        return self._created(self.world.servers[request.match_info["guild_id"]])["roles"]  # type: ignore[no-any-return]

    def server_member(self, request: web.Request, body: Any) -> Payload:
        return {"user": self.me(request, body), "roles": []}

    def open_direct(self, request: web.Request, body: Payload) -> Payload:
        channel = self.world.direct_channel(str(body["recipient_id"]))
        return {"id": channel.id, "type": 1, "recipients": []}

    def change_channel(self, request: web.Request, body: Payload) -> Payload:
        channel = self.world.channel_at(request.match_info["channel_id"])
        channel.archived = bool(body.get("archived", channel.archived))
        channel.locked = channel.locked and channel.archived
        return {"id": channel.id, "type": 11}

    def list_messages(self, request: web.Request, body: Any) -> list[Payload]:
        channel = self.world.channel_at(request.match_info["channel_id"])
        if not channel.rights & (1 << 16):
            return []
        after = int(request.query.get("after", 0))
        found = [safe(m) for m in channel.messages.values() if m["only_for"] is None and int(m["id"]) > after]
        return found[::-1][: int(request.query.get("limit", 50))]

    def post(self, request: web.Request, body: Payload) -> Payload:
        return safe(self.world.post(request.match_info["channel_id"], body))

    def edit(self, request: web.Request, body: Payload) -> Payload:
        return safe(self.world.edit(request.match_info["channel_id"], request.match_info["message_id"], body))

    def thread(self, request: web.Request, body: Payload) -> Payload:
        thread = self.world.thread(request.match_info["channel_id"], request.match_info["message_id"], body["name"])
        return {"id": thread.id, "type": 11, "name": thread.name}

    def callback(self, request: web.Request, body: Payload) -> Payload | None:
        number = request.match_info["interaction_id"]
        self.world.answer(number, request.match_info["interaction_token"], body)
        if request.query.get("with_response") not in {"1", "true"}:
            return None
        interaction = self.world.interactions[number]
        told: Payload = {"interaction": {"id": number, "type": interaction.kind}}
        if interaction.message is not None:
            message = self.world.channels[interaction.channel].messages[interaction.message]
            told["resource"] = {"type": body["type"], "message": safe(message)}
        return told

    def edit_original(self, request: web.Request, body: Payload) -> Payload:
        channel, message = self.world.original(request.match_info["webhook_token"])
        return safe(self.world.edit(channel.id, message, body))

    def delete_original(self, request: web.Request, body: Any) -> None:
        channel, message = self.world.original(request.match_info["webhook_token"])
        del channel.messages[message]

    # --- the gateway

    async def _gateway(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 41250}, "s": None, "t": None})
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                await self._command(socket, json.loads(message.data))
        for session in self.sessions.values():
            if session.socket is socket:
                session.socket = None
        return socket

    async def _command(self, socket: web.WebSocketResponse, sent: Payload) -> None:
        match sent["op"]:
            case 1:
                await socket.send_json({"op": 11, "d": None, "s": None, "t": None})
            case 2:
                await self._identify(socket, sent["d"])
            case 6:
                await self._resume(socket, sent["d"])

    async def _identify(self, socket: web.WebSocketResponse, sent: Payload) -> None:
        if sent["token"] != TOKEN:
            await socket.close(code=4004)
            return
        self.identified.append(sent)
        session = Session(f"s{len(self.sessions) + 1}", sent.get("shard") or [0, 1], socket=socket)
        self.sessions[session.id] = session
        mine = [s for s in self.world.servers.values() if self._on(s, session)]
        ready = {
            "v": 10, "user": self.me, "session_id": session.id, "resume_gateway_url": f"ws://{self.address}/",
            "application": {"id": APPLICATION, "flags": 0}, "shard": session.shard,
            "guilds": [{"id": s.id, "unavailable": True} for s in mine],
        }  # fmt: skip
        ready["user"] = {"id": BOT, "username": "descant", "discriminator": "0", "avatar": None, "bot": True}
        await self._send(session, "READY", ready)
        for server in mine:
            await self._send(session, "GUILD_CREATE", self._created(server))

    async def _resume(self, socket: web.WebSocketResponse, sent: Payload) -> None:
        session = self.sessions.get(sent["session_id"])
        if session is None:
            await socket.send_json({"op": 9, "d": False, "s": None, "t": None})
            return
        self.resumed += 1
        session.socket = socket
        for event in list(session.events):
            if event["s"] > (sent["seq"] or 0):
                await socket.send_json(event)
        await self._send(session, "RESUMED", {})

    async def _send(self, session: Session, name: str, data: Payload) -> None:
        session.sequence += 1
        event = {"op": 0, "t": name, "s": session.sequence, "d": data}
        session.events.append(event)
        if session.socket is not None and not session.socket.closed:
            with contextlib.suppress(ConnectionError):
                await session.socket.send_json(event)

    async def emit(self, name: str, data: Payload, server: str | None) -> None:
        """Something happened; the shard that carries the server is told, or will be when it resumes."""
        for session in self._newest():
            shard = (int(server) >> 22) % session.shard[1] if server is not None else 0
            if session.shard[0] == shard:
                await self._send(session, name, data)

    def _newest(self) -> list[Session]:
        return list({session.shard[0]: session for session in self.sessions.values()}.values())

    @staticmethod
    def _on(server: Server, session: Session) -> bool:
        return (int(server.id) >> 22) % session.shard[1] == session.shard[0]

    async def drop(self, code: int = WSCloseCode.GOING_AWAY) -> None:
        """Every socket is closed; sessions stay, and can be resumed."""
        for session in self.sessions.values():
            if session.socket is not None:
                await session.socket.close(code=code)
                session.socket = None

    def cut(self) -> None:
        """Every socket is cut without a word."""
        for session in self.sessions.values():
            if session.socket is not None and session.socket._req is not None and session.socket._req.transport:
                session.socket._req.transport.abort()
            session.socket = None

    async def forget_sessions_and_close(self) -> None:
        """Every socket is closed, and no session can be resumed."""
        sockets = [session.socket for session in self.sessions.values() if session.socket is not None]
        self.sessions.clear()
        for socket in sockets:
            await socket.close(code=WSCloseCode.GOING_AWAY)

    def _created(self, server: Server) -> Payload:
        channels = [c for c in self.world.channels.values() if c.server == server.id and c.parent is None]
        roles = [
            {
                "id": server.id, "name": "@everyone", "permissions": EVERYONE, "position": 0, "color": 0,
                "hoist": False, "managed": False, "mentionable": False, "flags": 0,
            },
        ]  # fmt: skip
        return {
            "id": server.id, "name": server.name, "owner_id": "1", "roles": roles, "emojis": [], "features": [],
            "member_count": server.members, "system_channel_id": server.system_channel, "large": False,
            "preferred_locale": "en-US", "verification_level": 0, "default_message_notifications": 0,
            "explicit_content_filter": 0, "mfa_level": 0, "nsfw_level": 0, "premium_tier": 0, "stickers": [],
            "system_channel_flags": 0, "afk_timeout": 300, "threads": [], "voice_states": [], "presences": [],
            "stage_instances": [], "guild_scheduled_events": [], "unavailable": False, "soundboard_sounds": [],
            "members": [
                {"user": {"id": BOT, "username": "descant", "discriminator": "0", "avatar": None, "bot": True},
                 "roles": [], "joined_at": "2026-01-01T00:00:00+00:00", "deaf": False, "mute": False, "flags": 0}
            ],
            "channels": [
                {
                    "id": c.id, "type": 0, "name": c.name, "position": 0, "guild_id": server.id, "nsfw": False,
                    "permission_overwrites": [
                        {"id": BOT, "type": 1, "allow": str(c.rights), "deny": str(~c.rights & ((1 << 50) - 1))}
                    ],
                }
                for c in channels
            ],
        }  # fmt: skip

    async def hears(self, until: Callable[[], bool], within: float = 5.0) -> None:
        """Wait until something is so, looking again after each request."""
        async with asyncio.timeout(within), self.heard:
            await self.heard.wait_for(until)


def _json(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    # The library reads JSON only behind exactly this header.
    headers = {"Content-Type": "application/json", **(headers or {})}
    return web.Response(body=json.dumps(body).encode(), status=status, headers=headers)


def body_of(body: Any) -> Payload:
    """The message in a body: a callback holds it one step further in."""
    if not isinstance(body, dict):
        return {}
    data = body.get("data")
    return data if isinstance(data, dict) else body


async def _parts(request: web.Request) -> tuple[Any, set[str]]:
    body: Any = {}
    files: set[str] = set()
    form = await request.multipart()
    async for part in form:
        content = await part.read()  # type: ignore[union-attr]
        if part.name == "payload_json":  # type: ignore[union-attr]
            body = json.loads(content)
        elif part.filename and content:  # type: ignore[union-attr]
            files.add(part.filename)  # type: ignore[union-attr]
    return body, files
