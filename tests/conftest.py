"""What any test may need from the machine: the reference data and a browser. Where they are absent a test says so."""

import logging
import os
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from bot.hosting import OURS, Written

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
"""How long an example takes depends on what else the machine does, and says nothing about what is tested."""

NO_SKIPS = "DESCANT_NO_SKIPS"
"""Set where everything is installed: there a skipped test is a test that was lost."""


@pytest.fixture(autouse=True)
def log_as_before() -> Iterator[None]:
    """What a test says about how the log is written holds for that test alone."""
    root = logging.getLogger()
    ours = [logging.getLogger(name) for name in root.manager.loggerDict if name.partition(".")[0] in OURS]
    before = [(logger, logger.level) for logger in (root, *ours)]
    yield
    for logger, level in before:
        logger.setLevel(level)
    root.handlers[:] = [handler for handler in root.handlers if not isinstance(handler, Written)]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real ballots and platform specifications that stands beside the repository."""
    folder = Path(__file__).parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("Needs the reference data in ../shared, beside the repository.")
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of an installed Chromium, for Playwright's ``executable_path``."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("Needs Chromium: install your system's package “chromium”.")
    return found


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if _is_lost(report) and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if _is_lost(report):
        report.outcome = "failed"
    return report


def _is_lost(report: pytest.TestReport | pytest.CollectReport) -> bool:
    return report.skipped and bool(os.environ.get(NO_SKIPS))
