"""Check-ins and their rounds: what comes when, what is open, what was shown when it closed."""

import json
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import BindParameter, and_, bindparam, delete, exists, false, func, or_, select, true, update
from sqlalchemy.dialects.postgresql import insert

from bot.chat.ids import CommunityId, PersonId, PlaceId
from bot.checkins import views as core
from bot.checkins.actions.rounds import FACE
from bot.checkins.model import CheckIn, Kind, Question, Round, RoundCard, Seen, Shown
from bot.checkins.recurrence import Off, Rhythm, Shift, Slot
from bot.settings import Name
from storage.statements import Changes, Row, Views, query
from storage.tables import checkin_answers, checkin_reminders, checkin_rounds, checkin_shown, checkins, outbox, settings
from storage.values import maybe_moment, moment

_subject: BindParameter[Any] = bindparam("subject")
_community: BindParameter[Any] = bindparam("community")
_person: BindParameter[Any] = bindparam("person")
_checkin: BindParameter[Any] = bindparam("checkin")


# --- row to model -------------------------------------------------------------------------------------------------


def _checkins(rows: list[Row]) -> list[CheckIn]:
    return [_check_in(*row) for row in rows]


def _check_in(
    checkin: str, community: str, place: str, maker: str, name: str, kind: str, questions: str, rotates: bool,
    seen: str, days: str, hour: str, every: int, since: str, zone: str, off: str, follows: bool, open_for: int,
    ended: bool, asked: int, missed: int, last_day: str | None, next_day: str | None, next_at: int | None,
    shift: str | None,
) -> CheckIn:  # fmt: skip
    rhythm = Rhythm(
        days=frozenset(json.loads(days)),
        at=time.fromisoformat(hour),
        every=every,
        since=date.fromisoformat(since),
        zone=zone,
        off=tuple(Off(date.fromisoformat(first), date.fromisoformat(last)) for first, last in json.loads(off)),
    )
    pending = None
    if next_day is not None and next_at is not None:
        pending = Slot(date.fromisoformat(next_day), moment(next_at), Shift[shift] if shift else None)
    return CheckIn(
        id=checkin,
        community=CommunityId(community),
        place=PlaceId(place),
        maker=PersonId(maker),
        name=name,
        kind=Kind(kind),
        questions=tuple(json.loads(questions)),
        rotates=bool(rotates),
        seen=Seen(seen),
        rhythm=rhythm,
        follows=bool(follows),
        open_for=timedelta(microseconds=open_for),
        ended=bool(ended),
        asked=asked,
        missed=missed,
        last_day=date.fromisoformat(last_day) if last_day else None,
        pending=pending,
    )


def as_round(row: Row) -> Round:
    """A round from its columns."""
    found, checkin, community, place, name, kind, seen, maker, questions, day, due, opened, closes, missed, closed = row
    return Round(
        id=found,
        checkin=checkin,
        community=CommunityId(community),
        place=PlaceId(place),
        name=name,
        kind=Kind(kind),
        seen=Seen(seen),
        maker=PersonId(maker),
        questions=tuple(Question(words, tuple(choices)) for words, choices in json.loads(questions)),
        day=date.fromisoformat(day),
        due_at=moment(due),
        opened_at=moment(opened),
        closes_at=moment(closes),
        missed=missed,
        closed=bool(closed),
    )


def _shown(rows: list[Row]) -> list[Shown]:
    return [
        Shown(
            round=of,
            number=number,
            asked=Question(words_asked, tuple(choices)),
            counts=tuple(json.loads(counts)),
            words=tuple(json.loads(words)),
            sums=tuple(json.loads(sums)),
            day=date.fromisoformat(day),
        )
        for of, number, asked, counts, words, sums, day in rows
        for words_asked, choices in [json.loads(asked)]
    ]


def _card(
    rounds: list[Row], signposts: list[Row], shown: list[Row], before: list[Row], promised: list[Row]
) -> RoundCard | None:
    if not rounds:
        return None
    of, line = as_round(rounds[0]), signposts[0][0] if signposts else ""
    until_now = Seen(promised[0][0]) if promised else of.seen
    return RoundCard(of, line, tuple(_shown(shown)), tuple(_shown(before)), until_now)


