"""What can be told of the transport without a wire; the rest stands in tests/wire/discord."""

import logging

import pytest

from adapters.discord.transport import keep_quiet


@pytest.mark.parametrize(("level", "kept"), [(logging.DEBUG, logging.INFO), (logging.ERROR, logging.ERROR)])
def test_the_library_never_writes_tokens_into_logs(level: int, kept: int) -> None:
    logger = logging.getLogger("tests.library")
    logger.setLevel(level)
    keep_quiet(logger)
    assert logger.level == kept
