"""What thanks hold about a member."""

from collections.abc import Mapping

from sqlalchemy import Table, and_, delete, func, select, true, update

from storage import tables as t
from storage.personal.rule import Rule, community, here, member, tombstone

_thanks = select(t.thanks.c.id).where(t.thanks.c.community == community)
_thanks_of_them = select(t.thanked.c.thanks).where(t.thanked.c.person == member)
_top = func.coalesce(t.thanks.c.under, t.thanks.c.id)

SHOWN_IN = (
    select(_top).where(here(t.thanks, "giver")),
    select(_top).where(t.thanks.c.id.in_(_thanks_of_them)),
    select(t.weeks.c.id).where(t.weeks.c.community == community),
    select(t.act_words.c.id).where(here(t.act_words)),
)
"""The subjects of the cards on which the member can be seen."""

RULES: Mapping[Table, Rule] = {
    t.thanked: Rule(
        ("thanks", "consent", "name"),
        and_(t.thanked.c.thanks.in_(_thanks), t.thanked.c.person == member),
        (delete(t.thanked).where(t.thanked.c.thanks.in_(_thanks), t.thanked.c.person == member),),
    ),
    t.thanks: Rule(
        ("words", "tags", "named", "own", "at"),
        here(t.thanks, "giver"),
        (
            update(t.thanks)
            .where(here(t.thanks, "giver"))
            .values(giver=tombstone, giver_name="", words="", tags="[]", gone=true()),
        ),
    ),
    t.thanked_others: Rule(nothing="groups, and people without an account, as those who thanked them wrote them"),
    t.unthanked: Rule(("community",), here(t.unthanked), (delete(t.unthanked).where(here(t.unthanked)),)),
    t.nameable: Rule(("community",), here(t.nameable), (delete(t.nameable).where(here(t.nameable)),)),
    t.weeks: Rule(nothing="when acts were listed, and where"),
    t.act_words: Rule(
        ("word", "adds", "until"),
        here(t.act_words),
        (update(t.act_words).where(here(t.act_words)).values(person=tombstone),),
    ),
}
