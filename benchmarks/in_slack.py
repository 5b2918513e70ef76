"""Slack: what a click costs beside what Bolt spends on acknowledging it and doing nothing."""

import asyncio
import tempfile
from pathlib import Path

from benchmarks.rows import Row, row
from tests.wire.slack.living import Living, bolt, click, descant, votes

CLICKS, ROUNDS = 5_000, 3


def rows() -> list[Row]:
    return asyncio.run(_rows())


async def _rows() -> list[Row]:
    ratios, slowest = [], []
    for _ in range(ROUNDS):
        async with bolt() as bare:
            few = [click(bare.team, bare.channel.id, "1.1", "b", "a", f"U{n:06}", n) for n in range(CLICKS)]
            limit, _ = await _spent(bare, few)
        with tempfile.TemporaryDirectory() as folder:
            async with descant(Path(folder)) as whole:
                ours, took = await _spent(whole, votes(whole, CLICKS))
        ratios.append(ours / limit)
        slowest.append(max(took) / 3.0)
    return [
        row("Slack: CPU per click, answer included / Bolt acknowledging", ratios, 1.7, at_least=False),
        row(f"Slack: slowest of {CLICKS} acknowledgements at once / 3 s", slowest, 1.0, at_least=False),
    ]


async def _spent(living: Living, payloads: list[dict[str, object]]) -> tuple[float, list[float]]:
    await living.rests()
    before = living.cpu()
    took = await living.clicks(payloads)
    await living.rests()
    return living.cpu() - before, took
