"""Thanks as statements and rows; see ``bot.thanks.views``. No statement here groups or orders by a person."""

import json
from collections import defaultdict
from typing import Any

from sqlalchemy import BindParameter, and_, bindparam, case, delete, exists, false, func, or_, select, true, update
from sqlalchemy.dialects.postgresql import insert

from bot.chat.ids import CommunityId, PersonId, PlaceId
from bot.thanks import views as core
from bot.thanks.model import Consent, Other, Suggestion, Tally, Thanked, Thanks
from storage.acts import WEEK
from storage.statements import Changes, Row, Views, query
from storage.tables import act_words, nameable, thanked, thanked_others, thanks, unthanked, weeks
from storage.values import moment

_subject: BindParameter[Any] = bindparam("subject")
_community: BindParameter[Any] = bindparam("community")
_person: BindParameter[Any] = bindparam("person")


# --- row to model -------------------------------------------------------------------------------------------------


def _all(rows: list[Row], people_rows: list[Row], other_rows: list[Row]) -> list[Thanks]:
    """The thanks that stand by themselves, with what others added to them."""
    people: defaultdict[str, list[Thanked]] = defaultdict(list)
    for thanked_id, of, person, consent, name, never in people_rows:
        said = Consent(consent) if consent is not None else None
        people[of].append(Thanked(thanked_id, PersonId(person), said, name, bool(never)))
    others: defaultdict[str, list[Other]] = defaultdict(list)
    for other, of, words, shown in other_rows:
        others[of].append(Other(other, words, None if shown is None else bool(shown)))
    too: defaultdict[str, list[Thanks]] = defaultdict(list)
    for row in rows:
        if row[3] is not None:
            too[row[3]].append(_thanks(row, people, others, []))
    return [_thanks(row, people, others, too[row[0]]) for row in rows if row[3] is None]


def _thanks(row: Row, people: dict[str, list[Thanked]], others: dict[str, list[Other]], too: list[Thanks]) -> Thanks:
    thanks_id, community, place, _, giver, giver_name, named, words, tags, own, at, gone = row
    return Thanks(
        id=thanks_id,
        community=CommunityId(community),
        place=PlaceId(place),
        giver=PersonId(giver),
        giver_name=giver_name,
        named=bool(named),
        words=words,
        tags=tuple(json.loads(tags)),
        own=bool(own),
        at=moment(at),
        gone=bool(gone),
        people=tuple(people[thanks_id]),
        others=tuple(others[thanks_id]),
        too=tuple(too),
    )


def _one(rows: list[Row], people: list[Row], others: list[Row]) -> Thanks | None:
    return next(iter(_all(rows, people, others)), None)


def _asked(asked: list[Row], rows: list[Row], people: list[Row], others: list[Row]) -> tuple[Thanks, str] | None:
    found = next(iter(_separate(rows, people, others)), None)
    return (found, asked[0][0]) if found is not None and asked else None


def _suggestion(rows: list[Row]) -> Suggestion | None:
    for suggestion, person, word, adds, until, minded, settled in rows:
        return Suggestion(suggestion, PersonId(person), word, bool(adds), moment(until), bool(minded), bool(settled))
    return None


# --- statements ---------------------------------------------------------------------------------------------------

_columns = (
    thanks.c.id, thanks.c.community, thanks.c.place, thanks.c.under, thanks.c.giver, thanks.c.giver_name,
    thanks.c.named, thanks.c.words, thanks.c.tags, thanks.c.own, thanks.c.at, thanks.c.gone,
)  # fmt: skip
_never = exists().where(unthanked.c.community == thanks.c.community, unthanked.c.person == thanked.c.person)


def _whole(which: Any) -> tuple[Any, Any, Any]:
    """The three statements that together give the thanks for which ``which`` holds."""
    return (
        select(*_columns).where(which).order_by(thanks.c.id),
        select(thanked.c.id, thanked.c.thanks, thanked.c.person, thanked.c.consent, thanked.c.name, _never)
        .join(thanks, thanks.c.id == thanked.c.thanks)
        .where(which)
        .order_by(thanked.c.id),
        select(thanked_others.c.id, thanked_others.c.thanks, thanked_others.c.words, thanked_others.c.shown)
        .join(thanks, thanks.c.id == thanked_others.c.thanks)
        .where(which)
        .order_by(thanked_others.c.id),
    )


_first = select(thanks.c.id).where(
    thanks.c.community == _community,
    thanks.c.under.is_(None),
    thanks.c.at >= bindparam("since"),
    thanks.c.at < bindparam("until"),
    func.lower(thanks.c.words + " " + thanks.c.tags).like(func.lower(bindparam("like")), escape="\\"),
)
_in_story = or_(thanks.c.id.in_(_first), thanks.c.under.in_(_first))

_where_asked = or_(
    thanks.c.id == select(thanked.c.thanks).where(thanked.c.id == _subject).scalar_subquery(),
    thanks.c.id == select(thanked_others.c.thanks).where(thanked_others.c.id == _subject).scalar_subquery(),
)
_asked_ids = (
    select(thanked.c.id)
    .where(thanked.c.id == _subject)
    .union_all(select(thanked_others.c.id).where(thanked_others.c.id == _subject))
)

