"""An opinion that is not ours: the same bot in simcord, a simulated Discord under the real library."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import aiohttp
import discord
import simcord
from discord.http import Route
from discord.webhook.async_ import async_context

from adapters.discord.callbacks import Callbacks, Payload, Upload
from adapters.discord.config import API, DiscordConfig
from adapters.discord.transport import Discord, client_of
from bot.config import Secret
from bot.core import Core
from bot.router import router
from tests.databases import open_at
from tests.fakes import LoadedDice
from tests.people import FreshIds

Route.BASE = API


class Now:
    """The clock that simcord gives its ids by."""

    def now(self) -> datetime:
        return discord.utils.utcnow()


class ThroughTheLibrary(Callbacks):
    """Answers go through the library's own adapter, which simcord takes the place of."""

    def __init__(self) -> None:
        self._api = API

    async def _try(self, verb: str, address: str, body: Payload | None, files: Sequence[Upload]) -> tuple[int, Payload]:
        adapter: Any = async_context.get()
        try:
            await adapter.request(Route(verb, address.removeprefix(API)), None, payload=body)
        except discord.HTTPException as error:
            return error.status, {"code": error.code}
        return 204, {}


def shown(result: simcord.InteractionResult) -> simcord.ResponseMessage:
    """What was answered."""
    assert result.response is not None
    return result.response


def said(message: Any) -> str:
    """Everything that a message's texts and buttons say."""
    found: list[str] = []
    waiting = list(message.components)
    while waiting:
        part = waiting.pop(0)
        part = part if isinstance(part, dict) else part.to_dict()
        found += [str(part[name]) for name in ("content", "label") if part.get(name)]
        waiting += part.get("components") or []
    return "\n".join(found)


async def test_a_poll_from_the_command_to_the_receipt(tmp_path: Path) -> None:
    table = router()
    store = await open_at(tmp_path / "d.db", Now(), FreshIds(tmp_path), LoadedDice())
    carried: list[Discord] = []
    core = Core(store, table, lambda _: carried[0].chat, lambda _: carried[0].directory, Now())
    carrier = Discord(DiscordConfig(Secret("x")), core.handle, table, Now())
    carried.append(carrier)
    connector = aiohttp.TCPConnector()
    async with connector:
        client = client_of(carrier, connector, DiscordConfig(Secret("x")))
        carrier.directory.client = client
        carrier._callbacks = ThroughTheLibrary()
        async with simcord.run(client, shard_count=1) as env:
            guild = env.create_guild("Garden")
            channel = guild.create_text_channel("plans")
            ana, ben = (guild.add_member(env.create_user(name)) for name in ("ana", "ben"))
            boxes = {"question": "When do we meet?", "options": "Tuesday; Saturday", "closes": "in 3 days"}
            preview = await ana.slash(channel, "poll", **boxes)
            assert preview.ephemeral
            assert "When do we meet?" in said(shown(preview))
            posted = await ana.click(shown(preview), label="Post it")
            assert "Posted in" in said(shown(posted))
            await core.settle()
            card = next(m for m in channel.history(viewer=ben) if "Nobody has answered yet." in said(m))
            receipt = await ben.click(card, label="Saturday")
            assert receipt.ephemeral
            assert "Recorded: **Saturday**" in said(shown(receipt))
            form = await ben.click(shown(receipt), label="Say why")
            assert form.modal is not None
            thanks = await ben.submit_modal(form, {"words": "I *work* <@1> on Tuesdays", "named": "unnamed"})
            assert thanks.acknowledged
            reasons = await ana.click(card, label="Details")
            assert reasons.ephemeral
            assert not any("Recorded" in said(m) for m in channel.history(viewer=ana))
            bare = await ana.slash(channel, "poll")
            assert bare.modal is not None
            wrong = await ana.submit_modal(bare, {"question": "Q", "options": "only one", "kind": "one"})
            assert "A choice needs at least two options." in said(shown(wrong))
            again = await ana.click(shown(wrong), label="Change it")
            assert again.modal is not None
    await store.close()
