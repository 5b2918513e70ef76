"""Words in check-ins: what one is called, what people said with their names, and what was shown without."""

from sqlalchemy import String, and_, func, literal, or_, select

from bot.checkins.model import Seen
from bot.power import Deed
from storage.hideable.words import Copy, Hideable, community, subject
from storage.tables import checkin_answers, checkin_rounds, checkin_shown, checkins, power

_here = checkins.c.community == community
_rounds = (
    select(checkin_rounds.c.id).join(checkins, checkins.c.id == checkin_rounds.c.checkin).where(_here).correlate(None)
)
_named = _rounds.where(checkin_rounds.c.seen_as == Seen.NAMED.value)
_newest = (
    select(checkin_rounds.c.id)
    .where(checkin_rounds.c.checkin == checkins.c.id)
    .order_by(checkin_rounds.c.day.desc())
    .limit(1)
    .correlate(checkins)
    .scalar_subquery()
)
_shown_on = func.coalesce(_newest, checkins.c.id)
"""Its newest round; where it has had none, what said that it was started."""

_done_to_one = or_(
    *(power.c.deed == deed.value for deed in (Deed.PAUSED, Deed.RESUMED, Deed.ENDED, Deed.CHANGED, Deed.RENAMED)),
    power.c.deed == Deed.RELOCATED.value,
)

HIDEABLE = (
    # Why someone did something to a check-in stands nowhere but in the log, and in the post that tells of it.
    Hideable(
        "checkin.deed",
        power.c.why,
        power.c.id,
        power.c.id,
        and_(power.c.community == community, _done_to_one),
        power.c.thing,
        power.c.person,
    ),
    Hideable("checkin.name", checkins.c.name, checkins.c.id, _shown_on, _here, author=checkins.c.maker),
    Hideable(
        "checkin.question", checkins.c.questions, checkins.c.id, _shown_on, _here, author=checkins.c.maker, in_json=True
    ),
    Hideable(
        "checkin.answer",
        checkin_answers.c.said,
        checkin_answers.c.id,
        checkin_answers.c.id,
        checkin_answers.c.round.in_(_named),
        author=checkin_answers.c.person,
        in_json=True,
    ),
    Hideable(
        "checkin.shown",
        checkin_shown.c.words,
        checkin_shown.c.round + literal("/") + checkin_shown.c.number.cast(String),
        checkin_shown.c.round,
        checkin_shown.c.round.in_(_rounds),
        in_json=True,
    ),
)

_the_same = select(checkin_rounds.c.checkin).where(checkin_rounds.c.id == subject).scalar_subquery()
ALSO = (select(checkin_rounds.c.id).where(checkin_rounds.c.checkin == _the_same),)
"""The other rounds of the check-in of a round, which carry its name."""

WHOLES = (select(checkin_rounds.c.checkin).where(checkin_rounds.c.id == subject),)
"""The check-in of a round."""

COPIES = (
    # Each round keeps its name, and what it asks.
    Copy("checkin.name", checkin_rounds.c.name, checkin_rounds.c.id, checkin_rounds.c.id.in_(_rounds), whole=True),
    Copy("checkin.question", checkin_rounds.c.questions, checkin_rounds.c.id, checkin_rounds.c.id.in_(_rounds)),
)
