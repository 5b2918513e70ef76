"""Once a week, where a community wants it: what happened here, and nobody has been thanked for yet."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.chat.answers import Answer, Nothing
from bot.chat.events import ActionPressed, TimeCame
from bot.ports import Tx
from bot.settings import SETTINGS, UNTHANKED_SET, Name, Part
from bot.thanks.actions.consenting import REMEMBERED, WEEK_CARD, show_mine
from bot.thanks.views import LIST_WEEK, MAY_NAME, MAY_NOT_NAME, WEEK, WEEKS

WEEKLY = "thanks.week"
PLAN = UNTHANKED_SET

AT = time(10)
"""On Mondays, by the community's clock."""
A_WEEK = timedelta(days=7)


def plan(tx: Tx, event: TimeCame) -> Answer:
    """It was switched on or off."""
    if wanted(tx):
        tx.wake(WEEKLY, tx.community, next_monday(tx.now, _zone(tx)))
    else:
        tx.rest(WEEKLY, tx.community)
    return Nothing()


def list_week(tx: Tx, event: TimeCame) -> Answer:
    """The list of the week, if anything happened in it."""
    settings = tx.see(SETTINGS, community=tx.community)
    if not wanted(tx):
        return Nothing()
    tx.wake(WEEKLY, tx.community, next_monday(tx.now, _zone(tx)))
    place = settings.place(Part.THANKS)
    if place is None:
        return Nothing()
    week = tx.ids.new()
    tx.change(LIST_WEEK, id=week, community=tx.community, place=place, since=event.due - A_WEEK, until=tx.now)
    found = tx.see(WEEK, subject=week)
    if found is not None and found.acts:
        tx.show(WEEK_CARD, week, place)
    return Nothing()


def wanted(tx: Tx) -> bool:
    """Whether the community does with thanks, and wants the list."""
    settings = tx.see(SETTINGS, community=tx.community)
    return settings.get(Name.UNTHANKED) == "yes" and not settings.is_off(Part.THANKS)


def next_monday(now: datetime, zone: str) -> datetime:
    """The next Monday at ten on the clocks of this zone, after now."""
    here = now.astimezone(ZoneInfo(zone))
    monday = here.date() + timedelta(days=-here.weekday() % 7)
    at = datetime.combine(monday, AT, here.tzinfo)
    return (at if at > here else datetime.combine(monday + A_WEEK, AT, here.tzinfo)).astimezone(now.tzinfo)


def _zone(tx: Tx) -> str:
    return tx.see(SETTINGS, community=tx.community).zone


def may_name(tx: Tx, event: ActionPressed) -> Answer:
    """This member may be named in such lists, or may not be any more: those that stand are drawn anew."""
    yes = event.token.ids == ("yes",)
    tx.change(MAY_NAME if yes else MAY_NOT_NAME, community=tx.community, person=event.who.person)
    for week in tx.see(WEEKS, community=tx.community, since=tx.now - REMEMBERED):
        tx.touch(WEEK_CARD, week)
    return show_mine(tx, event)
