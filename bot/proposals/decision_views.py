"""What the store can answer about stances, decisions and what follows them, and the changes that it can make."""

from collections.abc import Mapping

from bot.chat.ids import CommunityId, ProposalId
from bot.ports import Change, View
from bot.proposals.decided import Boxed, Stand
from bot.proposals.following import DecidedWords, Feared, Review, Step, Verdict, Whole
from bot.proposals.model import Proposal, Way

WHOLE: View[Whole | None] = View("decisions.whole")
"""Everything that is kept of a proposal, by ``subject``."""

MINE: View[Mapping[int, Stand]] = View("decisions.mine")
"""What ``person``, or in a secret proposal the tag of one, says to each way of ``proposal``, as it stands."""

STANDS: View[tuple[Stand, ...]] = View("decisions.stands")
"""Everybody's stances of every round of ``proposal`` that stand beside who took them. Never shown as they are."""

STAND: View[tuple[Proposal, Way, Stand] | None] = View("decisions.stand")
"""A stance on a way that is not leaving things as they are, by ``subject``."""

TAKE = Change("decisions.take")
"""Keep a stance unless a newer one of the same person is there; returns 0 in that case."""

EXPLAIN = Change("decisions.explain")
"""Keep why ``person`` takes their stance in this ``round``."""

SECRET_TAKE = Change("decisions.secret_take")
"""Keep a stance under a ``tag``, which stands for whoever takes it."""

SECRET_BACK = Change("decisions.secret_back")
"""Nothing is said under this ``tag`` to this ``way`` any more."""

SECRET_SAID: View[Boxed | None] = View("decisions.secret_said")
"""The words under this ``tag`` in the box of ``in_round``."""

SECRET_BOX: View[list[Boxed]] = View("decisions.secret_box")
"""All words in the box of ``in_round``, by their tags: in an order that is chance."""

SECRET_EXPLAIN = Change("decisions.secret_explain")
SECRET_UNEXPLAIN = Change("decisions.secret_unexplain")

SECRET_COUNT = Change("decisions.secret_count")
"""Keep how many said what in ``in_round``, without which of it was one person's."""

SECRET_TELL = Change("decisions.secret_tell")
"""Keep words from the box, which nobody can be found for."""

SECRET_SWEEP = Change("decisions.secret_sweep")
"""All that lies under tags in ``proposal`` is gone."""

SECRET_LEAVE = Change("decisions.secret_leave")
"""What lies under these tags, ``whose`` stances and ``words``, is gone."""

SECRETLY_OPEN: View[list[Proposal]] = View("decisions.secretly_open")
"""Secret proposals of ``community`` that can still take stances."""

EXTEND_DECIDING = Change("decisions.extend")
"""Deciding goes on until ``decided_until``; returns 0 when it was extended already."""

END = Change("decisions.end")
"""A proposal takes no more stances and waits to be counted; returns 0 when it was not being decided."""

SETTLE = Change("decisions.settle")
"""A proposal that waited to be counted is settled; returns 0 when it is already."""

KEEP = Change("decisions.keep")
"""Keep the decision of a round."""

DECIDED_WORDS: View[DecidedWords | None] = View("decisions.words")
"""What the newest decision about ``proposal`` lets go ahead, word for word; None where nothing does."""

OwnStep = tuple[Step, ProposalId, str, CommunityId]
"""A step with its proposal's id, title and community."""

STEP: View[OwnStep | None] = View("decisions.step")
"""By ``subject``."""

STEPS: View[int] = View("decisions.steps")
"""How many next steps ``proposal`` has."""

ADD_STEP = Change("decisions.add_step")
TAKE_STEP = Change("decisions.take_step")
"""A step is taken by ``person`` until ``due_at``; returns 0 when someone has taken it, or it is done."""

MOVE_STEP = Change("decisions.move_step")
"""Its owner names another day; returns 0 when it is not theirs, or is done."""

GIVE_BACK = Change("decisions.give_back")
"""A step is open again; returns 0 when it is not ``person``'s, or is done."""

FINISH = Change("decisions.finish")
"""A step is done, says its owner; returns 0 when it is not theirs, or is done already."""

ASK_OWNER = Change("decisions.ask_owner")
"""The day of a step has come; returns 0 when that was noted already."""

REVIEW: View[tuple[Review, ProposalId, CommunityId] | None] = View("decisions.review")
"""By ``review``."""

REVIEWED: View[Whole | None] = View("decisions.reviewed")
"""What was decided and the review ``subject``, without what people said to each way."""

REVIEW_OF: View[str | None] = View("decisions.review_of")
"""The id of the review to which the objection or concern ``subject`` belongs."""

FEARED: View[tuple[Feared, str] | None] = View("decisions.feared")
"""An objection or concern of a review, and the title of its proposal, by ``subject``."""

VERDICTS: View[list[Verdict]] = View("decisions.verdicts")
"""What people say at ``review``, without who."""

PLAN_REVIEW = Change("decisions.plan_review")
MOVE_REVIEW = Change("decisions.move_review")
"""A review goes on to ``state`` from the state ``before``; returns 0 when it was not there."""

END_REVIEW = Change("decisions.end_review")
"""A review that was open is over, with this ``verdict``; returns 0 when it was not open."""

FEAR = Change("decisions.fear")
"""Someone is asked what came of what they said."""

CAME = Change("decisions.came")
"""What came of it, says ``person``; returns 0 when it is not theirs to say, or is too late."""

CAME_SEEN = Change("decisions.came_seen")
"""What came of words that nobody knows the writer of, says ``person``; the newest holds."""

SAY = Change("decisions.say")
"""Keep what ``person`` says at a review (None: taken back), unless something newer is there; returns 0 then."""
