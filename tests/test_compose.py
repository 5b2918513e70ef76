"""The settings that stand in ``compose.yaml`` are settings that there are."""

import re
import textwrap
from pathlib import Path

from bot.config import Source, read_settings
from commands.settings import sections


def test_the_settings_of_both_processes_are_understood() -> None:
    compose = (Path(__file__).parents[1] / "compose.yaml").read_text()
    blocks = re.findall(r"content: \|\n((?: {6}.*\n)+)", compose)
    settings = [read_settings(Source(textwrap.dedent(block), {}), sections()) for block in blocks]
    assert [s["store"].url for s in settings] == ["postgresql://descant@database/descant"] * 2
    assert [s["discord"].shards for s in settings] == ["0/2", "1/2"]
    assert [bool(s["keep"].backups) for s in settings] == [True, False]
    # Keys lie in the folder that a process runs in: whoever does not see the other's can not read its secret polls.
    assert re.findall(
        r"^  (first|second):\n(?:    .*\n)*?    volumes: \[\"shared:/data\"\]", compose, re.MULTILINE
    ) == [
        "first",
        "second",
    ]
    asked = {int(port) for port in re.findall(r"127\.0\.0\.1:(\d+)/ready", compose)}
    assert {s["health"].port for s in settings} == asked
