"""Words in thanks, and words for acts."""

from sqlalchemy import and_, exists, func, or_, select

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
_of_thanks = thanks.c.id == thanked_others.c.thanks

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
        select(func.coalesce(thanks.c.under, thanks.c.id)).where(_of_thanks).scalar_subquery(),
        thanked_others.c.thanks.in_(select(thanks.c.id).where(_here)),
        author=select(thanks.c.giver).where(_of_thanks).scalar_subquery(),
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