_about_me = select(thanked.c.thanks).where(thanked.c.person == _person)
_mine = and_(thanks.c.community == _community, or_(thanks.c.giver == _person, thanks.c.id.in_(_about_me)))
_newest_mine = select(thanks.c.id).where(_mine).order_by(thanks.c.at.desc()).limit(bindparam("limit"))


def _separate(rows: list[Row], people: list[Row], others: list[Row]) -> list[Thanks]:
    """Each by itself, the newest first."""
    by_themselves: list[Row] = [(*row[:3], None, *row[4:]) for row in rows]
    alone = _all(by_themselves, people, others)
    return sorted(alone, key=lambda found: found.at, reverse=True)


_shown_people = (
    select(func.count(), func.count(func.distinct(thanked.c.person)))
    .select_from(thanked.join(thanks, thanks.c.id == thanked.c.thanks))
    .where(
        thanks.c.community == _community,
        thanks.c.at >= bindparam("since"),
        ~thanks.c.gone,
        ~_never,
        or_(thanked.c.consent == Consent.SHARE.value, thanked.c.consent == Consent.UNNAMED.value),
    )
)

VIEWS: Views = {
    core.WEEK: WEEK,
    core.WEEKS: query(
        lambda rows: [week for (week,) in rows],
        select(weeks.c.id).where(weeks.c.community == _community, weeks.c.until >= bindparam("since")),
    ),
    core.NAMEABLE: query(
        bool, select(nameable.c.person).where(nameable.c.community == _community, nameable.c.person == _person)
    ),
    core.THANKS: query(_one, *_whole(or_(thanks.c.id == _subject, thanks.c.under == _subject))),
    core.ASKED: query(_asked, _asked_ids, *_whole(_where_asked)),
    core.TOP: query(
        lambda rows: rows[0][0],
        select(func.coalesce(thanks.c.under, thanks.c.id)).where(thanks.c.id == bindparam("thanks")),
    ),
    core.STORY: query(_all, *_whole(_in_story)),
    core.MINE: query(_separate, *_whole(thanks.c.id.in_(_newest_mine))),
    core.TALLY: query(lambda rows: Tally(*rows[0]), _shown_people),
    core.NEVER: query(
        bool,
        select(unthanked.c.person).where(unthanked.c.community == _community, unthanked.c.person == _person),
    ),
    core.VOCABULARY: query(
        lambda rows: {word: bool(adds) for word, adds in rows},
        select(act_words.c.word, act_words.c.adds)
        .where(act_words.c.community == _community, act_words.c.settled, ~act_words.c.minded)
        .order_by(act_words.c.until),
    ),
    core.SUGGESTION: query(
        _suggestion,
        select(
            act_words.c.id,
            act_words.c.person,
            act_words.c.word,
            act_words.c.adds,
            act_words.c.until,
            act_words.c.minded,
            act_words.c.settled,
        ).where(act_words.c.id == _subject),
    ),
}

_given = ("id", "community", "place", "under", "giver", "giver_name", "named", "words", "tags", "own", "at")
_suggested = ("id", "community", "person", "word", "adds", "until")

CHANGES: Changes = {
    core.LIST_WEEK: insert(weeks).values(
        **{name: bindparam(name) for name in ("id", "community", "place", "since", "until")}
    ),
    core.MAY_NAME: insert(nameable).values(community=_community, person=_person).on_conflict_do_nothing(),
    core.MAY_NOT_NAME: delete(nameable).where(nameable.c.community == _community, nameable.c.person == _person),
    core.GIVE: insert(thanks).values(**{name: bindparam(name) for name in _given}, gone=false()),
    core.ASK: insert(thanked)
    .values(id=bindparam("id"), thanks=bindparam("thanks"), person=_person, consent=None, name="")
    .on_conflict_do_nothing(),
    core.ASK_OTHERS: insert(thanked_others).values(
        id=bindparam("id"), thanks=bindparam("thanks"), words=bindparam("words"), shown=None
    ),
    core.CONSENT: update(thanked)
    .where(thanked.c.id == bindparam("asked"), thanked.c.person == bindparam("whose"))
    .values(consent=bindparam("consent"), name=bindparam("name")),
    core.SPEAK_FOR: update(thanked_others)
    .where(thanked_others.c.id == bindparam("asked"))
    .values(shown=case((thanked_others.c.shown.is_(False), false()), else_=bindparam("shown"))),
    core.TAKE_BACK: update(thanks)
    .where(thanks.c.id == bindparam("thanks"), thanks.c.giver == _person)
    .values(gone=true(), words="", tags="[]"),
    core.SAY_NEVER: insert(unthanked).values(community=_community, person=_person).on_conflict_do_nothing(),
    core.UNSAY_NEVER: delete(unthanked).where(unthanked.c.community == _community, unthanked.c.person == _person),
    core.SUGGEST: insert(act_words).values(
        **{name: bindparam(name) for name in _suggested}, minded=false(), settled=false()
    ),
    core.MIND: update(act_words)
    .where(act_words.c.id == bindparam("suggestion"), ~act_words.c.minded, ~act_words.c.settled)
    .values(minded=true()),
    core.ADOPT: update(act_words)
    .where(act_words.c.id == bindparam("suggestion"), ~act_words.c.minded)
    .values(settled=true()),
}
