"""What check-ins hold about a member."""

from collections.abc import Mapping

from sqlalchemy import Table, and_, delete, or_, select, update

from storage import tables as t
from storage.personal.rule import Rule, community, here, member, tombstone

_checkins = select(t.checkins.c.id).where(t.checkins.c.community == community)
_rounds = select(t.checkin_rounds.c.id).where(t.checkin_rounds.c.checkin.in_(_checkins))
_answers = and_(t.checkin_answers.c.round.in_(_rounds), t.checkin_answers.c.person == member)
_reminders = and_(t.checkin_reminders.c.checkin.in_(_checkins), t.checkin_reminders.c.person == member)
_wishes = select(t.wishes.c.id).where(t.wishes.c.community == community)
_company = and_(t.companions.c.wish.in_(_wishes), t.companions.c.person == member)
_asked = or_(here(t.company_asked, "asker"), here(t.company_asked, "companion"))
_kept = select(t.company_kept.c.id).where(here(t.company_kept)).correlate(None)

SHOWN_IN = (
    select(t.checkin_answers.c.id).where(_answers),
    select(t.checkins.c.id).where(here(t.checkins, "maker")),
    # Who paused or ended one is told by a message about that entry of the log.
    select(t.power.c.id).where(here(t.power)),
)
"""The subjects of the cards on which the member can be seen."""

RULES: Mapping[Table, Rule] = {
    t.checkin_answers: Rule(("round", "said", "at"), _answers, (delete(t.checkin_answers).where(_answers),)),
    t.checkin_reminders: Rule(("checkin",), _reminders, (delete(t.checkin_reminders).where(_reminders),)),
    t.checkin_rests: Rule(("until",), here(t.checkin_rests), (delete(t.checkin_rests).where(here(t.checkin_rests)),)),
    t.around: Rule(("until",), here(t.around), (delete(t.around).where(here(t.around)),)),
    t.companions: Rule(("wish",), _company, (delete(t.companions).where(_company),)),
    t.wishes: Rule(
        ("until",),
        here(t.wishes, "asker"),
        (delete(t.wishes).where(here(t.wishes, "asker")),),
    ),
    t.company_asked: Rule(("until",), _asked, (delete(t.company_asked).where(_asked),)),
    t.company_kept: Rule(
        ("other", "day"), here(t.company_kept), (delete(t.company_kept).where(t.company_kept.c.id.in_(_kept)),)
    ),
    t.checkins: Rule(
        ("name", "questions"),
        here(t.checkins, "maker"),
        (update(t.checkins).where(here(t.checkins, "maker")).values(maker=tombstone),),
    ),
    t.checkin_rounds: Rule(nothing="when a check-in was asked"),
    t.checkin_box: Rule(nothing="answers under tags that lead to nobody"),
    t.checkin_marks: Rule(nothing="marks that lead to nobody"),
    t.checkin_passes: Rule(nothing="tags that lead to nobody, until the round closes"),
    t.checkin_shown: Rule(nothing="numbers, and words that nobody can be found for"),
    t.quiet: Rule(nothing="tags that lead to nobody"),
}
