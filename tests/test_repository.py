"""What is true of the repository as a whole: what is tracked, what is locked, what the papers beside the code say."""

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).parents[1]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PROSE = sorted(path for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")))

# Put together here, so that this file does not hold what it looks for.
INDEXES = {".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("debian", "org"))}
MACHINE = re.compile(r"(?<![\w.~-])/(?:wor[k]|roo[t]|op[t]|far[m]|hom[e]/\w+|User[s]/\w+)(?![\w-])")
STRANGE = re.compile(r"\b(?:A[I]|LL[M]s?|languag[e] model|promp[t] engineering|Co-Authored-B[y])\b")
IMPORTED_AS = {"discord-py": "discord"}
LATER = re.compile(r"\b(?:TOD[O]|FIXM[E]|XX[X]|NotImplementedErro[r])\b")


def tracked() -> Iterator[tuple[str, str]]:
    """Every text file of the repository: its name, and what stands in it."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("Needs the git checkout that this came from.")
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if path.is_file() and b"\0" not in (data := path.read_bytes()):
            yield name, data.decode()


def this_machines_indexes() -> set[str]:
    """The hosts that this machine's pip installs from."""
    asked = [sys.executable, "-m", "pip", "config", "list"]
    listed = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    hosts = {urlsplit(url).hostname for url in re.findall(r"https?://[^\s'\"]+", listed)}
    return {host for host in hosts if host not in (None, "localhost", "127.0.0.1")}


def faults(name: str, text: str, hosts: set[str]) -> Iterator[str]:
    """What no tracked file may hold, each with its line."""
    for number, line in enumerate(text.splitlines(), 1):
        if any(host in line for host in hosts):
            yield f"{name}:{number} names a package index"
        if MACHINE.search(line) and name != "LICENSE":
            yield f"{name}:{number} holds a path of one machine"
        if STRANGE.search(line):
            yield f"{name}:{number} speaks of how it was made"
        if LATER.search(line):
            yield f"{name}:{number} leaves something for later"


def test_tracked_files_hold_nothing_that_belongs_elsewhere() -> None:
    hosts = INDEXES | this_machines_indexes()
    assert [fault for name, text in tracked() for fault in faults(name, text, hosts)] == []


@pytest.mark.parametrize(
    "line",
    [
        f"pip install --index-url https://{min(INDEXES)}/simple",
        "cp /" + "work/main/file .",
        "open('/" + "root/file')",
        "written by an A" + "I",
        "# TO" + "DO",
    ],
)
def test_what_belongs_elsewhere_is_found(line: str) -> None:
    assert list(faults("file", line, INDEXES))


def pinned(lock: Path) -> dict[str, str]:
    """The versions in a lock, by name."""
    return dict(re.findall(r"^([\w.-]+)(?:\[[^]]*\])?==(\S+)", lock.read_text(), re.MULTILINE))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_pins_with_hashes_and_says_nothing_of_where_from(lock: Path) -> None:
    requirements = re.sub(r"\\\n\s*", "", lock.read_text()).splitlines()
    assert requirements
    for line in requirements:
        assert re.fullmatch(r"[\w.-]+(\[[^]]*\])?==\S+( ; .+?)?\s*(--hash=sha256:[0-9a-f]{64}\s*)+", line), line


def test_no_lock_brings_a_deep_learning_framework() -> None:
    assert LOCKS
    assert not [lock.name for lock in LOCKS if pinned(lock).keys() & {"torch", "tensorflow", "jax"}]


def test_what_is_developed_with_is_what_is_installed() -> None:
    base, dev, build = (pinned(ROOT / "requirements" / f"{name}.txt") for name in ("base", "dev", "build"))
    assert base.items() <= dev.items()
    assert build.items() <= dev.items()


def test_the_lock_holds_every_dependency_and_every_dependency_is_used() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    declared = {re.split(r"[^\w.-]", wanted)[0].lower().replace(".", "-") for wanted in project["dependencies"]}
    assert declared <= pinned(ROOT / "requirements" / "base.txt").keys()
    sources = [
        path.read_text() for top in ("bot", "adapters", "storage", "commands") for path in (ROOT / top).rglob("*.py")
    ]
    imported = set(re.findall(r"^\s*(?:from|import) (\w+)", "\n".join(sources), re.MULTILINE))
    # The zones of the world are data: zoneinfo finds them by itself.
    assert {IMPORTED_AS.get(name, name.replace("-", "_")) for name in declared} - {"tzdata"} <= imported


@pytest.mark.parametrize("page", PROSE, ids=lambda page: page.name)
def test_links_and_verbs_in_prose_lead_somewhere(page: Path) -> None:
    text = page.read_text()
    links = {link.split("#")[0] for link in re.findall(r"\]\((?!\w+:)([^)\s]+)\)", text)} - {""}
    assert [link for link in links if not (page.parent / link).exists()] == []
    verbs = set(re.findall(r"\bmake ([a-z]+)\b", "\n".join(re.findall(r"```.*?```|`[^`]+`", text, re.DOTALL))))
    assert verbs <= set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def test_pictures_are_small_and_told_in_words() -> None:
    shown = re.findall(r'<img src="([^"]+)"[^>]* alt="([^"]*)"', (ROOT / "README.md").read_text())
    assert shown
    for source, told in shown:
        assert (ROOT / source).stat().st_size < 200_000, source
        assert len(told) > 60, source


def test_words_for_members_are_plain() -> None:
    catalogue = (ROOT / "bot" / "chat" / "locale" / "descant.pot").read_text()
    said = [line.lower() for line in catalogue.splitlines() if line.startswith(("msgid", '"'))]
    assert said
    assert any("it took me too long to open this." in line for line in said), "adapters say things too"
    command = re.compile(r"(?<!\w)/(?:descant|poll|propose|thank|checkin|agreement)\b")
    assert [line for line in said if command.search(line)] == [], "they may have a prefix: bot.chat.text.Command"
    assert [line for line in said if re.search(r"!|\b(?:users?|admins?|submit\w*|invalid)\b|\d%", line)] == []


@pytest.mark.parametrize(
    "skipping",
    ["def test_it():\n    pytest.skip('not here')\n", "pytest.skip('none here', allow_module_level=True)\n"],
    ids=["a test", "a module"],
)
def test_a_skipped_test_fails_where_everything_is_installed(tmp_path: Path, skipping: str) -> None:
    (tmp_path / "conftest.py").write_text((ROOT / "tests" / "conftest.py").read_text())
    (tmp_path / "test_here.py").write_text(f"import pytest\n\n{skipping}")

    def last_line(no_skips: str) -> str:
        command = [sys.executable, "-m", "pytest", "-q", "-W", "ignore", "-p", "no:cacheprovider"]
        environment = {**os.environ, "DESCANT_NO_SKIPS": no_skips, "PYTHONPATH": str(ROOT)}
        ran = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        return ran.stdout.splitlines()[-1]

    assert last_line("").startswith("1 skipped")
    assert re.match("1 (failed|error)", last_line("1"))
