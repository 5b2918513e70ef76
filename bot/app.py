"""One way in: an event becomes one unit of work, and one answer goes back when what was done is durable."""

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from hashlib import blake2b
from typing import Concatenate, ParamSpec, TypeVar, assert_never

from bot.chat.answers import Answer, Nothing, Refused, Whisper
from bot.chat.events import (
    ActionPressed,
    CommandGiven,
    CommunityJoined,
    CommunityLeft,
    Event,
    FormSent,
    FromMember,
    MemberLeft,
    PlaceGone,
    TimeCame,
    WorkDone,
)
from bot.chat.ids import CommunityId
from bot.chat.words import words_for
from bot.choices import CHOICES
from bot.delivery import SEEN, TAKE_DUE, TAKE_WORK
from bot.hiding.covering import cover, cover_card
from bot.home.cards import welcome as cards
from bot.hosting import where
from bot.meters import Meters
from bot.ports import NotRecorded, Store, StoreBusy, Tx, Uncertain
from bot.routes import Beside, Handler, Router

P = ParamSpec("P")
T = TypeVar("T")

log = logging.getLogger(__name__)


class App:
    """What every adapter hands its events to."""

    def __init__(self, store: Store, router: Router, after: Callable[[], None], meters: Meters | None = None) -> None:
        """``after`` is called when a unit has been committed, so that what it asked for is looked at soon."""
        self._store = store
        self._router = router
        self._after = after
        self._meters = meters or Meters()

    async def handle(self, event: Event) -> Answer:
        """The answer to an event, once everything that it did is durable.

        Members always get an answer in words. What goes wrong with something that time or work brought is raised,
        so that whoever brought it tries again.
        """
        match event:
            case CommandGiven() | ActionPressed() | FormSent():
                began = time.monotonic()
                came_of_it, answer = await self._from_member(event)
                self._meters.answers[came_of_it] += 1
                self._meters.answered_after.note(time.monotonic() - began)
                return answer
            case TimeCame(community):
                return await self._unit(community, _time_came, event, self._router)
            case WorkDone(community):
                return await self._unit(community, _work_done, event, self._router)
            case CommunityJoined(community) | CommunityLeft(community) | MemberLeft(community) | PlaceGone(community):
                return await self._unit(community, self._router.happened[type(event)], event)
            case _:
                assert_never(event)

    async def _from_member(self, event: FromMember) -> tuple[str, Answer]:
        """What came of it, in a word for whoever watches, and the answer."""
        words = words_for(event.who.locale)
        handler = self._router.handler(event)
        if handler is None:
            return "unknown", Whisper(cards.unknown(event, self._router.typed, words))
        try:
            return "answered", await self._unit(event.where.community, _once, event, handler, self._router.beside)
        except Refused as refusal:
            return "refused", Whisper(refusal.card)
        except StoreBusy:
            return "busy", Whisper(cards.busy(words))
        except NotRecorded as error:
            log.error("%s was not recorded: %s", handler.use_case.__name__, where(error))
            return "not recorded", Whisper(cards.not_recorded(words))
        except Uncertain:
            log.error("whether %s was recorded is not known", handler.use_case.__name__)
            return "uncertain", Whisper(cards.uncertain(words))
        except Exception as error:  # noqa: BLE001
            # The one broad catch of the core: whatever went wrong, a person is waiting for a word.
            log.error("%s failed: %s", handler.use_case.__name__, where(error))
            return "failed", Whisper(cards.went_wrong(words))

    async def _unit(
        self, community: CommunityId, unit: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        answer = await self._store.write(community, unit, *args, **kwargs)
        self._after()
        return answer


def _once(tx: Tx, event: FromMember, handler: Handler, beside: Iterable[Beside]) -> Answer:
    if event.key and not tx.change(SEEN, key=digest(tx.vault.make(DELIVERIES), tx.community, event.key), at=tx.now):
        return Nothing()
    event = _as_chosen(tx, event)
    try:
        answer = handler.use_case(tx, event)
        for add in beside:
            answer = add(tx, event, answer)
        return cover(tx, answer, words_for(event.who.locale))
    except Refused as refusal:
        raise Refused(cover_card(tx, refusal.card, words_for(event.who.locale))) from None


DELIVERIES = "deliveries"


def digest(secret: bytes, community: CommunityId, key: str) -> str:
    """What is kept of a delivery: enough to know it again. Who pressed what can not be tried out without the key, which
    is not in the database: the ids of presses carry people and times, and stand beside secret ballots in its log."""
    return blake2b(f"{community} {key}".encode(), digest_size=16, key=secret).hexdigest()


def _as_chosen(tx: Tx, event: FromMember) -> FromMember:
    """The event with what its member has chosen for themselves, where they have."""
    own = tx.see(CHOICES, community=tx.community, person=event.who.person)
    if own.language is None and own.zone is None and not own.receipts:
        return event
    who = replace(
        event.who,
        locale=own.language or event.who.locale,
        zone=own.zone or event.who.zone,
        receipts=own.receipts,
    )
    return replace(event, who=who)


def _time_came(tx: Tx, event: TimeCame, router: Router) -> Answer:
    if not tx.change(TAKE_DUE, kind=event.kind, subject=event.subject, at=event.due):
        return Nothing()
    return router.due[event.kind](tx, event)


def _work_done(tx: Tx, event: WorkDone, router: Router) -> Answer:
    if not tx.change(TAKE_WORK, kind=event.kind, subject=event.subject):
        return Nothing()
    return router.done[event.kind](tx, event)
