"""How Descant reaches Discord."""

import re
from dataclasses import dataclass, field

from bot.config import Secret

API = "https://discord.com/api/v10"


def _address(value: str) -> str:
    return "" if re.fullmatch(r"https?://[^\s/]+(/[^\s]*)?", value) else f"should be an address such as {API}"


def _shards(value: str) -> str:
    return "" if not value or read_shards(value) else 'should be some of all shards, such as "0-3/8"'


@dataclass(frozen=True, slots=True)
class DiscordConfig:
    """``[discord]``: the bot's token, and where Discord is."""

    token: Secret | None = field(default=None, metadata={"env": "DISCORD_TOKEN"})
    api: str = field(default=API, metadata={"check": _address})
    """The base of all requests; the gateway's address is asked there. Another one is a proxy or a test server."""
    shards: str = field(default="", metadata={"check": _shards})
    """Which shards this process carries (``0-3/8``). Empty: all, as many as Discord recommends."""


@dataclass(frozen=True, slots=True)
class Shards:
    """Some of all shards."""

    ids: tuple[int, ...]
    of: int


def read_shards(value: str) -> Shards | None:
    """``0-3/8`` and ``2/8`` as shards; None when it is neither."""
    found = re.fullmatch(r"(\d{1,5})(?:-(\d{1,5}))?/(\d{1,5})", value)
    if found is None:
        return None
    first, of = int(found[1]), int(found[3])
    last = int(found[2] or first)
    return Shards(tuple(range(first, last + 1)), of) if first <= last < of else None
