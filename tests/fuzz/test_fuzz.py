"""Whatever comes in is read, or refused in the way that its reader has for that. What once went wrong is kept in
``corpus/`` and tried again each time; ``DESCANT_FUZZ`` says how many new ones are tried for each reader."""

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.fuzz.mutated import payloads, texts
from tests.fuzz.targets import TARGETS, Target

CORPUS = Path(__file__).parent / "corpus"
TRIES = int(os.environ.get("DESCANT_FUZZ", "60"))


def kept(target: Target) -> Iterator[tuple[str, Any]]:
    """What is kept of one reader, by the file's name."""
    for file in sorted((CORPUS / target.name).glob("*.json")):
        yield file.name, json.loads(file.read_text("utf-8"))


def tried(target: Target, given: Any) -> None:
    try:
        target.holds(given)
    except target.refuses:
        return


def fuzz(target: Target, tries: int, corpus: Path) -> None:
    """Try so many new inputs; the smallest that goes wrong is kept in the corpus before this raises."""
    seeds = [*target.seeds, *(found for _, found in kept(target))]
    strategy = texts(seeds) if isinstance(seeds[0], str) else payloads(seeds)
    wrong: list[Any] = []

    @settings(
        max_examples=tries, deadline=None, database=None, report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck), phases=(Phase.generate, Phase.shrink),
    )  # fmt: skip
    @given(strategy)
    def attempt(given: Any) -> None:
        try:
            tried(target, given)
        except BaseException:
            wrong.append(given)
            raise

    try:
        attempt()
    except BaseException:
        if wrong:
            _keep(corpus / target.name, wrong[-1])
        raise


def _keep(folder: Path, given: Any) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    written = json.dumps(given, indent=1)
    (folder / f"{sha256(written.encode()).hexdigest()[:12]}.json").write_text(written + "\n", "utf-8")


@pytest.mark.parametrize(
    ("target", "given"),
    [pytest.param(t, found, id=f"{t.name} {name}") for t in TARGETS for name, found in kept(t)],
)
def test_what_once_went_wrong_does_not_again(target: Target, given: Any) -> None:
    tried(target, given)


@pytest.mark.parametrize("target", TARGETS, ids=lambda t: t.name)
def test_nothing_is_too_odd_to_be_read_or_refused(target: Target) -> None:
    fuzz(target, TRIES, CORPUS)


def test_every_reader_has_a_corpus() -> None:
    assert {folder.name for folder in CORPUS.iterdir()} == {target.name for target in TARGETS}


def test_a_planted_fault_is_found_and_kept(tmp_path: Path) -> None:
    """A reader that trusts one field of what a platform sends."""
    (honest,) = (target for target in TARGETS if target.name == "discord")

    def trusting(payload: Any) -> None:
        honest.holds(payload)
        if payload.get("member"):
            _ = payload["member"]["user"]["id"]

    with pytest.raises((KeyError, TypeError)):
        fuzz(replace(honest, holds=trusting), 400, tmp_path)
    (found,) = (tmp_path / "discord").iterdir()
    with pytest.raises((KeyError, TypeError)):
        trusting(json.loads(found.read_text()))
