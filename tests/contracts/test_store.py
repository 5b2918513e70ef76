"""What every store must do, whatever engine it is on."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.chat.ids import CommunityId, MessageId, PersonId, PlaceId, PollId
from bot.delivery import (
    ATTEMPT,
    BEHIND,
    BURY,
    COMMUNITY,
    DELAY_DUE,
    DELAY_WORK,
    DELIVERED,
    DRAFT,
    DROP_DRAFT,
    DUE,
    KEEP_COMMUNITY,
    KEEP_DRAFT,
    LOST,
    NEXT_DUE,
    PLACED,
    PUT_OFF,
    RENDERED,
    REVISION,
    SEEN,
    TAKE_DUE,
    TAKE_WORK,
    UNCERTAIN,
    UNDELIVERED,
    WAITING,
    WAITS_UNTIL,
    WAKES_AT,
    WORK,
    Community,
    Waiting,
    card_key,
)
from bot.polls.counting import Kind
from bot.polls.model import Ballot, Plan, SeenAs, Totals
from bot.polls.views import (
    ASK,
    BALLOT,
    CARD,
    CAST,
    END,
    EXPLAIN,
    FAIR,
    MARKED,
    MY_REASONS,
    OFFER,
    POLL,
    TALLIES,
    UNEXPLAIN,
    UNFAIR,
)
from bot.ports import Effect, NotRecorded, Store, Tx, Urgency
from storage.opening import OpenStore
from tests.databases import open_at
from tests.fakes import START, CountedIds, FakeClock, LoadedDice

GARDEN, SHED = CommunityId("test:garden"), CommunityId("test:shed")
PLANS, NEWS, TALK = PlaceId("plans"), PlaceId("news"), PlaceId("talk")
HOUR = timedelta(hours=1)


class Refusing(Exception):
    """What a unit raises in these tests."""


def settle_in(tx: Tx, language: str) -> str:
    tx.change(KEEP_COMMUNITY, community=tx.community, language=language, zone="Europe/London")
    return tx.see(COMMUNITY, community=tx.community).language


def settle_in_and_refuse(tx: Tx, language: str) -> None:
    settle_in(tx, language)
    raise Refusing(language)


async def language(store: Store, community: CommunityId = GARDEN) -> str:
    return (await store.read(COMMUNITY, community=community)).language


# --- units of work ------------------------------------------------------------------------------------------------


async def test_a_unit_sees_what_it_did_and_its_value_comes_back(store: Store) -> None:
    assert await store.write(GARDEN, settle_in, "cy") == "cy"


async def test_what_was_written_is_read(store: Store) -> None:
    assert await store.read(COMMUNITY, community=GARDEN) == Community()
    await store.write(GARDEN, settle_in, "cy")
    assert await store.read(COMMUNITY, community=GARDEN) == Community("cy", "Europe/London")


async def test_nothing_stays_of_a_unit_that_raises(store: Store) -> None:
    await store.write(GARDEN, settle_in, "cy")
    with pytest.raises(Refusing, match="de"):
        await store.write(GARDEN, settle_in_and_refuse, "de")
    assert await language(store) == "cy"


async def test_a_unit_that_raises_hurts_no_other(store: Store) -> None:
    units = [settle_in if n % 3 else settle_in_and_refuse for n in range(60)]
    results = await asyncio.gather(
        *(store.write(CommunityId(f"test:{n}"), unit, "cy") for n, unit in enumerate(units)), return_exceptions=True
    )
    assert [isinstance(result, Refusing) for result in results] == [n % 3 == 0 for n in range(60)]
    kept = [await language(store, CommunityId(f"test:{n}")) for n in range(60)]
    assert kept == ["cy" if n % 3 else "en" for n in range(60)]


async def test_a_units_of_one_community_run_in_the_order_in_which_they_came(store: Store) -> None:
    ran: list[int] = []

    def note(tx: Tx, number: int) -> None:
        ran.append(number)

    await asyncio.gather(*(store.write(GARDEN, note, number) for number in range(100)))
    assert ran == list(range(100))


async def test_a_caller_that_goes_away_does_not_stop_its_unit(store: Store) -> None:
    writing = asyncio.create_task(store.write(GARDEN, settle_in, "cy"))
    await asyncio.sleep(0)
    writing.cancel()
    await store.write(SHED, settle_in, "de")
    await store.write(GARDEN, lambda tx: None)
    assert await language(store) == "cy"


async def test_readers_that_go_away_leave_a_store_that_reads(store: Store) -> None:
    for _ in range(10):
        reading = asyncio.create_task(store.read(CARD, subject="none"))
        await asyncio.sleep(0)
        reading.cancel()
    await store.write(GARDEN, settle_in, "cy")
    assert await asyncio.gather(*(language(store) for _ in range(10))) == ["cy"] * 10
    assert await store.read(CARD, subject="none") is None


async def test_a_unit_is_given_its_community_clock_ids_and_dice(store: Store, clock: FakeClock) -> None:
    seen = await store.write(GARDEN, lambda tx: (tx.community, tx.now, tx.dice.shuffled([1, 2, 3])))
    assert seen == (GARDEN, clock.now(), [3, 2, 1])
    first, second = await store.write(GARDEN, lambda tx: (tx.ids.new(), tx.ids.new()))
    assert first != second


async def test_what_was_written_outlives_the_store(store: OpenStore, tmp_path: Path, clock: FakeClock) -> None:
    await store.write(GARDEN, settle_in, "cy")
    other = await open_at(tmp_path / "other.db", clock, CountedIds(), LoadedDice())
    await other.write(GARDEN, settle_in, "de")
    await other.close()
    again = await open_at(tmp_path / "other.db", clock, CountedIds(), LoadedDice())
    assert await language(again) == "de"
    await again.close()
    assert await language(store) == "cy"


async def test_closing_finishes_what_waits_and_takes_nothing_more(engine: str, tmp_path: Path) -> None:
    store = await open_at(tmp_path / "d.db", FakeClock(), CountedIds(), LoadedDice())
    writing = [asyncio.create_task(store.write(CommunityId(f"test:{n}"), settle_in, "cy")) for n in range(50)]
    await asyncio.sleep(0)
    await store.close()
    assert await asyncio.gather(*writing) == ["cy"] * 50
    with pytest.raises(NotRecorded):
        await store.write(GARDEN, settle_in, "cy")


# --- what follows a unit ------------------------------------------------------------------------------------------


def effect(key: str, to: PlaceId = PLANS, urgency: Urgency = Urgency.POST) -> Effect:
    return Effect(key, to, "face", f"subject of {key}", urgency=urgency, told=PersonId("ana"))


def attempt(tx: Tx, key: str, by: str = "me") -> int:
    return tx.change(ATTEMPT, key=key, by=by, now=tx.now, until=tx.now + HOUR)


def put_off(tx: Tx, key: str, at: datetime, tried: datetime | None, by: str = "me") -> int:
    return tx.change(PUT_OFF, key=key, by=by, at=at, tried=tried)


async def waiting(store: Store, clock: FakeClock, limit: int = 20) -> list[Waiting]:
    return await store.read(WAITING, now=clock.now(), limit=limit, most=100)


async def keys(store: Store, clock: FakeClock, limit: int = 20) -> list[str]:
    return [w.key for w in await waiting(store, clock, limit)]


async def test_a_delivery_is_new_once(store: Store) -> None:
    def see(tx: Tx) -> int:
        return tx.change(SEEN, key="k", at=tx.now)

    assert [await store.write(GARDEN, see) for _ in range(3)] == [1, 0, 0]
    assert sum(await asyncio.gather(*(store.write(GARDEN, see) for _ in range(20)))) == 0


async def test_an_effect_is_kept_whole_and_once(store: Store, clock: FakeClock) -> None:
    for _ in range(2):
        await store.write(GARDEN, lambda tx: tx.post(effect("one")))
    (one,) = await waiting(store, clock)
    assert (one.key, one.community, one.to, one.direct, one.face) == ("one", GARDEN, "plans", False, "face")
    assert (one.subject, one.urgency, one.told, one.thread) == ("subject of one", Urgency.POST, "ana", None)
    assert (one.attempts, one.created_at, one.attempted_at) == (0, START, None)


async def test_what_is_urgent_comes_first_and_no_community_keeps_the_others_out(store: Store, clock: FakeClock) -> None:
    for number in range(5):
        for place in (PLANS, NEWS):
            await store.write(GARDEN, lambda tx, n, p: tx.post(effect(f"{p} {n}", p)), number, place)
        clock.forward(timedelta(seconds=1))
    await store.write(SHED, lambda tx: tx.post(effect("shed")))
    await store.write(GARDEN, lambda tx: tx.post(effect("closing", urgency=Urgency.CLOSING)))
    assert await keys(store, clock, limit=2) == ["closing", "shed", "news 0"]


async def test_the_way_of_an_effect_that_is_said(store: Store, clock: FakeClock) -> None:
    await store.write(GARDEN, lambda tx: tx.post(effect("one")))
    began = clock.now()
    assert [await store.write(GARDEN, attempt, "one"), await store.write(GARDEN, attempt, "one")] == [1, 0]
    assert await keys(store, clock) == []
    (uncertain,) = await store.read(UNCERTAIN, by="me")
    assert (uncertain.attempts, uncertain.attempted_at) == (1, began)
    await store.write(GARDEN, lambda tx: tx.change(DELIVERED, key="one", at=tx.now, message="m1"))
    assert await store.read(UNCERTAIN, by="me") == []
    await store.write(GARDEN, lambda tx: tx.post(effect("one")))
    assert await keys(store, clock) == []


async def test_the_first_uncertain_try_is_remembered_until_it_is_known_better(store: Store, clock: FakeClock) -> None:
    await store.write(GARDEN, lambda tx: tx.post(effect("one")))
    first = clock.now()
    await store.write(GARDEN, attempt, "one")
    await store.write(GARDEN, put_off, "one", first + HOUR, first)
    assert await keys(store, clock) == []
    assert await store.read(WAITS_UNTIL) == first + HOUR
    clock.forward(HOUR)
    await store.write(GARDEN, attempt, "one")
    (uncertain,) = await store.read(UNCERTAIN, by="me")
    assert (uncertain.attempts, uncertain.attempted_at) == (2, first)
    await store.write(GARDEN, put_off, "one", clock.now(), None)
    (one,) = await waiting(store, clock)
    assert one.attempted_at is None


async def test_what_one_process_attempts_another_leaves_alone_until_its_claim_is_over(
    store: Store, clock: FakeClock
) -> None:
    await store.write(GARDEN, lambda tx: tx.post(effect("one")))
    assert await store.write(GARDEN, attempt, "one", "me") == 1
    assert await store.write(GARDEN, attempt, "one", "you") == 0
    assert await store.write(GARDEN, put_off, "one", clock.now(), None, "you") == 0
    assert await store.read(UNCERTAIN, by="you") == []
    clock.forward(2 * HOUR)
    (one,) = await waiting(store, clock)
    assert one.attempted_at == START
    assert await store.write(GARDEN, attempt, "one", "you") == 1


async def test_what_was_given_up_says_where_and_why(store: Store, clock: FakeClock) -> None:
    await store.write(GARDEN, lambda tx: tx.post(effect("one")))
    await store.write(GARDEN, lambda tx: tx.change(BURY, key="one", at=tx.now, trouble="forbidden post"))
    assert await keys(store, clock) == []
    trouble = await store.read(UNDELIVERED, subject="one")
    assert trouble is not None
    assert (trouble.place, trouble.trouble) == (PLANS, "forbidden post")
    assert await store.read(UNDELIVERED, subject="none") is None


async def test_a_card_is_put_up_once_and_follows_its_subject(store: Store, clock: FakeClock) -> None:
    def placed(tx: Tx, revision: int) -> None:
        where = {"face": "poll", "subject": "p1", "place": PLANS}
        tx.change(PLACED, **where, held_by=TALK, message=MessageId("m1"), revision=revision, at=tx.now)

    for _ in range(2):
        await store.write(GARDEN, lambda tx: tx.show("poll", "p1", PLANS))
    assert await keys(store, clock) == [card_key("poll", "p1", PLANS)]
    await store.write(GARDEN, lambda tx: tx.touch("poll", "p1"))
    assert await store.read(REVISION, face="poll", subject="p1", place=PLANS) == 2
    assert await store.read(BEHIND, now=clock.now(), limit=10) == []
    await store.write(GARDEN, placed, 1)
    (behind,) = await store.read(BEHIND, now=clock.now(), limit=10)
    assert (behind.community, behind.face, behind.subject, behind.shown_in) == (GARDEN, "poll", "p1", PLANS)
    assert (behind.posted.place, behind.posted.message, behind.posted_at) == (TALK, "m1", START)
    assert behind.revision == 2


async def test_what_a_card_shows_never_goes_back(store: Store, clock: FakeClock) -> None:
    where = {"face": "poll", "subject": "p1", "place": PLANS}

    def begin(tx: Tx) -> None:
        tx.show("poll", "p1", PLANS)
        tx.change(PLACED, **where, held_by=PLANS, message=MessageId("m1"), revision=1, at=tx.now)
        for _ in range(4):
            tx.touch("poll", "p1")

    await store.write(GARDEN, begin)
    for revision, still_behind in ((3, 1), (2, 1), (5, 0), (4, 0)):
        await store.write(GARDEN, lambda tx, n: tx.change(RENDERED, **where, revision=n, until=tx.now), revision)
        behind = await store.read(BEHIND, now=clock.now(), limit=10)
        assert len(behind) == still_behind


async def test_a_lost_card_is_not_behind(store: Store, clock: FakeClock) -> None:
    where = {"face": "poll", "subject": "p1", "place": PLANS}

    def begin(tx: Tx) -> None:
        tx.show("poll", "p1", PLANS)
        tx.change(PLACED, **where, held_by=PLANS, message=MessageId("m1"), revision=1, at=tx.now)
        tx.touch("poll", "p1")
        tx.change(LOST, **where)

    await store.write(GARDEN, begin)
    assert await store.read(BEHIND, now=clock.now(), limit=10) == []


async def test_what_is_due_comes_in_its_time_and_is_taken_once(store: Store, clock: FakeClock) -> None:
    def take(tx: Tx) -> int:
        return tx.change(TAKE_DUE, kind="close", subject="p1", at=START + HOUR)

    await store.write(GARDEN, lambda tx: tx.wake("close", "p2", START + 2 * HOUR))
    await store.write(GARDEN, lambda tx: tx.wake("close", "p1", START + HOUR))
    assert await store.read(DUE, now=clock.now(), limit=10) == []
    assert await store.read(WAKES_AT) == START + HOUR
    coming = await store.read(NEXT_DUE)
    assert coming is not None
    assert (coming.community, coming.subject) == (GARDEN, "p1")
    clock.forward(3 * HOUR)
    assert [d.subject for d in await store.read(DUE, now=clock.now(), limit=10)] == ["p1", "p2"]
    assert [d.subject for d in await store.read(DUE, now=clock.now(), limit=1)] == ["p1"]
    assert [await store.write(GARDEN, take), await store.write(GARDEN, take)] == [1, 0]


async def test_what_is_due_can_be_moved_put_off_and_called_off(store: Store, clock: FakeClock) -> None:
    await store.write(GARDEN, lambda tx: tx.wake("close", "p1", START + HOUR))
    await store.write(GARDEN, lambda tx: tx.wake("close", "p1", START + 5 * HOUR))
    clock.forward(2 * HOUR)
    assert await store.read(DUE, now=clock.now(), limit=10) == []
    assert await store.write(GARDEN, lambda tx: tx.change(TAKE_DUE, kind="close", subject="p1", at=START + HOUR)) == 0
    clock.forward(4 * HOUR)
    later = clock.now() + HOUR
    await store.write(GARDEN, lambda tx: tx.change(DELAY_DUE, kind="close", subject="p1", not_before=later))
    assert await store.read(DUE, now=clock.now(), limit=10) == []
    (due,) = await store.read(DUE, now=later, limit=10)
    assert (due.at, due.attempts) == (START + 5 * HOUR, 1)
    await store.write(GARDEN, lambda tx: tx.rest("close", "p1"))
    assert await store.read(NEXT_DUE) is None
    assert await store.read(WAKES_AT) is None


async def test_work_is_asked_for_once_and_taken_once(store: Store, clock: FakeClock) -> None:
    def take(tx: Tx) -> int:
        return tx.change(TAKE_WORK, kind="count", subject="p1")

    for _ in range(2):
        await store.write(GARDEN, lambda tx: tx.compute("count", "p1"))
    (work,) = await store.read(WORK, now=clock.now(), limit=10)
    assert (work.community, work.kind, work.subject, work.attempts) == (GARDEN, "count", "p1", 0)
    later = clock.now() + HOUR
    await store.write(GARDEN, lambda tx: tx.change(DELAY_WORK, kind="count", subject="p1", not_before=later))
    assert await store.read(WORK, now=clock.now(), limit=10) == []
    assert [w.attempts for w in await store.read(WORK, now=later, limit=10)] == [1]
    assert [await store.write(GARDEN, take), await store.write(GARDEN, take)] == [1, 0]


async def test_a_draft_is_its_writers(store: Store) -> None:
    def keep(tx: Tx, person: str, content: str) -> int:
        return tx.change(
            KEEP_DRAFT,
            id="d1",
            community=tx.community,
            person=PersonId(person),
            place=PLANS,
            kind="poll",
            content=content,
            at=tx.now,
        )

    await store.write(GARDEN, keep, "ana", "first")
    await store.write(GARDEN, keep, "ana", "second \U0001fae9")
    await store.write(GARDEN, keep, "ben", "stolen")
    draft = await store.read(DRAFT, id="d1")
    assert draft is not None
    assert (draft.person, draft.place, draft.kind, draft.content) == ("ana", PLANS, "poll", "second \U0001fae9")
    await store.write(GARDEN, lambda tx: tx.change(DROP_DRAFT, id="d1"))
    assert await store.read(DRAFT, id="d1") is None


# --- polls --------------------------------------------------------------------------------------------------------

POLL_ID = PollId("p1")


def ask(tx: Tx) -> None:
    tx.change(
        ASK,
        id=POLL_ID,
        community=tx.community,
        place=PLANS,
        asker=PersonId("ana"),
        question="When?",
        why="",
        kind=Kind.ANY,
        pick=1,
        seen_as=SeenAs.UNNAMED,
        totals=Totals.CLOSED,
        open_options=True,
        least=3,
        plan=Plan(decided="Ana books the hall."),
        opened_at=tx.now,
        closes_at=tx.now + 72 * HOUR,
        audience=None,
        hearing=HOUR,
    )
    for position, words in ((1, "Tuesday"), (2, "Saturday")):
        tx.change(
            OFFER, poll=POLL_ID, position=position, words=words, added_by=None, at=tx.now, moment=None, meaning=""
        )


def cast(tx: Tx, person: str, choice: tuple[int, ...] | None, after: float = 0) -> int:
    at = START + timedelta(seconds=after)
    return tx.change(CAST, poll=POLL_ID, person=PersonId(person), choice=choice, at=at)


def explain(tx: Tx, name: str, person: str, words: str, option: int = 1) -> int:
    what = {"id": name, "poll": POLL_ID, "person": PersonId(person), "option": option}
    return tx.change(EXPLAIN, **what, words=words, named=False, at=tx.now)


async def test_a_poll_comes_back_as_it_was_asked(store: Store) -> None:
    await store.write(GARDEN, ask)
    poll = await store.read(POLL, poll=POLL_ID)
    assert poll is not None
    assert (poll.question, poll.kind, poll.least, poll.plan.decided) == ("When?", Kind.ANY, 3, "Ana books the hall.")
    assert (poll.opened_at, poll.closes_at) == (START, START + 72 * HOUR)
    assert [(o.position, o.words) for o in poll.options] == [(1, "Tuesday"), (2, "Saturday")]
    assert await store.read(POLL, poll="none") is None


async def test_one_ballot_a_person_and_the_newest_stands(store: Store) -> None:
    await store.write(GARDEN, ask)
    steps: list[tuple[tuple[int, ...] | None, float, int]] = [
        ((1,), 5, 1),
        ((2,), 6, 1),
        ((1,), 6, 0),
        ((1,), 4, 0),
        (None, 7, 1),
        ((1,), 6.5, 0),
        ((1, 2), 8, 1),
    ]
    for choice, after, changed in steps:
        assert await store.write(GARDEN, cast, "ben", choice, after) == changed
    assert await store.read(BALLOT, poll=POLL_ID, person="ben") == Ballot((1, 2), START + timedelta(seconds=8))
    assert await store.read(BALLOT, poll=POLL_ID, person="chi") is None


async def test_tallies_are_ballots_by_choice_without_those_taken_back(store: Store) -> None:
    await store.write(GARDEN, ask)
    for person, choice in (("a", (1,)), ("b", (1,)), ("c", ()), ("d", None), ("e", (1, 2))):
        await store.write(GARDEN, cast, person, choice)
    assert await store.read(TALLIES, poll=POLL_ID) == {(1,): 2, (): 1, (1, 2): 1}
    card = await store.read(CARD, subject=POLL_ID)
    assert card is not None
    assert (card.answered, card.names) == (4, {})


async def test_a_poll_ends_once_and_never_before_a_ballot_that_it_took(store: Store) -> None:
    def end(tx: Tx) -> int:
        return tx.change(END, poll=POLL_ID, at=START + timedelta(seconds=3), by=PersonId("ana"), why="so", late=None)

    await store.write(GARDEN, ask)
    await store.write(GARDEN, cast, "ben", (1,), 5)
    assert [await store.write(GARDEN, end), await store.write(GARDEN, end)] == [1, 0]
    poll = await store.read(POLL, poll=POLL_ID)
    assert poll is not None
    assert poll.ending is not None
    assert poll.ending.at == START + timedelta(seconds=5)


async def test_reasons_are_kept_by_person_and_option_and_their_marks_go_with_them(store: Store) -> None:
    def marks(tx: Tx) -> tuple[int, int]:
        return tx.change(FAIR, reason="r1", marker="chi"), tx.change(FAIR, reason="r1", marker="chi")

    await store.write(GARDEN, ask)
    await store.write(GARDEN, cast, "ben", (1,))
    await store.write(GARDEN, explain, "r1", "ben", "I work on Saturdays")
    await store.write(GARDEN, explain, "r2", "ben", "I still do")
    mine = await store.read(MY_REASONS, poll=POLL_ID, person="ben")
    assert {option: (reason.id, reason.words) for option, reason in mine.items()} == {1: ("r1", "I still do")}
    assert await store.write(GARDEN, marks) == (1, 0)
    card = await store.read(CARD, subject=POLL_ID)
    assert card is not None
    assert [(r.id, r.by, r.changed, r.fair) for r in card.reasons] == [("r1", None, False, 1)]
    await store.write(GARDEN, cast, "chi", (1,))
    card = await store.read(CARD, subject=POLL_ID)
    assert card is not None
    assert card.reasons[0].fair == 0
    assert await store.read(MARKED, poll=POLL_ID, person="chi") == frozenset({"r1"})
    assert await store.write(GARDEN, lambda tx: tx.change(UNFAIR, reason="r1", marker="chi")) == 1
    await store.write(GARDEN, marks)
    gone = {"poll": POLL_ID, "person": PersonId("ben"), "option": 1}
    assert await store.write(GARDEN, lambda tx: tx.change(UNEXPLAIN, **gone)) == 1
    assert await store.read(MARKED, poll=POLL_ID, person="chi") == frozenset()


async def test_a_reason_is_marked_when_its_giver_holds_something_else(store: Store) -> None:
    await store.write(GARDEN, ask)
    await store.write(GARDEN, explain, "r1", "ben", "for Tuesday", 1)
    await store.write(GARDEN, explain, "r0", "ben", "for neither", 0)
    held: dict[tuple[int, ...] | None, dict[str, bool]] = {
        (1,): {"r0": True, "r1": False},
        (2,): {"r0": True, "r1": True},
        (): {"r0": False, "r1": True},
        None: {"r0": True, "r1": True},
    }
    for after, (choice, changed) in enumerate(held.items()):
        await store.write(GARDEN, cast, "ben", choice, after)
        card = await store.read(CARD, subject=POLL_ID)
        assert card is not None
        assert {r.id: r.changed for r in card.reasons} == changed
