"""Who may import whom. The contracts stand in ``pyproject.toml``; here each is broken once and seen to notice, and what
an import linter can not see is looked at in the source."""

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LINTED = ("bot", "adapters", "storage", "commands")
CHAINED = (*LINTED, "tests", "benchmarks", "scripts")
ADAPTER_FILES = {"config", "limits", "inbound", "render", "transport"}
PLATFORMS = {"discord", "slack", "matrix", "telegram", "mattermost", "zulip"}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The linted packages and their contracts, free to be broken, with a second adapter to break things with."""
    for package in LINTED:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "adapters" / "carrier").mkdir()
    (tmp_path / "adapters" / "carrier" / "__init__.py").touch()
    return tmp_path


def broken_contracts(root: Path) -> set[str]:
    """The names of the contracts that do not hold in this tree."""
    lint = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    ran = subprocess.run(
        [sys.executable, "-c", lint, "--no-cache"], cwd=root, capture_output=True, text=True, check=False
    )
    assert "Contracts:" in ran.stdout, ran.stdout + ran.stderr
    return {line.removesuffix(" BROKEN").strip() for line in ran.stdout.splitlines() if line.endswith(" BROKEN")}


def test_the_contracts_hold(copy: Path) -> None:
    assert broken_contracts(copy) == set()


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("bot/app.py", "import adapters.web.inbound", "adapters and storage know the core"),
        ("bot/app.py", "import storage.sqlite", "adapters and storage know the core"),
        ("bot/app.py", "if TYPE_CHECKING:\n    import storage.sqlite", "adapters and storage know the core"),
        ("adapters/web/inbound.py", "import storage.sqlite", "adapters and storage know the core"),
        ("storage/sqlite.py", "import adapters.web.inbound", "adapters and storage know the core"),
        ("adapters/carrier/inbound.py", "import adapters.web.inbound", "no adapter knows another"),
        ("bot/chat/text.py", "import bot.polls.model", "inside the core"),
        ("bot/courier.py", "import bot.workshop", "inside the core"),
        ("bot/timekeeper.py", "import bot.courier", "inside the core"),
        ("bot/unplaced.py", "", "inside the core"),
        ("bot/polls/model.py", "import bot.polls.actions.asking", "inside a feature"),
        ("bot/polls/unplaced.py", "", "inside a feature"),
        ("bot/polls/cards/seen.py", "import bot.ports", "models, drafts and cards are pure"),
        ("bot/app.py", "def late() -> None:\n    import aiohttp", "the core uses no SDK"),
        ("bot/ports.py", "import sqlite3", "the core uses no SDK"),
        ("adapters/web/render.py", "import aiohttp", "only transport touches an SDK"),
    ],
)
def test_a_planted_violation_is_caught(copy: Path, file: str, line: str, contract: str) -> None:
    with (copy / file).open("a") as source:
        source.write(f"\nfrom typing import TYPE_CHECKING\n{line}\n")
    assert any(name.startswith(contract) for name in broken_contracts(copy))


def gaps(root: Path, top: str) -> Iterator[Path]:
    """Folders with Python files, or above ones with them, that are not packages. One gap in ``tests/adapters`` is
    enough for ``import discord`` to find our folder instead of the SDK."""
    for file in (root / top).rglob("*.py"):
        for folder in file.relative_to(root).parents[:-1]:
            if not (root / folder / "__init__.py").is_file():
                yield folder


def test_every_chain_of_packages_is_whole() -> None:
    loaded_by_path = ROOT / "storage" / "migrations"
    found = {
        gap for top in CHAINED for gap in gaps(ROOT, top) if loaded_by_path not in (ROOT / gap, *(ROOT / gap).parents)
    }
    assert found == set()


def test_a_gap_in_a_chain_is_found(tmp_path: Path) -> None:
    for path in ("tests/__init__.py", "tests/adapters/discord/__init__.py"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    assert set(gaps(tmp_path, "tests")) == {Path("tests/adapters")}


def platforms_named(source: str, platforms: set[str]) -> Iterator[str]:
    """Names of platforms in code: in identifiers and in text that is compared, sent or looked up; not in docstrings."""
    tree = ast.parse(source)
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(words)) if id(node) not in prose:
                pass
            case ast.Name(id=words) | ast.Attribute(attr=words) | ast.arg(arg=words) | ast.alias(name=words):
                pass
            case ast.FunctionDef(name=words) | ast.AsyncFunctionDef(name=words) | ast.ClassDef(name=words):
                pass
            case _:
                continue
        parts = re.findall(r"[a-z]+", re.sub(r"([a-z])([A-Z])", r"\1 \2", words).lower())
        yield from platforms.intersection(parts)


def test_the_core_names_no_platform() -> None:
    platforms = PLATFORMS | {adapter.name for adapter in adapters()}
    found = {
        f"{file.relative_to(ROOT)}: {name}"
        for file in (ROOT / "bot").rglob("*.py")
        for name in platforms_named(file.read_text(), platforms)
    }
    assert found == set()


@pytest.mark.parametrize(
    "source", ['kind == "discord"', "from_slack(event)", "class SlackCard: ...", "event.discord_id", 'f"slack:{id}"']
)
def test_a_platform_that_is_named_is_found(source: str) -> None:
    assert list(platforms_named(f'"""Not as Discord or Slack do."""\n{source}', PLATFORMS))


def test_prose_may_name_a_platform() -> None:
    assert not list(platforms_named('"""Discord takes 100 bytes."""\nLIMIT = 100\n"""Slack takes more."""', PLATFORMS))


def adapters() -> list[Path]:
    """The folder of each adapter."""
    return [file.parent for file in (ROOT / "adapters").glob("*/__init__.py")]


def test_every_adapter_has_the_same_files() -> None:
    assert adapters()
    for adapter in adapters():
        assert {file.stem for file in adapter.glob("*.py")} >= ADAPTER_FILES, adapter.name
