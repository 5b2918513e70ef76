"""Five thousand people press at once."""

import sqlite3
from pathlib import Path

from tests.wire.slack.living import descant, votes

PEOPLE = 5_000


async def test_five_thousand_clicks_at_once_are_all_acknowledged_and_counted_once(shared: Path, tmp_path: Path) -> None:
    # A process of its own, and as many clicks as Slack could ever bring at once: this takes some seconds. How many it
    # takes is measured by ``make bench``; a test that runs beside others can not say.
    async with descant(tmp_path) as living:
        payloads = votes(living, PEOPLE)
        assert max(await living.clicks(payloads)) < float("inf")
        assert max(await living.clicks(payloads[:100])) < float("inf")
    with sqlite3.connect(tmp_path / "d.db") as database:
        (counted,) = database.execute("SELECT count(*) FROM ballots WHERE choice IS NOT NULL").fetchone()
    assert counted == PEOPLE
