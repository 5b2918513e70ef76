"""What the store can answer about check-ins, and what it can change. Nothing here lists who did not answer."""

from datetime import datetime

from bot.chat.ids import PersonId
from bot.checkins.model import Answer, AskedToKeep, CheckIn, Company, Entry, KeptCompany, Round, RoundCard, Shown
from bot.ports import Change, View
from bot.power import Trace

CHECKIN: View[CheckIn | None] = View("checkins.checkin")
"""A check-in by ``subject``."""

HERE: View[list[CheckIn]] = View("checkins.here")
"""Check-ins of ``community`` that have not ended, in this ``place`` and in places where ``person`` has made or answered
one before; by name."""

FOLLOWING: View[list[CheckIn]] = View("checkins.following")
"""Check-ins of ``community`` that have not ended and go by its zone."""

START = Change("checkins.start")
SETTLE = Change("checkins.settle")
"""The round of ``last_day`` is settled: ``asked`` and ``missed`` stand as given, and what comes next is pending."""

AIM = Change("checkins.aim")
"""Another day and instant for what comes next (None: nothing does), in this ``zone``."""

REST = Change("checkins.rest")
"""Other days off."""

ALTER = Change("checkins.alter")
"""Everything that was settled when it was made is another way from its next round on; returns 0 when it has ended."""

OPEN_UNTIL: View[datetime | None] = View("checkins.open_until")
"""When the last of the open rounds of ``checkin`` closes."""

END = Change("checkins.end")
"""Nothing comes any more; returns 0 when that was so already."""

# --- rounds -------------------------------------------------------------------------------------------------------

ROUND: View[Round | None] = View("checkins.round")
"""By ``subject``."""

CARD: View[RoundCard | None] = View("checkins.card")
"""A round with all that its card shows, by ``subject``."""

OPEN: View[list[Round]] = View("checkins.open")
"""Rounds of ``community`` that are open at ``now``, in this ``place`` and where ``person`` has been before; what closes
first comes first."""

UNCLOSED: View[list[Round]] = View("checkins.unclosed")
"""Every round of ``community`` that has not been closed; for taking out of them what is somebody's."""

UNHEARD: View[bool] = View("checkins.unheard")
"""Whether the last round of ``checkin`` could not be posted, for good."""

TRY_AGAIN = Change("checkins.try_again")
"""What could not be posted of ``checkin`` is forgotten: the next round is tried again."""

OPEN_ROUND = Change("checkins.open_round")
"""A round of a day; returns 0 when that day has one."""

CLOSE_ROUND = Change("checkins.close_round")
"""Returns 0 when it is closed already."""

# --- answers with a name, and journals ----------------------------------------------------------------------------

OWN: View[Answer | None] = View("checkins.own")
"""What ``person`` said in ``round``, where that stands under their name."""

ENTRY: View[Entry | None] = View("checkins.entry")
"""An answer with its round, by ``subject``."""

JOURNAL: View[list[Entry]] = View("checkins.journal")
"""What ``person`` of ``community`` wrote for themselves, the newest first, at most ``limit``."""

ANSWER = Change("checkins.answer")
UNANSWER = Change("checkins.unanswer")

# --- answers without names ----------------------------------------------------------------------------------------

SAID: View[str | None] = View("checkins.said")
"""What lies under this ``tag`` for question ``number`` of ``round``."""

BOX: View[list[tuple[int, str]]] = View("checkins.box")
"""All that lies in the box of ``round``: the question's number and what was said, in an order that tells nothing."""

MARKS: View[list[tuple[int, str]]] = View("checkins.marks")
"""For each question of ``round``, the marks of those who answered it."""

SHOWN: View[list[Shown]] = View("checkins.shown")
"""What was shown of all rounds of ``checkin``, the oldest first."""

OVER_TIME: View[list[Shown]] = View("checkins.over_time")
"""What was shown of ``checkin`` in the place where it is asked now, the oldest first: what was shown elsewhere, others
saw."""

