"""Waking someone who waits, in the same process."""

import asyncio


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
