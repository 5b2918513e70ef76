"""The stories told everywhere, told in Slack over real sockets and over signed HTTP, with the real libraries."""

from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import pytest

from tests.people import told_in
from tests.stories import (
    test_agreement,
    test_checkins,
    test_decisions_everywhere,
    test_first_poll,
    test_from_joined,
    test_hiding,
    test_plain_command,
    test_resources,
    test_shaped_together,
)
from tests.wire.slack.people import stage

MODES = ("socket", "http")
STORIES = (
    test_agreement.test_the_agreement_is_changed,
    test_checkins.test_a_weekly_hello,
    test_checkins.test_begun_from_a_template_and_answered_by_choosing,
    test_checkins.test_a_pause_of_ones_own_is_one_form,
    test_checkins.test_whether_anyone_is_around_is_said_at_once,
    test_first_poll.test_from_question_to_result,
    test_from_joined.test_a_keeper_sets_it_up_in_under_ten_presses,
    test_from_joined.test_a_member_reads_every_line_and_changes_none,
    test_hiding.test_words_go_everywhere_and_a_trace_stays,
    test_plain_command.test_a_question_and_its_options_need_no_keys,
    test_resources.test_a_resource_is_shared_and_found,
    test_shaped_together.test_one_change_is_folded_in_and_one_becomes_another_way,
    test_shaped_together.test_a_concern_is_met_by_its_raiser_in_the_thread,
    test_decisions_everywhere.test_it_is_carried_by_consent_and_someone_takes_the_next_step,
    test_decisions_everywhere.test_an_objection_holds_it_back,
    test_decisions_everywhere.test_too_few_take_part,
    test_decisions_everywhere.test_a_tie_is_called_a_tie,
    test_decisions_everywhere.test_several_ways_and_leaving_things_as_they_are,
)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
async def test_a_story(shared: Path, tmp_path: Path, story: Callable[[Path], Awaitable[None]], mode: str) -> None:
    token = told_in.set(partial(stage, mode=mode))
    try:
        await story(tmp_path)
    finally:
        told_in.reset(token)