PUT = Change("checkins.put")
TAKE = Change("checkins.take")
MARK = Change("checkins.mark")
UNMARK = Change("checkins.unmark")
SHOW = Change("checkins.show")
FORGET_SUMS = Change("checkins.forget_sums")
"""Rounds of ``checkin`` before ``day`` are compared with no more."""

CLEAR = Change("checkins.clear")
"""Everything of ``round`` goes that was needed only while it was open: the box, the marks, who would not be reminded,
and the reminders themselves."""

# --- what members choose ------------------------------------------------------------------------------------------

PASSED: View[bool] = View("checkins.passed")
"""Whether a \"not today\" lies under this ``tag`` in ``round``."""

PASS = Change("checkins.pass")
UNPASS = Change("checkins.unpass")
REMINDED: View[list[PersonId]] = View("checkins.reminded")
"""Members who want to be reminded of ``checkin``."""

REMIND = Change("checkins.remind")
UNREMIND = Change("checkins.unremind")
RESTING: View[datetime | None] = View("checkins.resting")
"""Until when ``person`` of ``community`` is left in peace by check-ins, at ``now``; None: they come."""

PAUSE = Change("checkins.pause")
"""No reminders and nothing in the list of what waits, for this member, until an instant."""

GO_ON = Change("checkins.go_on")

# --- company ------------------------------------------------------------------------------------------------------

AROUND: View[list[PersonId]] = View("checkins.around")
"""Members of ``community`` who have said that they are around at ``now``."""

COMPANY: View[Company | None] = View("checkins.company")
"""A wish for company that has not passed, by ``subject``."""

BE_AROUND = Change("checkins.be_around")
LEAVE = Change("checkins.leave")
LEAVE_ALL = Change("checkins.leave_all")
"""Forget everyone of ``community`` whose time of being around is over at ``now``."""

WISHED: View[Company | None] = View("checkins.wished")
"""The wish of ``person`` of ``community`` that has not passed at ``now``."""

COMPANION: View[tuple[Company, PersonId] | None] = View("checkins.companion")
"""Who keeps someone company, by ``subject``, with the wish."""

FIRST_TO_LEAVE: View[datetime | None] = View("checkins.first_to_leave")
"""When the first of those who are around in ``community`` is not any more."""

KEEP_COMPANY = Change("checkins.keep_company")
"""Someone is with the one who asked; returns 0 when they have said so already."""

ASK_COMPANY = Change("checkins.ask_company")
COMPANIONS: View[list[PersonId]] = View("checkins.companions")
"""Those who said that they are with the one of this ``wish``."""

TO_KEEP: View[AskedToKeep | None] = View("checkins.to_keep")
"""What two are asked to keep, by ``subject``."""

TO_KEEP_FOR: View[tuple[AskedToKeep, PersonId] | None] = View("checkins.to_keep_for")
"""The same, with whom it is said ``to``."""

KEPT_COMPANY: View[list[KeptCompany]] = View("checkins.kept_company")
"""Company that ``person`` of ``community`` and someone else both keep, the newest first."""

ASK_BOTH = Change("checkins.ask_both")
WANT_KEPT = Change("checkins.want_kept")
"""``person``, one of the two, wants it kept."""

KEEP_FOR_BOTH = Change("checkins.keep_for_both")
"""It is kept for both, by the ``day``, where both want that."""

FORGET_ASKED = Change("checkins.forget_asked")
"""What two were asked is forgotten, and that they were."""

FORGET_KEPT = Change("checkins.forget_kept")
"""It is gone for both, as ``person``, one of them, wants; returns 0 where it is not theirs."""

FORGET_COMPANY = Change("checkins.forget_company")
"""The wish, and everything that was said because of it, are forgotten."""

# --- traces -------------------------------------------------------------------------------------------------------

TRACE: View[Trace | None] = View("checkins.trace")
"""One entry of the power log, by ``subject``."""
