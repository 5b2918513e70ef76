"""What we made together, as a file that the real all-contributors tool makes a README from."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.chat.answers import Whisper
from tests.people import Stage, stage

HERE = Path(__file__).parent
README = "# Garden\n\n<!-- ALL-CONTRIBUTORS-LIST:START -->\n<!-- ALL-CONTRIBUTORS-LIST:END -->\n"


def installed() -> Path:
    """The tool, installed as locked the first time. Without Node the test is skipped, and says so."""
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("Needs Node and npm, for the all-contributors tool.")
    tool = HERE / "node_modules" / "all-contributors-cli" / "dist" / "cli.js"
    if not tool.exists():
        done = subprocess.run(
            ["npm", "ci", "--no-audit", "--no-fund"], cwd=HERE, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
    return tool


def made_from(contributors: str, folder: Path) -> tuple[str, str]:
    """What the tool makes of a README with this file beside it, and what it complains about."""
    tool = installed()
    (folder / ".all-contributorsrc").write_text(contributors)
    (folder / "README.md").write_text(README)
    done = subprocess.run(
        ["node", str(tool), "generate"], cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )
    return (folder / "README.md").read_text(), f"{done.stdout}{done.stderr}" if done.returncode else ""


async def exported(s: Stage) -> str:
    """The file as any member can take it along."""
    member = s.member("dov")
    await member.says("/descant story")
    await member.presses("Take it along")
    assert isinstance(member.answer, Whisper)
    return next(f.content.decode() for f in member.answer.files if f.name == "all-contributorsrc.json")


async def thanked(s: Stage, who: str, tag: str, answer: str = "Share it") -> None:
    ana = s.member("ana")
    await ana.says(f"/thank who: @{who} for: all of it kind: {tag}")
    await ana.presses("Send it")
    await s.member(who).in_place(f"@{who}").presses(answer)


async def test_the_tool_makes_a_readme_of_it(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await thanked(s, "bea", "listening")
        await thanked(s, "chi", "sharing what I went through")
        await thanked(s, "eve", "hosting", "Share without my name")
        await s.member("fay").says("/thank did: watered the plants")
        await s.member("fay").presses("Note it")
        readme, complaint = made_from(await exported(s), tmp_path)
    assert complaint == ""
    for words in ("<b>Bea</b>", "<b>Chi</b>", "<b>Fay</b>", 'title="listening"', 'title="sharing what I went through"'):
        assert words in readme
    assert "Eve" not in readme


async def test_a_file_that_is_not_one_is_complained_about(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await thanked(s, "bea", "listening")
        whole = json.loads(await exported(s))
    readme, complaint = made_from(json.dumps({**whole, "types": {}}), tmp_path)
    assert "listening" in complaint
    assert readme == README
