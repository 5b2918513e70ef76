"""Computes in a process of its own what would hold up every thread of this one for as long as it takes."""

import asyncio
import os
import pickle
import signal
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

R = TypeVar("R")

AT_A_TIME = 2
"""Processes beside this one. Each lives as long as its computation: it costs a third of a second to begin, and nothing
is kept for the days in which nothing large is counted."""

POLITE = 5
"""Steps by which such a process gives way to this one where processors are few."""


class Interrupted(Exception):
    """The process ended before it had a result: it was killed, or failed. The computation can be tried again."""


class Apart:
    """Computations that have a process of their own, a few at a time."""

    def __init__(self) -> None:
        self._room = asyncio.Semaphore(AT_A_TIME)

    async def compute(self, function: Callable[..., R], *given: Any) -> R:
        """What ``function`` makes of this. All of it has to be picklable. Raises ``Interrupted``; ends the process when
        it is cancelled."""
        async with self._room:
            here, there = get_context("spawn").Pipe()
            process = get_context("spawn").Process(target=_work, args=(there,), daemon=True)
            try:
                return await asyncio.to_thread(_ask, process, here, there, function, given)
            finally:
                if process.pid is not None:
                    process.kill()


def _ask(
    process: BaseProcess, here: Connection, there: Connection, function: Callable[..., R], given: tuple[Any, ...]
) -> R:
    try:
        process.start()
        there.close()
        _send(here, (function, given))
        result: R = _receive(here)
    except (EOFError, OSError) as error:
        raise Interrupted(str(function.__name__)) from error
    finally:
        here.close()
        there.close()
        if process.pid is not None:
            process.join()
    return result


def _work(there: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the one that began it ends it
    os.nice(POLITE)
    function, given = _receive(there)
    _send(there, function(*given))


def _send(to: Connection, what: Any) -> None:
    """Written piece by piece: pickling into one string would hold the other threads up until all of it is done."""
    with open(to.fileno(), "wb", closefd=False) as out:
        pickle.dump(what, out)


def _receive(of: Connection) -> Any:
    with open(of.fileno(), "rb", closefd=False) as coming:
        return pickle.load(coming)  # noqa: S301 it comes from our own process over a pipe that nobody else has