# --- statements ---------------------------------------------------------------------------------------------------

_check_in_columns = (
    checkins.c.id, checkins.c.community, checkins.c.place, checkins.c.maker, checkins.c.name, checkins.c.kind,
    checkins.c.questions, checkins.c.rotates, checkins.c.seen_as, checkins.c.days, checkins.c.hour, checkins.c.every,
    checkins.c.since, checkins.c.zone, checkins.c.off, checkins.c.follows, checkins.c.open_for, checkins.c.ended,
    checkins.c.asked, checkins.c.missed, checkins.c.last_day, checkins.c.next_day, checkins.c.next_at,
    checkins.c.shift,
)  # fmt: skip
round_columns = (
    checkin_rounds.c.id, checkin_rounds.c.checkin, checkins.c.community, checkin_rounds.c.place, checkin_rounds.c.name,
    checkin_rounds.c.kind, checkin_rounds.c.seen_as, checkins.c.maker, checkin_rounds.c.questions, checkin_rounds.c.day,
    checkin_rounds.c.due_at, checkin_rounds.c.opened_at, checkin_rounds.c.closes_at, checkin_rounds.c.missed,
    checkin_rounds.c.closed,
)  # fmt: skip
with_checkin = checkin_rounds.join(checkins, checkins.c.id == checkin_rounds.c.checkin)
_rounds = select(*round_columns).select_from(with_checkin)
_shown_rows = select(
    checkin_shown.c.round,
    checkin_shown.c.number,
    checkin_shown.c.asked,
    checkin_shown.c.counts,
    checkin_shown.c.words,
    checkin_shown.c.sums,
    checkin_rounds.c.day,
).join(checkin_rounds, checkin_rounds.c.id == checkin_shown.c.round)
_this = checkin_rounds.alias()
_before = and_(_this.c.checkin == checkin_rounds.c.checkin, _this.c.day > checkin_rounds.c.day)


def may_know(of: Any, where: Any) -> Any:
    """Check-ins of the place where someone asks (``where`` it is asked), and those that they have made, answered by
    name or want to be reminded of: a channel may be private, and what comes back in it is not told to whoever can not
    see it."""
    rounds = checkin_rounds.alias()
    answered = exists().where(
        rounds.c.checkin == of.c.id, checkin_answers.c.round == rounds.c.id, checkin_answers.c.person == _person
    )
    reminded = exists().where(checkin_reminders.c.checkin == of.c.id, checkin_reminders.c.person == _person)
    return or_(where == bindparam("place"), of.c.maker == _person, answered, reminded)


