"""Says what must be said, exactly once, and keeps cards up to date. Everything it knows stands in the store."""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Mapping
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Concatenate, ParamSpec, TypeVar

from bot.bell import Bell, keep_looking
from bot.chat.cards import Card
from bot.chat.ids import CommunityId, PersonId, PlaceId
from bot.chat.plain import Reading, heading
from bot.chat.words import words_for
from bot.delivery import (
    BEHIND,
    COMMUNITY,
    PLACED_AS,
    REVISION,
    UNCERTAIN,
    WAITING,
    WAITS_UNTIL,
    Behind,
    Face,
    Waiting,
)
from bot.hiding.covering import cover_drawn
from bot.hosting import where
from bot.meters import Meters
from bot.ports import (
    EVERYWHERE,
    Chat,
    ChatError,
    Clock,
    Forbidden,
    Gone,
    NotRecorded,
    Posted,
    RateLimited,
    Rejected,
    Store,
    Tx,
    Uncertain,
    Unreachable,
    Urgency,
)
from bot.steps import attempt, bury, claim, delivered, free_cards, lost, pace, put_off, rendered
from bot.turns import Destination, Found, destination, next_turns

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 8
LOOK = 100
"""Places of each community that one look takes in; each is spoken to once a second at most."""
MOST_IN_A_LOOK = 1000
"""Effects that one look takes in at all; the next look sees the rest."""
AT_ONCE = 32
"""Deliveries under way: a chat that takes 50 a second and a quarter of a second for each is kept busy by 13. More would
only wait inside it for its pace, ahead of what is more urgent and of communities that have waited longer."""
CARDS_AT_ONCE = 16
"""The same for edits of cards."""
NAP = 1.0
"""Seconds between looks that nobody asked for: other processes ring no bell here."""
OLD = timedelta(hours=1)
"""Chats slow down the editing of messages older than this."""
SETTLING = timedelta(seconds=10)
"""How long an uncertain message may take to show up where it can be looked for."""
LONGEST_PAUSE = timedelta(minutes=5)
CALL = 20.0
"""Seconds that a chat may take for one message or edit."""
LONGEST_RATE_LIMIT = timedelta(hours=1)

CardName = tuple[str, str, PlaceId]
K = TypeVar("K")
P = ParamSpec("P")


