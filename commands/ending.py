"""How whatever runs comes to an end."""

import asyncio
import signal
from collections.abc import Coroutine
from typing import Any


async def until_asked_to_stop(ready: str, *work: Coroutine[Any, Any, None]) -> None:
    """Run these until Ctrl-C or a polite kill, then end them one after the other, each finishing what it holds.

    ``ready`` is printed once it can be asked to stop. Raises what one of them raised.
    """
    asked = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, asked.set)
    print(ready, flush=True)
    tasks = [asyncio.create_task(part) for part in work]
    stop = asyncio.create_task(asked.wait())
    try:
        await asyncio.wait([*tasks, stop], return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (stop, *tasks):
            task.cancel()
            await asyncio.wait([task])
    for task in tasks:
        if not task.cancelled() and (error := task.exception()) is not None:
            raise error
