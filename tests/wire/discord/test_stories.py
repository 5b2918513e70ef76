"""The stories that are told everywhere, told in Discord over real sockets and the real library."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.people import told_in
from tests.stories import test_first_poll, test_plain_command
from tests.wire.discord.people import stage

STORIES = (
    test_first_poll.test_from_question_to_result,
    test_plain_command.test_a_question_and_its_options_need_no_keys,
)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
async def test_a_story(shared: Path, tmp_path: Path, story: Callable[[Path], Awaitable[None]]) -> None:
    token = told_in.set(stage)
    try:
        await story(tmp_path)
    finally:
        told_in.reset(token)
