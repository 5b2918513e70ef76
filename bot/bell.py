"""Waking someone who waits, in the same process."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

log = logging.getLogger(__name__)

AFTER_TROUBLE = 5.0
"""Seconds before the next look after one that failed."""


class Bell:
    """Rung by whoever has something to do; waited for by whoever does it. Rings in between are not lost."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """Wake the one who waits, or the next who does."""
        self._rung.set()

    async def wait(self, seconds: float) -> None:
        """Return when the bell rings, at the latest after so many seconds."""
        try:
            async with asyncio.timeout(max(0.0, seconds)):
                await self._rung.wait()
        except TimeoutError:
            return
        finally:
            self._rung.clear()


async def keep_looking(look: Callable[[], Awaitable[object]], nap: Callable[[], Awaitable[float]], bell: Bell) -> None:
    """Look, and again whenever the bell rings or the nap (in seconds) is over, until cancelled.

    A look that fails does not end this: it is told in the log, and the next one comes after a pause.
    """
    while True:
        try:
            await look()
            pause = await nap()
        except Exception as error:  # noqa: BLE001
            # Without this a database that was locked for a moment would end all posting and closing for good.
            log.error("looking for what is to be done failed with %s", type(error).__name__)
            await asyncio.sleep(AFTER_TROUBLE)
            continue
        await bell.wait(pause)
