"""Everything that is open, in one statement; a feature with open things adds its part of it here."""

from sqlalchemy import and_, bindparam, case, exists, literal, null, or_, select, union_all

from bot.home import views as core
from bot.home.model import OpenThing
from bot.polls.model import SeenAs, State
from bot.proposals.model import State as Stage
from storage import proposals as of_proposals
from storage.polls import may_know
from storage.statements import Changes, Row, Views, query
from storage.tables import ballots, polls, proposals
from storage.values import moment


def _open(rows: list[Row]) -> list[OpenThing]:
    return [
        OpenThing(kind, thing, title, moment(ends), None if done is None else bool(done))
        for kind, thing, title, ends, done in rows
    ]


_mine = exists().where(
    ballots.c.poll == polls.c.id, ballots.c.person == bindparam("person"), ballots.c.choice.is_not(None)
)
_polls = select(
    literal("poll").label("kind"),
    polls.c.id,
    polls.c.question,
    polls.c.closes_at.label("ends"),
    # Whether someone has answered a secret poll stands nowhere: only their own press can ask.
    case((polls.c.seen_as == SeenAs.SECRET.value, null()), else_=_mine).label("done"),
).where(
    and_(
        polls.c.community == bindparam("community"),
        polls.c.state == State.OPEN.value,
        polls.c.closes_at > bindparam("now"),
        may_know(polls),
    )
)
_shaped = select(
    literal("proposal").label("kind"),
    proposals.c.id,
    proposals.c.title,
    proposals.c.shaped_until.label("ends"),
    or_(*(of_proposals.took_part(table, proposals) for table in of_proposals.TAKEN_PART)).label("done"),
).where(
    and_(
        proposals.c.community == bindparam("community"),
        proposals.c.state == Stage.SHAPING.value,
        proposals.c.shaped_until > bindparam("now"),
        of_proposals.may_know(proposals),
    )
)
"""Shaping asks nobody for anything: it waits for someone until they have added to it, and then it is coming up."""

_all = union_all(_polls, _shaped).subquery()

VIEWS: Views = {core.OPEN: query(_open, select(*_all.c).order_by(_all.c.ends, _all.c.id).limit(bindparam("limit")))}
CHANGES: Changes = {}
