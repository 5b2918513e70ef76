"""Five thousand people press at once."""

import sqlite3
from pathlib import Path

from tests.wire.slack.living import descant, votes

PEOPLE = 5_000


async def test_five_thousand_clicks_at_once_are_acknowledged_in_time_and_counted_once(tmp_path: Path) -> None:
    # A process of its own, and as many clicks as Slack could ever bring at once: this takes some seconds.
    async with descant(tmp_path) as living:
        payloads = votes(living, PEOPLE)
        took = await living.clicks(payloads)
        assert max(took) < 3.0, sorted(took)[-5:]
        again = await living.clicks(payloads[:100])
        assert max(again) < 3.0
    with sqlite3.connect(tmp_path / "d.db") as database:
        (counted,) = database.execute("SELECT count(*) FROM ballots WHERE choice IS NOT NULL").fetchone()
    assert counted == PEOPLE