class Courier:
    """Delivers effects and refreshes surfaces until it is cancelled."""

    def __init__(
        self,
        store: Store,
        chat: Callable[[CommunityId], Chat | None],
        faces: Mapping[str, Face[Any]],
        clock: Clock,
        meters: Meters | None = None,
    ) -> None:
        """``chat`` finds who carries a community; what nobody carries here is left for another process."""
        self._store = store
        self._chat = chat
        self._faces = faces
        self._clock = clock
        self._bell = Bell()
        self._under_way: set[asyncio.Task[None]] = set()
        self._running: Counter[CommunityId] = Counter()
        self._busy: set[Destination] = set()
        self._not_before: dict[Destination, datetime] = {}
        self._editing: set[CardName] = set()
        self._meters = meters or Meters()
        self._found = Found()
        self._news = True

    def ring(self) -> None:
        """There may be something to say."""
        self._news = True
        self._bell.ring()

    async def resume(self, of: str | None = None) -> None:
        """After a start: whatever this process was delivering when it stopped waits again, marked as tried.

        ``of`` is another process, which is not there any more.
        """
        by = of or self._store.process
        for effect in await self._store.read(UNCERTAIN, by=by):
            if (chat := self._chat(effect.community)) is not None:
                tried = effect.attempted_at or self._clock.now()
                at = self._clock.now() + _settling(chat)
                await self._store.write(effect.community, put_off, effect, by, at, tried)
        await self._store.write(EVERYWHERE, free_cards, by, self._clock.now())

    async def run(self) -> None:
        """Until cancelled; what is under way then is let finish."""
        await self.resume()
        try:
            await keep_looking(self._start_what_can, self._nap, self._bell)
        finally:
            await self._finish()

    async def _finish(self) -> None:
        """Wait for what is under way. It may have ended already, while the rest was looked for."""
        if self._under_way:
            await asyncio.wait(self._under_way)

    async def look(self) -> int:
        """Say and show all that can be said and shown now; returns how much that was."""
        done = 0
        while started := await self._look_again():
            done += started
            await self._finish()
        await self._finish()
        return done

    async def _look_again(self) -> int:
        self._found = Found()
        return await self._start_what_can()

    async def _nap(self) -> float:
        """Seconds until something that is known now may start; a paced card or place is looked at in its time."""
        now = self._clock.now()
        later = [*self._not_before.values(), *([self._found.until] if self._found.until else [])]
        wait = min([NAP, *((at - now).total_seconds() for at in later if at > now)])
        rest = self._found.rest(time.monotonic())
        more = self._news or (self._found.some and self._found.spent)
        return min(wait, rest) if rest and more else wait

    # --- what starts ----------------------------------------------------------------------------------------------

    async def _start_what_can(self) -> int:
        now = self._clock.now()
        self._not_before = _still_ahead(self._not_before, now)
        if self._wants_more() and not self._found.rest(time.monotonic()):
            self._found = await self._find(now)
        return self._start_effects(now) + self._start_cards()

    def _wants_more(self) -> bool:
        """Whether something is new, or none of what was found may start now, or it was found a while ago."""
        return self._news or self._found.spent or time.monotonic() - self._found.began >= NAP

    async def _find(self, now: datetime) -> Found:
        self._news, began = False, time.monotonic()
        effects = await self._waiting(now, MOST_IN_A_LOOK)
        cards = await self._store.read(BEHIND, now=now, limit=MOST_IN_A_LOOK)
        until = await self._store.read(WAITS_UNTIL)
        ours = [card for card in cards if self._chat(card.community) is not None]
        some = bool(ours) or any(self._in_time(effect) for effect in effects)
        return Found(effects, ours, until, began, time.monotonic() - began, some)

    async def _waiting(self, now: datetime, most: int) -> list[Waiting]:
        """What waits and is ours to say, also where it is too early yet: it begins without another look."""
        found = await self._store.read(WAITING, now=now, limit=LOOK, most=most)
        ours = [effect for effect in found if self._chat(effect.community) is not None]
        if len(found) == most and sum(map(self._in_time, ours)) < AT_ONCE:
            # Very much waits that is for others, or for later: it must not keep out what comes behind it.
            return await self._waiting(now, most * 10)
        return ours

    def _in_time(self, effect: Waiting) -> bool:
        return destination(effect) not in self._not_before

    def _start_effects(self, now: datetime) -> int:
        if (free := AT_ONCE - self._running.total()) <= 0:
            return 0
        turns = next_turns(self._found.effects, now, self._busy | self._not_before.keys(), self._running)
        # While members wait for the store, what is not urgent waits for them.
        may = (effect for effect in turns if effect.urgency < Urgency.CARD or not self._store.strained)
        started = list(islice(may, free))
        self._found.spent = not started
        for effect in started:
            self._found.effects.remove(effect)
            self._start(self._deliver(effect), effect.community, destination(effect))
        return len(started)

    def _start_cards(self) -> int:
        free = 0 if self._store.strained else CARDS_AT_ONCE - len(self._editing)
        cards = [card for card in self._found.cards if _name(card) not in self._editing][: max(0, free)]
        for card in cards:
            self._found.cards.remove(card)
            self._editing.add(_name(card))
            self._start(self._refresh(card), card.community, None)
        return len(cards)

    def _start(self, work: Coroutine[Any, Any, None], community: CommunityId, to: Destination | None) -> None:
        task = asyncio.create_task(work)
        self._under_way.add(task)
        if to is not None:
            self._busy.add(to)
            self._running[community] += 1

        def ended(task: asyncio.Task[None]) -> None:
            self._under_way.discard(task)
            if to is not None:
                self._busy.discard(to)
                self._running[community] -= 1
            if not task.cancelled() and (error := task.exception()) is not None:
                log.error("a delivery ended with %s", where(error))
            self._bell.ring()

        task.add_done_callback(ended)

    # --- effects --------------------------------------------------------------------------------------------------

    async def _deliver(self, effect: Waiting) -> None:
        chat = self._chat(effect.community)
        assert chat is not None
        now = self._clock.now()
        try:
            if not await self._store.write(effect.community, attempt, effect, self._store.process, now):
                return
        except (NotRecorded, Uncertain):
            self._not_before[destination(effect)] = now + timedelta(seconds=NAP)
            return
        try:
            revision = await self._revision(effect)
            async with asyncio.timeout(CALL):
                posted = await self._already_there(chat, effect) or await self._say(chat, effect)
        except RateLimited as error:
            until = self._clock.now() + min(error.after, LONGEST_RATE_LIMIT)
            self._not_before[destination(effect)] = until
            self._meters.effects["put off"] += 1
            await self._note(effect, put_off, self._store.process, until, effect.attempted_at)
        except (Forbidden, Gone, Rejected) as error:
            self._meters.effects["given up"] += 1
            await self._note(effect, bury, self._clock.now(), _trouble(error))
        except Exception as error:  # noqa: BLE001
            # Whatever went wrong with one effect, the others go on.
            await self._try_again(chat, effect, now, error)
        else:
            self._not_before[destination(effect)] = self._clock.now() + chat.capabilities.post_every
            self._meters.effects["said"] += 1
            self._meters.said_after.note((self._clock.now() - effect.created_at).total_seconds())
            await self._note(effect, delivered, posted, revision, self._clock.now())

    async def _note(
        self, effect: Waiting, unit: Callable[Concatenate[Tx, Waiting, P], None], *args: P.args, **kwargs: P.kwargs
    ) -> None:
        """Keep what became of a delivery, however long the store needs for it: nobody else knows."""
        while True:
            try:
                await self._store.write(effect.community, unit, effect, *args, **kwargs)
            except (NotRecorded, Uncertain) as error:
                log.error("what became of a delivery was not recorded (%s) and is kept", type(error).__name__)
                await asyncio.sleep(NAP)
            else:
                return

    async def _try_again(self, chat: Chat, effect: Waiting, tried: datetime, error: Exception) -> None:
        log.warning("%s was not delivered (%s), try %d", effect.face, type(error).__name__, effect.attempts + 1)
        now = self._clock.now()
        for_good = effect.attempts + 1 >= MOST_ATTEMPTS
        self._meters.effects["given up" if for_good else "put off"] += 1
        if for_good:
            await self._note(effect, bury, now, _trouble(error))
        else:
            pause = max(_settling(chat), min(LONGEST_PAUSE, timedelta(seconds=2**effect.attempts)))
            await self._note(effect, put_off, self._store.process, now + pause, effect.attempted_at or tried)

    async def _already_there(self, chat: Chat, effect: Waiting) -> Posted | None:
        """The message of an earlier try that may have got through, where the chat does not see to that itself."""
        if effect.attempted_at is None:
            return None
        since_then = self._clock.now() - effect.attempted_at
        if effect.direct or timedelta(0) <= since_then < chat.capabilities.remembers_keys:
            return None
        under = await self._under(effect)
        return await chat.find(effect.community, PlaceId(effect.to), effect.key, effect.attempted_at, under)

    async def _say(self, chat: Chat, effect: Waiting) -> Posted | None:
        card, language = await self._drawn(effect.community, effect.face, effect.subject, effect.to)
        if card is None:
            return None
        if effect.direct:
            return await chat.tell(effect.community, PersonId(effect.to), card, language, effect.key)
        if (under := await self._under(effect)) is not None:
            title = await self._title(effect, language)
            return await chat.reply(effect.community, under, title, card, language, effect.key)
        return await chat.post(effect.community, PlaceId(effect.to), card, language, effect.key)

    async def _under(self, effect: Waiting) -> Posted | None:
        """The card in whose thread this is said. One that never got there leaves it to be said in the place itself."""
        if effect.thread is None:
            return None
        face, subject = effect.thread
        return await self._store.read(PLACED_AS, face=face, subject=subject, place=effect.to)

    async def _title(self, effect: Waiting, language: str) -> str:
        assert effect.thread is not None
        card, _ = await self._drawn(effect.community, *effect.thread, effect.to)
        return heading(card, Reading(words_for(language), "UTC")) if card is not None else ""

    async def _revision(self, effect: Waiting) -> int | None:
        """How new the card about to be posted is at least; None in a direct message, which stays as it was said."""
        if effect.direct:
            return None
        return await self._store.read(REVISION, face=effect.face, subject=effect.subject, place=effect.to)

    async def _drawn(self, community: CommunityId, face: str, subject: str, to: str) -> tuple[Card | None, str]:
        language = (await self._store.read(COMMUNITY, community=community)).language
        model = await self._store.read(self._faces[face].view, subject=subject, to=to)
        words = words_for(language)
        return await cover_drawn(self._store, self._faces[face].card(model, words), words), language

    # --- surfaces -------------------------------------------------------------------------------------------------

    async def _refresh(self, card: Behind) -> None:
        chat = self._chat(card.community)
        assert chat is not None
        now, by = self._clock.now(), self._store.process
        old = now - card.posted_at > OLD
        pause = chat.capabilities.old_edit_every if old else chat.capabilities.edit_every
        try:
            if await self._store.write(card.community, claim, card, by, now):
                await self._edit(chat, card, by, pause)
        finally:
            self._editing.discard(_name(card))

    async def _edit(self, chat: Chat, card: Behind, by: str, pause: timedelta) -> None:
        try:
            # Drawn after the claim: whoever edited it before can not come later with something older.
            async with asyncio.timeout(CALL):
                revision = await self._store.read(REVISION, face=card.face, subject=card.subject, place=card.shown_in)
                drawn, language = await self._drawn(card.community, card.face, card.subject, card.shown_in)
                if drawn is not None:
                    await chat.edit(card.community, card.posted, drawn, language)
        except RateLimited as error:
            pause = max(pause, min(error.after, LONGEST_RATE_LIMIT))
            await self._store.write(card.community, pace, card, by, self._clock.now() + pause)
        except (Forbidden, Gone, Rejected) as error:
            log.warning("a card can not be kept up to date any more: %s", type(error).__name__)
            await self._store.write(card.community, lost, card)
        except Exception as error:  # noqa: BLE001
            # Whatever went wrong with one card, the others go on.
            log.warning("a card was not brought up to date (%s) and is tried again", type(error).__name__)
            pause = max(pause, timedelta(seconds=5))
            await self._store.write(card.community, pace, card, by, self._clock.now() + pause)
        else:
            self._meters.edits += 1
            self._meters.edits_saved += max(0, revision - card.rendered - 1)
            await self._store.write(card.community, rendered, card, revision, self._clock.now() + pause)


def _settling(chat: Chat) -> timedelta:
    """How long to wait before an uncertain message is looked for; a chat that knows its key needs no looking."""
    return timedelta(0) if chat.capabilities.remembers_keys else SETTLING


def _still_ahead(until: dict[K, datetime], now: datetime) -> dict[K, datetime]:
    """What has not passed. The clock may have been moved back: nothing waits longer than the longest pause for that."""
    return {key: at for key, at in until.items() if now < at <= now + LONGEST_PAUSE}


def _name(card: Behind) -> CardName:
    return card.face, card.subject, card.shown_in


def _trouble(error: Exception) -> str:
    match error:
        case Forbidden(missing=missing):
            return f"forbidden {missing}".strip()
        case Gone():
            return "gone"
        case Rejected():
            return "rejected"
        case Unreachable() | ChatError():
            return "unreachable"
        case _:
            return "failed"
