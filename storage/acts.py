"""What happened in a week and nobody was thanked for yet, found in the rows of every feature: no second log of it."""

from typing import Any

from sqlalchemy import String, and_, bindparam, case, exists, false, func, literal, null, or_, select, union_all

from bot.chat.hidden import BEGINS
from bot.chat.ids import PersonId
from bot.polls.model import SeenAs, State
from bot.proposals.model import Fate
from bot.thanks.model import Act, Consent, Kind, Week
from storage.statements import Row, query
from storage.tables import (
    checkin_rounds,
    checkins,
    fair_points,
    nameable,
    options,
    polls,
    proposals,
    reasons,
    resources,
    steps,
    suggestions,
    thanked,
    thanks,
    unthanked,
    weeks,
)


def _act(kind: Kind, of: Any, words: Any, person: Any, at: Any, everywhere: Any = None) -> Any:
    """A kind of act as rows: where it happened, its words, who did it (NULL where that is theirs alone), when."""
    return select(
        literal(kind.value).label("kind"),
        of.c.community.label("community"),
        of.c.place.label("place"),
        (false() if everywhere is None else everywhere).label("everywhere"),
        words.label("words"),
        person.label("person"),
        at.label("at"),
    )


_nobody = null().cast(String)
_called_fair = exists().where(fair_points.c.reason == reasons.c.id, fair_points.c.marker != reasons.c.person)
_ended = polls.c.state == State.CLOSED.value

_acts = union_all(
    _act(Kind.FAIR, polls, reasons.c.words, case((reasons.c.named, reasons.c.person), else_=_nobody), polls.c.ended_at)
    .join(reasons, reasons.c.poll == polls.c.id)
    .where(_ended, _called_fair),
    _act(
        Kind.OPTION,
        polls,
        options.c.words,
        case((polls.c.seen_as == SeenAs.SECRET.value, _nobody), else_=options.c.added_by),
        options.c.added_at,
    )
    .join(options, options.c.poll == polls.c.id)
    .where(options.c.added_by.is_not(None), options.c.added_by != polls.c.asker),
    _act(Kind.SHARED, resources, resources.c.words, resources.c.person, resources.c.at, resources.c.everywhere).where(
        ~resources.c.gone
    ),
    _act(Kind.HOSTED, checkins, checkins.c.name, checkins.c.maker, checkin_rounds.c.closes_at)
    .join(checkin_rounds, checkin_rounds.c.checkin == checkins.c.id)
    .where(checkin_rounds.c.closed),
    _act(
        Kind.FOLDED,
        proposals,
        proposals.c.title,
        case((suggestions.c.named, suggestions.c.person), else_=_nobody),
        suggestions.c.settled_at,
    )
    .join(suggestions, suggestions.c.proposal == proposals.c.id)
    .where(suggestions.c.fate == Fate.FOLDED.value),
    _act(Kind.STEP, proposals, steps.c.words, steps.c.owner, steps.c.done_at)
    .join(steps, steps.c.proposal == proposals.c.id)
    .where(steps.c.done_at.is_not(None)),
).subquery()

_never = exists().where(unthanked.c.community == thanks.c.community, unthanked.c.person == thanked.c.person)
# Only thanks that everyone can read with that name: that someone was thanked in private must not be seen from here.
_thanked_since = exists().where(
    thanks.c.id == thanked.c.thanks,
    thanks.c.community == _acts.c.community,
    thanked.c.person == _acts.c.person,
    thanked.c.consent == Consent.SHARE.value,
    ~thanks.c.gone,
    ~_never,
    thanks.c.at >= _acts.c.at,
)
_may_be_named = exists().where(nameable.c.community == _acts.c.community, nameable.c.person == _acts.c.person)
_here = or_(_acts.c.everywhere, _acts.c.place == weeks.c.place)


def _week(found: list[Row], rows: list[Row]) -> Week | None:
    if not found:
        return None
    acts = tuple(
        Act(Kind(kind), words, PersonId(person) if person else None) for kind, words, person, here in rows if here
    )
    elsewhere = {Kind(kind) for kind, _, _, here in rows if not here}
    return Week(acts, tuple(kind for kind in Kind if kind in elsewhere))


WEEK = query(
    _week,
    select(weeks.c.id).where(weeks.c.id == bindparam("subject")),
    select(
        _acts.c.kind,
        case((_here, _acts.c.words), else_=""),
        case((and_(_here, _may_be_named), _acts.c.person), else_=_nobody),
        case((_here, 1), else_=0),
    )
    .join(
        weeks,
        and_(weeks.c.community == _acts.c.community, _acts.c.at >= weeks.c.since, _acts.c.at < weeks.c.until),
    )
    .where(
        weeks.c.id == bindparam("subject"),
        _acts.c.words != "",
        ~func.coalesce(_acts.c.words, "").contains(BEGINS),
        ~_thanked_since,
    )
    # By what was said, which tells nothing of who or how often.
    .order_by(_acts.c.words, _acts.c.kind, _acts.c.at),
)
