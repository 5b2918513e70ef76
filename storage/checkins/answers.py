"""What was said in rounds: under a name, in a journal, or in a box; and what members choose for themselves."""

import json
from typing import Any

from sqlalchemy import BindParameter, Table, and_, bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from bot.chat.ids import PersonId
from bot.checkins import views as core
from bot.checkins.actions.rounds import REMINDER
from bot.checkins.model import Answer, Entry, Seen
from bot.choices import QUIET, QUIETEN, UNQUIET, UNQUIET_ALL
from storage.checkins.schedules import as_round, round_columns, with_checkin
from storage.statements import Changes, Row, Views, query
from storage.tables import (
    checkin_answers,
    checkin_box,
    checkin_marks,
    checkin_passes,
    checkin_reminders,
    checkin_rests,
    checkin_rounds,
    checkin_shown,
    checkins,
    outbox,
    quiet,
)
from storage.values import moment

_round: BindParameter[Any] = bindparam("round")
_number: BindParameter[Any] = bindparam("number")
_tag: BindParameter[Any] = bindparam("tag")
_community: BindParameter[Any] = bindparam("community")
_person: BindParameter[Any] = bindparam("person")
_checkin: BindParameter[Any] = bindparam("checkin")
_until: BindParameter[Any] = bindparam("until")
_now: BindParameter[Any] = bindparam("now")


def _answer(row: Row) -> Answer:
    answer, person, said, at = row
    return Answer(answer, PersonId(person), tuple(json.loads(said)), moment(at))


def _entries(rows: list[Row]) -> list[Entry]:
    return [Entry(as_round(row[4:]), _answer(row[:4])) for row in rows]


_answer_columns = (checkin_answers.c.id, checkin_answers.c.person, checkin_answers.c.said, checkin_answers.c.at)
_entry_rows = select(*_answer_columns, *round_columns).select_from(
    checkin_answers.join(with_checkin, checkin_rounds.c.id == checkin_answers.c.round)
)

VIEWS: Views = {
    core.OWN: query(
        lambda rows: _answer(rows[0]) if rows else None,
        select(*_answer_columns).where(checkin_answers.c.round == _round, checkin_answers.c.person == _person),
    ),
    core.ENTRY: query(
        lambda rows: next(iter(_entries(rows)), None),
        _entry_rows.where(checkin_answers.c.id == bindparam("subject")),
    ),
    core.JOURNAL: query(
        _entries,
        _entry_rows.where(
            checkins.c.community == _community,
            checkin_rounds.c.seen_as == Seen.PRIVATE.value,
            checkin_answers.c.person == _person,
        )
        .order_by(checkin_answers.c.at.desc(), checkin_answers.c.id)
        .limit(bindparam("limit"))
        .offset(bindparam("skip")),
    ),
    core.SAID: query(
        lambda rows: rows[0][0] if rows else None,
        select(checkin_box.c.said).where(
            checkin_box.c.round == _round, checkin_box.c.number == _number, checkin_box.c.tag == _tag
        ),
    ),
    core.BOX: query(
        lambda rows: [(number, said) for number, said in rows],
        select(checkin_box.c.number, checkin_box.c.said)
        .where(checkin_box.c.round == _round)
        .order_by(checkin_box.c.number, checkin_box.c.tag),
    ),
    core.MARKS: query(
        lambda rows: [(number, int(mark)) for number, mark in rows],
        select(checkin_marks.c.number, checkin_marks.c.mark).where(checkin_marks.c.round == _round),
    ),
    core.PASSED: query(
        bool,
        select(checkin_passes.c.tag).where(checkin_passes.c.round == _round, checkin_passes.c.tag == _tag),
    ),
    core.REMINDED: query(
        lambda rows: [PersonId(person) for (person,) in rows],
        select(checkin_reminders.c.person).where(checkin_reminders.c.checkin == _checkin),
    ),
    core.RESTING: query(
        lambda rows: moment(rows[0][0]) if rows else None,
        select(checkin_rests.c.until).where(
            checkin_rests.c.community == _community, checkin_rests.c.person == _person, checkin_rests.c.until > _now
        ),
    ),
    QUIET: query(
        bool,
        select(quiet.c.tag).where(quiet.c.community == _community, quiet.c.tag == _tag, quiet.c.until > _now),
    ),
}


def _set_until(table: Table, key: str) -> Any:
    return (
        insert(table)
        .values(community=_community, until=_until, **{key: bindparam(key)})
        .on_conflict_do_update(index_elements=["community", key], set_={"until": _until})
    )


_in_question = {"round": _round, "number": _number}
_earlier_rounds = select(checkin_rounds.c.id).where(
    checkin_rounds.c.checkin == _checkin, checkin_rounds.c.day < bindparam("day")
)

CHANGES: Changes = {
    core.ANSWER: insert(checkin_answers)
    .values(**{name: bindparam(name) for name in ("id", "round", "person", "said", "at")})
    .on_conflict_do_update(index_elements=["round", "person"], set_={"said": bindparam("said"), "at": bindparam("at")}),
    core.UNANSWER: delete(checkin_answers).where(
        checkin_answers.c.round == _round, checkin_answers.c.person == _person
    ),
    core.PUT: insert(checkin_box)
    .values(**_in_question, tag=_tag, said=bindparam("said"))
    .on_conflict_do_update(index_elements=["round", "number", "tag"], set_={"said": bindparam("said")}),
    core.TAKE: delete(checkin_box).where(
        and_(checkin_box.c.round == _round, checkin_box.c.number == _number), checkin_box.c.tag == _tag
    ),
    core.MARK: insert(checkin_marks).values(**_in_question, mark=bindparam("mark")).on_conflict_do_nothing(),
    core.UNMARK: delete(checkin_marks).where(
        checkin_marks.c.round == _round, checkin_marks.c.number == _number, checkin_marks.c.mark == bindparam("mark")
    ),
    core.SHOW: insert(checkin_shown).values(
        **_in_question, **{name: bindparam(name) for name in ("asked", "counts", "words", "sums")}
    ),
    core.FORGET_SUMS: update(checkin_shown).where(checkin_shown.c.round.in_(_earlier_rounds)).values(sums="[]"),
    core.CLEAR: (
        delete(checkin_box).where(checkin_box.c.round == _round),
        delete(checkin_marks).where(checkin_marks.c.round == _round),
        delete(checkin_passes).where(checkin_passes.c.round == _round),
        delete(outbox).where(outbox.c.face == REMINDER, outbox.c.subject == _round),
    ),
    core.PASS: insert(checkin_passes).values(round=_round, tag=_tag).on_conflict_do_nothing(),
    core.UNPASS: delete(checkin_passes).where(checkin_passes.c.round == _round, checkin_passes.c.tag == _tag),
    core.REMIND: insert(checkin_reminders).values(checkin=_checkin, person=_person).on_conflict_do_nothing(),
    core.UNREMIND: delete(checkin_reminders).where(
        checkin_reminders.c.checkin == _checkin, checkin_reminders.c.person == _person
    ),
    core.PAUSE: _set_until(checkin_rests, "person"),
    core.GO_ON: delete(checkin_rests).where(checkin_rests.c.community == _community, checkin_rests.c.person == _person),
    QUIETEN: _set_until(quiet, "tag"),
    UNQUIET: delete(quiet).where(quiet.c.community == _community, quiet.c.tag == _tag),
    UNQUIET_ALL: delete(quiet).where(quiet.c.community == _community, quiet.c.until <= _now),
}