VIEWS: Views = {
    core.CHECKIN: query(
        lambda rows: next(iter(_checkins(rows)), None), select(*_check_in_columns).where(checkins.c.id == _subject)
    ),
    core.HERE: query(
        _checkins,
        select(*_check_in_columns)
        .where(checkins.c.community == _community, ~checkins.c.ended, may_know(checkins, checkins.c.place))
        .order_by(checkins.c.name, checkins.c.id),
    ),
    core.FOLLOWING: query(
        _checkins,
        select(*_check_in_columns)
        .where(checkins.c.community == _community, ~checkins.c.ended, checkins.c.follows)
        .order_by(checkins.c.id),
    ),
    core.ROUND: query(lambda rows: as_round(rows[0]) if rows else None, _rounds.where(checkin_rounds.c.id == _subject)),
    core.CARD: query(
        _card,
        _rounds.where(checkin_rounds.c.id == _subject),
        select(settings.c.value)
        .select_from(with_checkin.join(settings, settings.c.community == checkins.c.community))
        .where(checkin_rounds.c.id == _subject, settings.c.name == Name.SIGNPOSTS.value),
        _shown_rows.where(checkin_shown.c.round == _subject).order_by(checkin_shown.c.number),
        _shown_rows.join(_this, _before)
        .where(_this.c.id == _subject, _this.c.place == checkin_rounds.c.place)
        .order_by(checkin_rounds.c.day, checkin_shown.c.number),
        select(checkin_rounds.c.seen_as)
        .join(_this, _before)
        .where(_this.c.id == _subject)
        .order_by(checkin_rounds.c.day.desc())
        .limit(1),
    ),
    core.OPEN: query(
        lambda rows: [as_round(row) for row in rows],
        _rounds.where(
            checkins.c.community == _community,
            ~checkin_rounds.c.closed,
            checkin_rounds.c.closes_at > bindparam("now"),
            may_know(checkins, checkin_rounds.c.place),
        ).order_by(checkin_rounds.c.closes_at, checkin_rounds.c.id),
    ),
    core.UNCLOSED: query(
        lambda rows: [as_round(row) for row in rows],
        _rounds.where(checkins.c.community == _community, ~checkin_rounds.c.closed).order_by(checkin_rounds.c.id),
    ),
    core.UNHEARD: query(
        bool,
        select(outbox.c.key).where(
            outbox.c.face == FACE,
            outbox.c.state == "dead",
            outbox.c.subject
            == select(checkin_rounds.c.id)
            .where(checkin_rounds.c.checkin == _checkin)
            .order_by(checkin_rounds.c.day.desc())
            .limit(1)
            .scalar_subquery(),
        ),
    ),
    core.SHOWN: query(
        _shown,
        _shown_rows.where(checkin_rounds.c.checkin == _checkin).order_by(checkin_rounds.c.day, checkin_shown.c.number),
    ),
    core.OVER_TIME: query(
        _shown,
        _shown_rows.join(checkins, checkins.c.id == checkin_rounds.c.checkin)
        .where(checkin_rounds.c.checkin == _checkin, checkin_rounds.c.place == checkins.c.place)
        .order_by(checkin_rounds.c.day, checkin_shown.c.number),
    ),
    core.OPEN_UNTIL: query(
        lambda rows: maybe_moment(rows[0][0]),
        select(func.max(checkin_rounds.c.closes_at)).where(
            checkin_rounds.c.checkin == _checkin, ~checkin_rounds.c.closed
        ),
    ),
}

_started = (
    "id", "community", "place", "maker", "name", "kind", "questions", "rotates", "seen_as", "days", "hour", "every",
    "since", "zone", "off", "follows", "open_for", "next_day", "next_at", "shift",
)  # fmt: skip
_altered = (
    "place", "name", "kind", "questions", "rotates", "seen_as", "days", "hour", "every", "since", "off", "follows",
    "open_for",
)  # fmt: skip
_opened = (
    "id",
    "checkin",
    "place",
    "name",
    "kind",
    "seen_as",
    "day",
    "questions",
    "due_at",
    "opened_at",
    "closes_at",
    "missed",
)
_the_checkin = update(checkins).where(checkins.c.id == _checkin)

CHANGES: Changes = {
    core.START: insert(checkins).values(
        **{name: bindparam(name) for name in _started}, ended=false(), asked=0, missed=0, last_day=None
    ),
    core.SETTLE: _the_checkin.values(**{name: bindparam(name) for name in ("last_day", "asked", "missed")}),
    core.AIM: _the_checkin.where(~checkins.c.ended).values(
        zone=bindparam("zone"), next_day=bindparam("day"), next_at=bindparam("at"), shift=bindparam("shift")
    ),
    core.ALTER: _the_checkin.where(~checkins.c.ended).values(**{name: bindparam(name) for name in _altered}),
    core.REST: _the_checkin.values(off=bindparam("off")),
    core.END: _the_checkin.where(~checkins.c.ended).values(ended=true(), next_day=None, next_at=None, shift=None),
    core.TRY_AGAIN: delete(outbox).where(
        outbox.c.face == FACE,
        outbox.c.state == "dead",
        outbox.c.subject.in_(select(checkin_rounds.c.id).where(checkin_rounds.c.checkin == _checkin)),
    ),
    core.OPEN_ROUND: insert(checkin_rounds)
    .values(**{name: bindparam(name) for name in _opened}, closed=false())
    .on_conflict_do_nothing(index_elements=["checkin", "day"]),
    core.CLOSE_ROUND: update(checkin_rounds)
    .where(checkin_rounds.c.id == bindparam("round"), ~checkin_rounds.c.closed)
    .values(closed=true()),
}
