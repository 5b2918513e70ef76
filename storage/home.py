"""Everything that is open, in one statement; a feature with open things adds its part of it here."""

from sqlalchemy import and_, bindparam, case, exists, literal, null, select, union_all

from bot.home import views as core
from bot.home.model import OpenThing
from bot.polls.model import SeenAs, State
from storage.polls import may_know
from storage.statements import Changes, Row, Views, query
from storage.tables import ballots, polls
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
_all = union_all(_polls).subquery()

VIEWS: Views = {core.OPEN: query(_open, select(*_all.c).order_by(_all.c.ends, _all.c.id).limit(bindparam("limit")))}
CHANGES: Changes = {}
