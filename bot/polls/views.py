"""What the store can answer about polls, and the changes that it can make to them."""

from collections.abc import Mapping

from bot.chat.ids import PersonId
from bot.polls.counting import Choice
from bot.polls.model import Ballot, Poll, PollCard, Reason, Spoken
from bot.ports import Change, View

FACE = "poll"
"""The face of a poll's card; its subject is the poll."""

HEARING = "poll.hearing"
"""The face of the post that somebody asks to be heard; its subject is the poll."""

POLL: View[Poll | None] = View("polls.poll")
"""A poll with its options, by ``poll``."""

CARD: View[PollCard | None] = View("polls.card")
"""All that everyone may be shown of a poll, by ``subject``."""

TAKEN: View[list[PollCard]] = View("polls.taken")
"""Closed polls of ``community`` with words ``like`` these in question, why or options, that ``person`` may know: the
newest first, at most ``limit`` after ``skip``; with their ballots and reasons, and without anybody's name."""

CLOSED: View[list[PollCard]] = View("polls.closed")
"""All closed polls of ``community`` like ``TAKEN``, whoever can see them: for the host's own command."""

BALLOT: View[Ballot | None] = View("polls.ballot")
"""What ``person`` has chosen in ``poll``; a ballot that was taken back has no choice."""

MINE: View[tuple[Poll, Choice | None] | None] = View("polls.mine")
"""The poll ``subject``, and what the person ``to`` has chosen in it; None where they never did, or it is secret."""

TALLIES: View[Mapping[Choice, int]] = View("polls.tallies")
"""Ballots by choice in ``poll``."""

MY_REASONS: View[Mapping[int, Reason]] = View("polls.my_reasons")
"""The words that ``person`` gave in ``poll``, by option."""

REASON: View[Spoken | None] = View("polls.reason")
"""Who spoke for what, by ``poll`` and ``id``. Never shown: it tells whether someone may call it fair."""

MARKED: View[frozenset[str]] = View("polls.marked")
"""The ids of the reasons in ``poll`` that ``person`` called fair points."""

SECRET_BALLOT: View[Choice | None] = View("polls.secret_ballot")
"""What lies under ``tag`` in the secret ``poll``."""

SECRET_REASON: View[tuple[int, str] | None] = View("polls.secret_reason")
"""The option and the words under ``tag`` in the box of the secret ``poll``."""

SECRET_BOX: View[list[tuple[int, str]]] = View("polls.secret_box")
"""All options and words in the box of the secret ``poll``, in no order that means anything."""

SECRET_OPEN: View[list[str]] = View("polls.secret_open")
"""The ids of secret polls of ``community`` that have not been counted."""

SECRET_CAST = Change("polls.secret_cast")
SECRET_TAKE_BACK = Change("polls.secret_take_back")
SECRET_EXPLAIN = Change("polls.secret_explain")
SECRET_UNEXPLAIN = Change("polls.secret_unexplain")
SECRET_TELL = Change("polls.secret_tell")
"""Words from the box are there for everyone to read."""

SECRET_GATHER = Change("polls.secret_gather")
"""The ballots of ``poll`` become a number for each distinct choice, and every tag is gone; with fewer than ``least``
they become that many ballots without a choice."""

HOLDERS: View[list[tuple[PersonId, Choice]]] = View("polls.holders")
"""Who has chosen what in ``poll``, as it stands; nobody in a secret poll. Never shown."""

ASK = Change("polls.ask")
OFFER = Change("polls.offer")
"""Put an option on a poll."""

CAST = Change("polls.cast")
"""Keep a ballot unless a newer one of the same person is there; returns 0 in that case."""

EXPLAIN = Change("polls.explain")
"""Keep the words of a person for an option."""

UNEXPLAIN = Change("polls.unexplain")
FAIR = Change("polls.fair")
"""Mark someone else's reason as a fair point; returns 0 when it was marked already."""

UNFAIR = Change("polls.unfair")
TRACE = Change("polls.trace")
"""Keep a use of power over a poll, to be read on its card."""

TIGHTEN_SEEN = Change("polls.tighten_seen")
"""Make how people are seen in an open poll ``after`` where it is ``before``; returns 0 where it is not."""

TIGHTEN_TOTALS = Change("polls.tighten_totals")
"""The same for when its numbers are shown."""

HEAR = Change("polls.hear")
"""Someone has asked to be heard ``at`` an instant, and it closes at ``closes_at`` now; returns 0 where that was done
before, or it is not open."""

QUIET = Change("polls.quiet")
"""The card of a secret poll asks everyone for words from now on."""

END = Change("polls.end")
"""An open poll takes no more answers and waits to be counted; returns 0 when it is not open any more, or someone has
asked to be heard and the time for that is not over."""

FREEZE = Change("polls.freeze")
"""Keep the result of a poll that waits to be counted; returns 0 when it has one."""
