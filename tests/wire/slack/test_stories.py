"""The stories told everywhere, told in Slack with the real libraries, one over real sockets, the next over signed HTTP;
in each the process ends after some acts, and another goes on."""

import itertools
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from tests.fakes import FakeClock
from tests.people import told_in
from tests.stories import (
    test_agreement,
    test_answering,
    test_checkins,
    test_checkins_everywhere,
    test_closing,
    test_decisions_everywhere,
    test_first_poll,
    test_from_joined,
    test_hiding,
    test_hiding_everywhere,
    test_kinds,
    test_plain_command,
    test_quiet_round,
    test_reasons,
    test_resources,
    test_set_up,
    test_shaped_together,
    test_thanks,
)
from tests.wire.slack.people import Stage, stage
from tests.wire.slack.standin import StandIn
from tests.wire.telling import Story, one, stories

MODES = ("socket", "http")
RESTARTS_AFTER = 3
"""Acts: a poll has been asked and posted, and somebody is about to answer."""

MODULES = (
    test_first_poll,
    test_answering,
    test_closing,
    test_reasons,
    test_quiet_round,
    test_kinds,
    test_thanks,
    test_set_up,
    test_checkins_everywhere,
    test_decisions_everywhere,
    test_plain_command,
    test_shaped_together,
)
STORIES = (
    test_agreement.test_the_agreement_is_changed,
    test_checkins.test_begun_from_a_template_and_answered_by_choosing,
    test_from_joined.test_a_keeper_sets_it_up_in_under_ten_presses,
    test_from_joined.test_a_member_reads_every_line_and_changes_none,
    test_hiding.test_words_go_everywhere_and_a_trace_stays,
    test_hiding_everywhere.test_words_of_thanks_are_hidden_from_their_own_menu,
    test_hiding_everywhere.test_what_was_shared_is_hidden_from_its_own_menu,
    test_hiding_everywhere.test_an_answer_in_a_check_in_is_hidden_from_its_own_menu,
    test_resources.test_a_resource_is_shared_and_found,
)
NOT_HERE = {
    "test_whoever_asked_can_close_it_early_with_a_reason_that_everyone_reads": "Slack sends no empty field",
    "test_what_can_not_be_set_comes_back_with_the_words_kept": "Slack keeps more than fits from being typed",
    "test_thank_for_this_from_a_messages_menu": "it makes the event itself; see test_ways",
    "test_no_thank_you_is_not_told_to_the_giver": "it compares with a community of its own",
    "test_a_thousand_thanks_are_read_in_pages_that_fit_everywhere": "it writes into the store",
    "test_how_thanks_are_spread_is_said_of_the_group_alone": "a hundred acts that are like others",
    "test_cards_stay_within_every_platforms_limits": "it measures the neutral cards, not what Slack shows",
}
"""Stories that can not be told here, or would only take long, and why."""


TOLD = [
    pytest.param(*told.values, mode, id=f"{told.id}-{mode}")
    for told, mode in zip([*stories(MODULES, NOT_HERE), *map(one, STORIES)], itertools.cycle(MODES), strict=False)
]
"""What is behind the transport is the same in both modes, so that a story over each would say the same twice."""


@pytest.mark.parametrize(("story", "mode"), TOLD)
async def test_a_story(shared: Path, tmp_path: Path, story: Story, mode: str) -> None:
    world = FakeClock()

    def elsewhere(path: Path, clock: FakeClock | None) -> AbstractAsyncContextManager[Stage]:
        return stage(path, clock or world, standin, mode, RESTARTS_AFTER)

    async with StandIn(lambda: world.now().timestamp()).serving() as standin:
        token = told_in.set(elsewhere)
        try:
            await story(tmp_path)
        finally:
            told_in.reset(token)
