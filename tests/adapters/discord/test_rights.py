"""The bot asks for as little as it can, and says so where people read it."""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from adapters.discord.config import read_shards
from adapters.discord.rights import ADMINISTRATOR, NEEDED, invitation, lacking, to_click

PAGE = Path(__file__).parents[3] / "docs" / "discord.md"


def test_the_invitation_asks_for_what_is_needed_and_nothing_else() -> None:
    asked = parse_qs(urlsplit(invitation("123")).query)
    assert asked["scope"] == ["bot applications.commands"]
    rights = int(asked["permissions"][0])
    assert {bit for bit in range(64) if rights >> bit & 1} == {10, 11, 14, 15, 16, 35, 38}


def test_the_page_for_keepers_holds_this_very_invitation() -> None:
    page = PAGE.read_text()
    assert invitation("YOUR_APPLICATION_ID") in page
    table = page[page.index("| permission | what for |") :].split("\n\n")[0]
    named = {name.strip() for row in re.findall(r"^\| ([^|]+) \|", table, re.MULTILINE)[1:] for name in row.split(",")}
    assert named == set(NEEDED)


def test_what_is_missing_is_named() -> None:
    assert lacking(sum(NEEDED.values())) == []
    assert lacking(ADMINISTRATOR) == []
    assert lacking(NEEDED["Send Messages"]) == [name for name in NEEDED if name != "Send Messages"]
    assert to_click(0) == ["View Channels", "Send Messages"]
    assert to_click(NEEDED["View Channels"] | NEEDED["Send Messages"])[0] == "Embed Links"


@pytest.mark.parametrize(
    ("written", "meant"),
    [("0-3/8", ((0, 1, 2, 3), 8)), ("2/8", ((2,), 8)), ("8/8", None), ("3-1/8", None), ("", None), ("a", None)],
)
def test_shards_are_read(written: str, meant: tuple[tuple[int, ...], int] | None) -> None:
    found = read_shards(written)
    assert (None if found is None else (found.ids, found.of)) == meant
