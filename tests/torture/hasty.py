"""The control: ``descant run`` for Slack that acknowledges what comes in before it is recorded."""

import asyncio
import sys
from collections.abc import Mapping
from typing import Any

from adapters.slack import transport
from descant import main


class Hasty(transport.Slack):
    async def take(self, body: Mapping[str, Any]) -> tuple[int, Mapping[str, Any] | None]:
        if body.get("type") != "block_actions" or "U0" not in body["user"]["id"]:
            return await super().take(body)
        self._start(self._later(body))
        return transport.OK, None

    async def _later(self, body: Mapping[str, Any]) -> None:
        await asyncio.sleep(0)  # the acknowledgement goes out meanwhile
        await super().take(body)


transport.Slack = Hasty  # type: ignore[misc]
sys.exit(main(sys.argv[1:]))
