"""What the store can answer about proposals, and the changes that it can make to them."""

from bot.ports import Change, View
from bot.proposals.model import Concern, Proposal, ProposalCard, Risk, Suggestion, Together, Way

PROPOSAL: View[Proposal | None] = View("proposals.proposal")
"""The row of a ``proposal``."""

CARD: View[ProposalCard | None] = View("proposals.card")
"""All that everyone may be shown of a proposal, by ``subject``."""

WAYS: View[tuple[Way, ...]] = View("proposals.ways")
"""The ways of a ``proposal`` with all their versions."""

OPENED: View[tuple[Suggestion, ...]] = View("proposals.opened")
"""Suggestions in a ``proposal`` that wait for their time: whose time comes first stands first."""

SUGGESTION: View[tuple[Proposal, Suggestion, Way] | None] = View("proposals.suggestion")
"""A suggestion with the proposal and the way that it is about, by ``subject``."""

CONCERN: View[tuple[Proposal, Concern] | None] = View("proposals.concern")
"""A concern with its proposal, by ``subject``."""

WAY: View[tuple[Proposal, Way] | None] = View("proposals.way")
"""A way with its proposal, by ``subject``, the way's id."""

RISK: View[tuple[Proposal, Risk] | None] = View("proposals.risk")
"""A risk with its proposal, by ``subject``."""

HELPING: View[frozenset[int]] = View("proposals.helping")
"""The ways of ``proposal`` that ``person`` offered to help with."""

OTHERS: View[list[Proposal]] = View("proposals.others")
"""Proposals that are being shaped in the ``place`` of ``proposal``, without it: the newest first, at most ``limit``."""

TOGETHER: View[Together | None] = View("proposals.together")
"""Two proposals that someone would put together, by ``subject``."""

PROPOSE = Change("proposals.propose")
ADD_WAY = Change("proposals.add_way")
ADD_VERSION = Change("proposals.add_version")
"""One more version of a way; returns 0 when this number is there."""

RETITLE = Change("proposals.retitle")
SUGGEST = Change("proposals.suggest")
SETTLE_SUGGESTION = Change("proposals.settle_suggestion")
"""A suggestion that is open gets its ``fate``; returns 0 when it has one."""

RAISE = Change("proposals.raise")
"""Keep a concern."""

MEET = Change("proposals.meet")
"""A concern is met, says ``person``; returns 0 when it is not theirs, or is met already."""

UNMEET = Change("proposals.unmeet")
NAME_RISK = Change("proposals.name_risk")
AFFECT = Change("proposals.affect")
"""It affects ``person``; returns 0 when that was said already."""

UNAFFECT = Change("proposals.unaffect")
HELP = Change("proposals.help")
UNHELP = Change("proposals.unhelp")
NEED_TIME = Change("proposals.need_time")
"""``person`` needs more time in this round of shaping; returns 0 when that was said already."""

ASKING: View[int] = View("proposals.asking")
"""How many need more time in this round of ``proposal``."""

EXTEND = Change("proposals.extend")
"""The shaping of ``proposal`` is extended to these instants; returns 0 when it was extended already."""

HAND_OVER = Change("proposals.hand_over")
"""A proposal that is being shaped is decided from now on; returns 0 when it is not being shaped."""

RESHAPE = Change("proposals.reshape")
"""A proposal is shaped once more, until the instants given; returns 0 when it is being shaped."""

WITHDRAW = Change("proposals.withdraw")
"""A proposal is over, without a decision; returns 0 when it is over already."""

CARRY = Change("proposals.carry")
"""``person`` (None: nobody) carries the proposal on; returns 0 when ``before`` does not carry it any more."""

ASK_TOGETHER = Change("proposals.ask_together")
"""Ask to put ``proposal`` into ``other``; returns 0 when that was asked already."""

SETTLE_TOGETHER = Change("proposals.settle_together")
"""What was asked is answered; returns 0 when it was answered already."""

MERGE = Change("proposals.merge")
"""Concerns and risks move from ``proposal`` to ``other``."""

MERGE_AFFECTED = Change("proposals.merge_affected")
"""Whoever ``proposal`` affects is affected by ``other``."""
