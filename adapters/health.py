"""Where a host looks at how it is: alive, ready, and Prometheus' numbers. It tells of no community, person or word."""

import asyncio
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from aiohttp import web
from prometheus_client import CollectorRegistry, GCCollector, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.metrics_core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)

from bot.delivery import BACKLOG, Backlog
from bot.hosting import HealthConfig
from bot.meters import Meters, Spread
from bot.ports import EVERYWHERE, CannotCarry, NotRecorded, Tx, Uncertain
from bot.ports import Store as CoreStore

log = logging.getLogger(__name__)

WITHIN = 3.0
"""Seconds in which the store must write and read something to be called ready."""


class Store(CoreStore, Protocol):
    """The store as it is watched."""

    @property
    def waiting(self) -> int:
        """How many units wait to be written."""
        ...


@dataclass(frozen=True, slots=True)
class Health:
    """The page of one process. ``connected`` says of each carrier, by its prefix, whether it hears its platform."""

    config: HealthConfig
    store: Store
    meters: Meters
    connected: Callable[[], Mapping[str, bool]]

    async def run(self) -> None:
        """Answer until cancelled. Raises ``CannotCarry`` when the port is taken."""
        runner = web.AppRunner(self.application(), access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        try:
            await web.TCPSite(runner, self.config.host, self.config.port).start()
        except OSError as error:
            await runner.cleanup()
            raise CannotCarry(f"[health] port {self.config.port} can not be used: {error.strerror}.") from None
        try:
            await asyncio.Event().wait()
        finally:
            await runner.cleanup()

    def application(self) -> web.Application:
        """``/health``, ``/ready`` and ``/metrics``."""
        app = web.Application(client_max_size=0)
        app.add_routes(
            [web.get("/health", self._alive), web.get("/ready", self._ready), web.get("/metrics", self._metrics)]
        )
        return app

    async def _alive(self, request: web.Request) -> web.Response:
        """It runs, and has time to say so."""
        return web.json_response({"alive": True})

    async def _ready(self, request: web.Request) -> web.Response:
        """200 when what members do now would be heard and recorded, otherwise 503; the body says what is missing."""
        found = {"store": await self._takes(), **self.connected()}
        return web.json_response(found, status=200 if all(found.values()) else 503)

    async def _takes(self) -> bool:
        try:
            async with asyncio.timeout(WITHIN):
                await self.store.write(EVERYWHERE, _nothing)
                await self.store.read(BACKLOG)
        except (NotRecorded, Uncertain, TimeoutError) as error:
            log.warning("the store is not ready: %s", type(error).__name__)
            return False
        return True

    async def _metrics(self, request: web.Request) -> web.Response:
        registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        GCCollector(registry=registry)
        registry.register(_Numbers([*_counted(self.meters), *await self._waiting()]))
        return web.Response(body=generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_PLAIN_0_0_4})

    async def _waiting(self) -> list[Metric]:
        gauges = [_gauge("descant_units_waiting", "Units of work that wait to be written.", self.store.waiting)]
        gauges += [
            _gauge(f"descant_{name}_connected", "Whether the platform is heard.", int(well))
            for name, well in self.connected().items()
        ]
        try:
            async with asyncio.timeout(WITHIN):
                backlog = await self.store.read(BACKLOG)
        except (NotRecorded, TimeoutError):
            return gauges  # what can not be asked just now is left out, and the rest is told
        return [*gauges, *_kept(backlog)]


class _Numbers:
    """What stands ready for Prometheus' registry."""

    def __init__(self, metrics: Sequence[Metric]) -> None:
        self._metrics = metrics

    def collect(self) -> Iterator[Metric]:
        """All of them."""
        yield from self._metrics


def _counted(meters: Meters) -> Iterator[Metric]:
    answers = CounterMetricFamily("descant_answers", "What members did, by what came of it.", labels=["outcome"])
    for outcome, number in sorted(meters.answers.items()):
        answers.add_metric([outcome], number)
    said = CounterMetricFamily("descant_effects", "Tries to say something, by what came of them.", labels=["outcome"])
    for outcome, number in sorted(meters.effects.items()):
        said.add_metric([outcome], number)
    unread = CounterMetricFamily("descant_unread", "What came in and could not be read.", labels=["platform"])
    for platform, number in sorted(meters.unread.items()):
        unread.add_metric([platform], number)
    yield from (answers, said, unread)
    yield CounterMetricFamily("descant_card_edits", "Cards brought up to date.", value=meters.edits)
    yield CounterMetricFamily(
        "descant_card_edits_coalesced", "Changes that another edit showed along.", value=meters.edits_saved
    )
    yield _spread("descant_answer_seconds", "From what a member did to its answer, durable.", meters.answered_after)
    yield _spread("descant_commit_seconds", "From the beginning of a group of units to its commit.", meters.commits)
    yield _spread("descant_commit_units", "Units of work that shared a commit.", meters.units)
    yield _spread("descant_effect_seconds", "From when something was to be said until it was.", meters.said_after)
    yield _spread("descant_late_seconds", "How late what was due came back.", meters.late)


def _kept(backlog: Backlog) -> Iterator[Metric]:
    yield _gauge("descant_effects_waiting", "Effects that have not been said yet.", backlog.effects)
    yield _gauge("descant_effects_given_up", "Effects that could not be said, of the last days.", backlog.given_up)
    yield _gauge("descant_cards_behind", "Cards that show less than the newest state.", backlog.cards)
    yield _gauge("descant_due", "What comes back by itself.", backlog.due)
    yield _gauge("descant_work", "What waits to be computed.", backlog.work)


def _gauge(name: str, what: str, value: float) -> Metric:
    return GaugeMetricFamily(name, what, value=value)


def _spread(name: str, what: str, spread: Spread) -> Metric:
    numbers, total = spread.read()
    steps = [str(step) for step in spread.steps] + ["+Inf"]
    return HistogramMetricFamily(name, what, buckets=list(zip(steps, numbers, strict=True)), sum_value=total)


def _nothing(tx: Tx) -> None:
    """A unit that writes nothing: it is done when the writer is."""
