"""What time does to check-ins: a round opens, reminds those who want that, closes; and a zone is another one."""

from dataclasses import replace
from datetime import date

from bot.chat.answers import Answer, Nothing
from bot.chat.events import TimeCame
from bot.checkins.actions.boxes import gather
from bot.checkins.actions.keys import forget, has_passed
from bot.checkins.model import GRACE, CheckIn, Kind, Seen
from bot.checkins.recurrence import Off, Slot, moved, next_slot, overdue
from bot.checkins.views import (
    AIM,
    CHECKIN,
    CLEAR,
    CLOSE_ROUND,
    FOLLOWING,
    OPEN_ROUND,
    OWN,
    REMINDED,
    REST,
    RESTING,
    ROUND,
    SETTLE,
    UNHEARD,
)
from bot.choices import UNQUIET_ALL, may_ask
from bot.delivery import COMMUNITY, LEFT
from bot.ports import Effect, Tx, Urgency
from bot.settings import SETTINGS, Part

DUE = "checkin.due"
CLOSE = "checkin.close"
REMIND = "checkin.remind"
FACE = "checkin.round"
SUMMARY = "checkin.summary"
REMINDER = "checkin.reminder"
HELD = "checkin.held"


def open_due(tx: Tx, event: TimeCame) -> Answer:
    """The round whose time has come; after an outage the latest of those missed, if it is not too late for it. The
    round, its card and the time of the next one are one unit, so that none is posted twice and none forgotten."""
    checkin = tx.see(CHECKIN, subject=event.subject)
    if checkin is None or checkin.ended or checkin.pending is None:
        return Nothing()
    passed = overdue(checkin.rhythm, checkin.pending.day, tx.now)
    if not passed:
        return aim(tx, checkin, checkin.pending)
    # The one that was pending came when it was announced, also where a zone was changed since.
    passed[0] = replace(passed[0], at=max(passed[0].at, event.due))
    latest = passed[-1]
    following = next_slot(checkin.rhythm, tx.now, latest.day)
    off = tx.see(LEFT, community=tx.community) or tx.see(SETTINGS, community=tx.community).is_off(Part.CHECKINS)
    if not off and tx.see(UNHEARD, checkin=checkin.id):
        return _hold(tx, checkin, latest)
    in_time = not off and tx.now - latest.at <= GRACE
    missed = 0 if off else checkin.missed + len(passed) - (1 if in_time else 0)
    posted = in_time and _open(tx, checkin, latest, following, missed)
    tx.change(
        SETTLE,
        checkin=checkin.id,
        last_day=latest.day,
        asked=checkin.asked + (1 if posted else 0),
        missed=0 if posted else missed,
    )
    return aim(tx, checkin, following)


def aim(tx: Tx, checkin: CheckIn, slot: Slot | None) -> Answer:
    """Wait for this round; None: there is none in sight."""
    aimed = tx.change(
        AIM,
        checkin=checkin.id,
        zone=checkin.rhythm.zone,
        day=slot.day if slot else None,
        at=slot.at if slot else None,
        shift=slot.shift.name if slot and slot.shift else None,
    )
    if slot is None or not aimed:
        tx.rest(DUE, checkin.id)
    else:
        tx.wake(DUE, checkin.id, slot.at)
    return Nothing()


def _hold(tx: Tx, checkin: CheckIn, slot: Slot) -> Answer:
    """The last round could not be posted: pause, and tell whoever started it, instead of failing again each time."""
    off = (*checkin.rhythm.off, Off(slot.day, date.max))
    tx.change(REST, checkin=checkin.id, off=tuple((each.first.isoformat(), each.last.isoformat()) for each in off))
    key = f"{HELD}:{checkin.id}:{slot.day}"
    tx.post(Effect(key, checkin.maker, HELD, checkin.id, direct=True))
    return aim(tx, checkin, None)


def _open(tx: Tx, checkin: CheckIn, slot: Slot, following: Slot | None, missed: int) -> bool:
    """Post the round of this day, unless it has been posted."""
    closes_at = tx.now + checkin.open_for
    if following is not None:
        closes_at = min(closes_at, following.at)
    opened = tx.ids.new()
    if not tx.change(
        OPEN_ROUND,
        id=opened,
        checkin=checkin.id,
        place=checkin.place,
        name=checkin.name,
        kind=checkin.kind,
        seen_as=checkin.seen,
        day=slot.day,
        questions=tuple((question.words, question.choices) for question in checkin.asked_now()),
        due_at=slot.at,
        opened_at=tx.now,
        closes_at=closes_at,
        missed=missed,
    ):
        return False
    if checkin.kind is Kind.ROOM:
        tx.change(UNQUIET_ALL, community=tx.community, now=tx.now)
    tx.show(FACE, opened, checkin.place, told=checkin.maker)
    tx.wake(CLOSE, opened, closes_at)
    posted = tx.see(ROUND, subject=opened)
    assert posted is not None
    tx.wake(REMIND, opened, posted.reminds_at())
    return True


def remind(tx: Tx, event: TimeCame) -> Answer:
    """The one reminder of a round, to those who want it. Where answers carry no names nobody is left out for having
    answered: a message whose addressees depend on that would tell who did."""
    of = tx.see(ROUND, subject=event.subject)
    if of is None or not of.takes_answers(tx.now):
        return Nothing()
    for person in tx.see(REMINDED, checkin=of.checkin):
        answered = of.seen is not Seen.UNNAMED and tx.see(OWN, round=of.id, person=person) is not None
        rests = tx.see(RESTING, community=tx.community, person=person, now=tx.now) is not None
        if answered or rests or has_passed(tx, of, person) or not may_ask(tx, tx.community, person, tx.now):
            continue
        key = f"{REMINDER}:{of.id}:{person}"
        tx.post(Effect(key, person, REMINDER, of.id, direct=True, urgency=Urgency.DIGEST))
    return Nothing()


def close(tx: Tx, event: TimeCame) -> Answer:
    """The round is over: what may be shown is shown, and all that was needed only meanwhile is forgotten."""
    of = tx.see(ROUND, subject=event.subject)
    if of is None or not tx.change(CLOSE_ROUND, round=of.id):
        return Nothing()
    shown = of.seen is Seen.UNNAMED and gather(tx, of)
    forget(tx, of, tx.change(CLEAR, round=of.id))
    tx.rest(REMIND, of.id)
    tx.touch(FACE, of.id)
    if shown:
        tx.post(Effect(f"{SUMMARY}:{of.id}", of.place, SUMMARY, of.id))
    return Nothing()


def zone_moved(tx: Tx, event: TimeCame) -> Answer:
    """The community goes by another zone: so do the check-ins that went by the old one, each day keeping its round."""
    zone = tx.see(COMMUNITY, community=tx.community).zone
    for checkin in tx.see(FOLLOWING, community=tx.community):
        there = replace(checkin, rhythm=replace(checkin.rhythm, zone=zone))
        slot = moved(there.rhythm, checkin.pending.day, tx.now) if checkin.pending is not None else None
        aim(tx, there, slot)
    return Nothing()


def aim_anew(tx: Tx, checkin: CheckIn) -> None:
    """Days off have changed: wait for the next round that there is now. One that has ended waits for none."""
    if checkin.ended:
        return
    aim(tx, checkin, next_slot(checkin.rhythm, tx.now, checkin.last_day))
