"""Words in thanks, and words for acts."""

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from bot.thanks.model import Consent
from storage.hideable.words import Copy, Hideable, community
from storage.tables import act_words, thanked, thanked_others, thanks, unthanked

_here = thanks.c.community == community
_never = exists().where(unthanked.c.community == community, unthanked.c.person == thanked.c.person)
_agreed = exists().where(
    thanked.c.thanks == thanks.c.id,
    or_(thanked.c.consent == Consent.SHARE.value, thanked.c.consent == Consent.UNNAMED.value),
    ~_never,
)
_others_agreed = exists().where(thanked_others.c.thanks == thanks.c.id, thanked_others.c.shown)


def _of_others(column: ColumnElement[str]) -> ColumnElement[str]:
    """What stands on the thanks that a group, or someone without an account, is in."""
    # Wherever it stands in a statement, it asks for the one row and not for all that there are.
    one = select(column).where(thanks.c.id == thanked_others.c.thanks).correlate(thanked_others)
    return one.scalar_subquery()


HIDEABLE = (
    Hideable(
        "thanks.words",
        thanks.c.words,
        thanks.c.id,
        func.coalesce(thanks.c.under, thanks.c.id),
        _here,
        author=thanks.c.giver,
        shown=and_(~thanks.c.gone, or_(thanks.c.own, _agreed, _others_agreed)),
    ),
    Hideable(
        "thanks.others",
        thanked_others.c.words,
        thanked_others.c.id,
        _of_others(func.coalesce(thanks.c.under, thanks.c.id)),
        thanked_others.c.thanks.in_(select(thanks.c.id).where(_here)),
        author=_of_others(thanks.c.giver),
        shown=func.coalesce(thanked_others.c.shown, False),
    ),
    Hideable(
        "thanks.word",
        act_words.c.word,
        act_words.c.id,
        act_words.c.id,
        act_words.c.community == community,
        author=act_words.c.person,
    ),
)

COPIES = (Copy("thanks.word", thanks.c.tags, func.coalesce(thanks.c.under, thanks.c.id), _here),)
