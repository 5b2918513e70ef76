"""A history that touches every feature: what a group does over some weeks, as acts that can be told in any order.

A feature adds its acts at the end. Each act happens in a channel of its own, is told with the parts of a small cast,
and keeps every screen that anybody saw. A table that no act fills fails ``tests/storage/test_erased.py``.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

from bot.agreement.actions import adopt
from bot.chat.answers import Answer
from bot.chat.events import Where, Who
from bot.chat.ids import PersonId, PlaceId
from bot.chat.token import Token
from bot.ports import Tx
from bot.thanks.actions.consenting import WEEK_CARD
from bot.thanks.views import LIST_WEEK
from tests.people import COMMUNITY, Member, Stage, text

PARTS = ("ana", "ben", "chi", "dov")

OWN = {"ana": "marigold", "ben": "bluebell", "chi": "cowslip", "dov": "daffodil"}
"""A word that stands in all that this part says of things, and in nothing else."""

ASKED = {"ana": "tansy", "ben": "thyme", "chi": "thistle", "dov": "teasel"}
"""The same for what they put to the group, which stays when they erase themselves: others have answered it."""

KEEPER = Who(PersonId("kim"), "en", "Europe/London", keeper=True, name="Kim")
"""Whoever must set something up or hide something; none of the cast, whose ranks may be anything."""

NEIGHBOURS = {name: Who(PersonId(name), "en", "Europe/London", name=name.title()) for name in ("eve", "fay")}
"""Two more, where a cast of four is too few to show anything."""

KEEPERS_BUTTONS = (
    "Hide words", "Channels", "Polls", "Proposals", "Times of proposals", "Language and time", "Signposts",
    "What is switched on", "Change it as a keeper",
)  # fmt: skip


@dataclass
class History:
    """What happens, told by the parts of a cast."""

    stage: Stage
    cast: Mapping[str, Who]
    seen: list[str] = field(default_factory=list)
    rooms: count[int] = field(default_factory=lambda: count(1))

    async def lives(self, name: str, who: str = "ana", other: str = "ben") -> None:
        """Let an act happen, begun by one of the cast and taken up by another."""
        room = Room(self, PlaceId(f"room{next(self.rooms)}"), who, other)
        await {**ACTS, **ENDINGS}[name](room)

    async def lives_through_everything(self) -> None:
        """Every act, and then all of them once more with the parts of the first two exchanged; and what is going on
        when someone looks, the same way."""
        for acts in (ACTS, ENDINGS):
            for who, other in (("ana", "ben"), ("ben", "ana")):
                for name in acts:
                    await self.lives(name, who, other)

    def all_that_was_seen(self) -> str:
        """Every screen, and what stands in every place at the end, with each member called by their part in it. What
        only keepers can press is left out; several names in one breath stand in an order that means nothing."""
        places = {self.called(message.place): message.place for message in self.stage.chat.messages.values()}
        shown = [text(m.card) for _, place in sorted(places.items()) for m in self.stage.chat.in_place(place)]
        told = "\n=====\n".join(map(self.called, [*self.seen, *shown]))
        for label in KEEPERS_BUTTONS:
            told = told.replace(f"[{label}]", "")
        return re.sub(r"<\w+>(?:,? (?:and )?<\w+>)+", _sorted, re.sub(r"\s+", " ", told))

    def called(self, words: str) -> str:
        """The words with each member's name replaced by their part."""
        for part, who in self.cast.items():
            words = re.sub(rf"\b{who.person}\b", f"<{part}>", words, flags=re.IGNORECASE)
        return words


def _sorted(names: re.Match[str]) -> str:
    return " ".join(sorted(re.findall(r"<\w+>", names[0])))


@dataclass
class Told(Member):
    """A member whose screens are kept."""

    history: History = field(kw_only=True)

    async def _heard(self, answer: Answer) -> Member:
        await super()._heard(answer)
        self.history.seen.append(f"{self.who.person}: {self.screen}")
        return self


@dataclass
class Room:
    """Where one act happens: a channel in which nothing has been said yet."""

    history: History
    place: PlaceId
    who: str
    """The part that begins."""
    other: str
    """The part that takes it up."""

    @property
    def stage(self) -> Stage:
        """The whole Descant."""
        return self.history.stage

    @property
    def others(self) -> list[str]:
        """All parts but the one that begins."""
        return [part for part in PARTS if part != self.who]

    def member(self, part: str) -> Member:
        """Someone of the cast, or the keeper, here."""
        who = self.history.cast.get(part) or NEIGHBOURS.get(part, KEEPER)
        return Told(self.stage, who, Where(COMMUNITY, self.place), history=self.history)

    def mention(self, part: str) -> str:
        """How this part is mentioned."""
        return f"@{self.history.cast[part].person}"

    def private(self, part: str) -> Member:
        """The same member, looking at their messages from the bot."""
        return self.member(part).in_place(f"@{self.history.cast[part].person}")

    def thread(self, part: str) -> Member:
        """The same member in the thread under this place's first card."""
        first = self.stage.chat.in_place(self.place)[0]
        return self.member(part).in_place(f"{self.place}/{first.id}")


Act = Callable[[Room], Awaitable[None]]
ACTS: dict[str, Act] = {}


ENDINGS: dict[str, Act] = {}
"""Acts that leave something which is kept only while it goes on, and who is asked for nothing meanwhile."""


def ending(told: Act) -> Act:
    """Something that a group is in the middle of."""
    ENDINGS[told.__name__] = told
    return told


def act(told: Act) -> Act:
    """Something that a group does."""
    ACTS[told.__name__] = told
    return told


async def says_why(member: Member, words: str, named: str = "unnamed") -> None:
    """Give a reason for what was chosen last."""
    await member.presses("Say why")
    await member.fills(words=words, named=named)


# --- polls --------------------------------------------------------------------------------------------------------


async def asks(room: Room, more: str = "") -> None:
    """A poll in the room."""
    line = f"/poll question: Do we plant {ASKED[room.who]}? options: Yes; No closes: in 2 days {more}"
    member = await room.member(room.who).says(line)
    await member.presses("Post it")


@act
async def a_poll_with_reasons(room: Room) -> None:
    await asks(room, "why: The beds are empty decided: We dig. tied: We toss a coin.")
    adder = await room.member(room.other).presses("Add an option")
    await adder.fills(words=f"Only {ASKED[room.other]}")
    for part, choice in zip(PARTS, ("Yes", "No", "No", "Yes"), strict=True):
        member = await room.member(part).presses(choice)
        await says_why(member, f"{choice}, because of the {OWN[part]}", "named" if part == room.other else "unnamed")
    for part in PARTS:
        reader = await room.member(part).presses("Details")
        await reader.presses("See the reasons")
        await reader.presses("3 is a fair point" if part in ("ana", "dov") else "1 is a fair point")
    await room.member(room.other).presses("Not for me")
    await room.stage.later(days=2, minutes=2)
    for part in PARTS:
        await room.member(part).presses("Details")


@act
async def a_named_poll_closed_early(room: Room) -> None:
    await asks(room, "seen: named totals: answered")
    for part in room.others:
        await room.member(part).presses("Yes" if part == room.other else "No")
    asker = await room.member(room.who).presses("Yes")
    await asker.presses("Take it back")
    await room.member(room.who).presses("No")
    asker = await room.member(room.who).presses("Details")
    await asker.presses("Close it now")
    await asker.fills(why=f"The {OWN[room.who]} is in flower")
    exporter = await room.member(room.other).presses("Details")
    await exporter.presses("Take the ballots along")


@act
async def a_poll_made_more_private_and_someone_heard(room: Room) -> None:
    await asks(room, f"seen: named totals: always decided: The {ASKED[room.other]} comes")
    for part in room.others:
        await room.member(part).presses("Yes" if part == room.other else "No")
    asker = await room.member(room.who).presses("Details")
    await asker.presses("Make it more private")
    await asker.fills(seen="unnamed", totals="closed", why=f"Not everyone likes the {OWN[room.who]}")
    await room.stage.later(days=1, hours=23)
    heard = await room.member(room.other).presses("Details")
    await heard.presses("Ask to be heard")
    await heard.fills(why=f"Think of the {OWN[room.other]}")
    await room.stage.later(hours=5)
    taker = await room.member(room.who).says("/descant record")
    await taker.presses("Take all polls along")


@act
async def a_secret_poll(room: Room) -> None:
    await asks(room, "seen: secret")
    for part in PARTS:
        member = await room.member(part).presses("Yes" if part == room.other else "No")
        await member.presses("Say why")
        await member.fills(words="It is better for the bees")
    await room.stage.later(days=2, minutes=2)
    reader = await room.member(room.other).presses("Details")
    await reader.presses("See the reasons")


@act
async def a_secret_poll_that_stays_open(room: Room) -> None:
    line = f"/poll question: Who keeps the {ASKED[room.who]}? options: Red; White seen: secret closes: in 300 days"
    member = await room.member(room.who).says(line)
    await member.presses("Post it")
    for part in PARTS:
        answerer = await room.member(part).presses("Red" if part == room.other else "White")
        await answerer.presses("Say why")
        await answerer.fills(words="They have time")


@act
async def a_ranking_and_a_draft_that_is_never_posted(room: Room) -> None:
    line = f"/poll question: Which {ASKED[room.who]} first? options: Red; White; Blue kind: rank closes: in 1 day"
    member = await room.member(room.who).says(line)
    await member.presses("Post it")
    for part in room.others:
        ranker = await room.member(part).presses("Put in order")
        await ranker.presses("White" if part == room.other else "Red")
        await ranker.presses("That's my order")
    await room.member(room.who).says(f"/poll question: Only {OWN[room.who]}? options: A; B")
    await room.member(room.other).says(f"/thank {room.mention(room.who)} for: a {OWN[room.other]}")
    await room.stage.later(days=1, minutes=2)


# --- thanks -------------------------------------------------------------------------------------------------------


@act
async def thanks_that_are_shared(room: Room) -> None:
    ready = await room.member(room.other).says("/descant thanks")
    if "Ask me again about thanks" in ready.screen:
        await ready.presses("Ask me again about thanks")
    giver = await room.member(room.who).says(f"/thank {room.mention(room.other)} for: the {OWN[room.who]} soup")
    await giver.presses("listening")
    await giver.presses("Send it")
    await room.private(room.other).presses("Share it")
    third = next(part for part in room.others if part != room.other)
    more = await room.member(third).presses("Me too")
    await more.fills(words=f"And for the {OWN[third]} bread")
    await room.private(room.other).presses("Share without my name")
    for part in PARTS:
        await room.member(part).says("/descant thanks")


@act
async def thanks_for_people_without_an_account(room: Room) -> None:
    giver = await room.member(room.who).says(f"/thank who: whoever swept for: the {OWN[room.who]} path")
    await giver.presses("Send it")
    speaker = await room.member(room.other).presses("Let me see them")
    await speaker.presses("They may be shown")
    await room.member(room.other).says("/descant thanks")
    never = await room.member(room.who).says("/descant thanks")
    await never.presses("Never make thanks to me public")


@act
async def something_that_one_did_and_a_word_for_it(room: Room) -> None:
    doer = await room.member(room.who).says(f"/thank did: I watered the {OWN[room.who]}")
    await doer.presses("Note it")
    member = await room.member(room.other).says(f"/thank did: I watched the {OWN[room.other]}")
    await member.presses("Our words for what people do")
    await member.presses("Suggest a change")
    await member.fills(word=f"watering {room.place}")
    await room.stage.later(days=1, minutes=2)
    await room.member(room.other).says("/descant story")


# --- proposals ----------------------------------------------------------------------------------------------------


async def proposes(room: Room) -> Member:
    """A proposal in the room."""
    member = await room.member(room.who).says(f"/propose what: Plant {ASKED[room.who]} here others: Plant nothing")
    return await member.presses("Post it")


@act
async def a_proposal_that_is_shaped(room: Room) -> None:
    await proposes(room)
    one, two = (part for part in room.others if part != room.other)
    first = await room.member(room.other).presses("Suggest a change")
    await first.presses(f"Way 1: Plant {ASKED[room.who]} here")
    await first.fills(words=f"Plant wild {ASKED[room.who]} here", why=f"The {OWN[room.other]} likes it")
    second = await room.member(one).presses("Suggest a change")
    await second.presses("Way 2: Plant nothing")
    await second.fills(words="Plant nothing this year", why=f"The {OWN[one]} needs rest")
    await room.thread(two).presses("I'd rather not")
    for press, part in (("Raise a concern", two), ("Raise a concern", room.other), ("Add a risk", room.other)):
        member = await room.member(part).presses(press)
        await member.fills(words=f"It harms the {OWN[part]}")
    for part in room.others:
        await room.member(part).presses("This affects me")
        await room.member(part).presses("I need more time")
    for part in (two, room.other):
        helper = await room.member(part).presses("I'd help")
        await helper.presses(f"Way 1: Plant {ASKED[room.who]} here")
    await room.stage.later(days=1, minutes=2)
    for part in PARTS:
        await room.member(part).presses("Details")


@act
async def two_proposals_that_may_become_one(room: Room) -> None:
    member = await proposes(room)
    await member.presses("Details")
    join, _ = member.find("Put it together with another")
    other = await room.member(room.other).says(f"/propose Plant {ASKED[room.other]} there")
    await other.presses("Post it")
    await member.sends_press(join)
    await member.presses(f"Plant {ASKED[room.other]} there")
    second = room.stage.chat.in_place(room.place)[-1]
    await room.member(room.other).in_place(f"{room.place}/{second.id}").presses("Better apart")


@act
async def a_proposal_that_is_withdrawn(room: Room) -> None:
    member = await proposes(room)
    await member.presses("Details")
    await member.presses("Withdraw it")
    await member.fills(why=f"The {OWN[room.who]} does not like it")


@act
async def a_decision_and_what_follows(room: Room) -> None:
    times = "shaping: 2 days deciding: 2 days review: 5 days rule: majority"
    member = await room.member(room.who).says(f"/propose what: Grow {ASKED[room.who]} here {times}")
    await member.presses("Post it")
    await room.stage.later(days=2, minutes=2)
    stances = {room.who: "I object", room.other: "Yes, with reservations"}
    for part in PARTS:
        member = await room.member(part).presses(stances.get(part, "Yes"))
        await member.presses("Say why")
        await member.fills(words=f"It is for the {OWN[part]}")
    await room.stage.later(days=2, minutes=2)
    helper = await room.member(room.other).presses("Add a next step")
    await helper.fills(words=f"Buy {ASKED[room.other]}")
    await room.stage.later(minutes=1)
    taker = await room.member(room.who).presses("I'll take this")
    await taker.fills(when="in 1 day")
    await room.stage.later(days=5)
    await room.private(room.who).presses("It happened")
    await room.stage.later(days=3, minutes=2)
    for part in PARTS:
        await room.member(part).presses("Keep it" if part == room.other else "Stop it")
    await room.stage.later(days=2, minutes=2)


@act
async def a_secret_decision_and_what_follows(room: Room) -> None:
    times = "shaping: 2 days deciding: 2 days review: 5 days rule: majority seen: secret"
    member = await room.member(room.who).says(f"/propose what: Water {ASKED[room.who]} more {times}")
    await member.presses("Post it")
    await room.stage.later(days=2, minutes=2)
    await _speak_secretly(room)
    await room.stage.later(days=2, minutes=2)
    await room.stage.later(days=5)
    await room.stage.later(days=3, minutes=2)
    for part in PARTS:
        sayer = await room.member(part).presses("Did it happen?")
        await sayer.presses("In part")
    await room.stage.later(days=2, minutes=2)


@act
async def a_secret_proposal_that_goes_on(room: Room) -> None:
    times = "shaping: 2 days deciding: 300 days seen: secret"
    member = await room.member(room.who).says(f"/propose what: Cut {ASKED[room.who]} back {times}")
    await member.presses("Post it")
    await room.stage.later(days=2, minutes=2)
    await _speak_secretly(room)


async def _speak_secretly(room: Room) -> None:
    for part in PARTS:
        await room.member(part).presses("This affects me")
        member = await room.member(part).presses("I object" if part == room.other else "Yes")
        await member.presses("Say why")
        await member.fills(words="It is better for the bees")


# --- resources ----------------------------------------------------------------------------------------------------


@act
async def something_shared_and_doubted(room: Room) -> None:
    seeds = f"{OWN[room.who]} seeds"
    await room.member(room.who).says(f"/descant share https://example.org/{OWN[room.who]} {seeds}")
    doubter = await room.member(room.other).presses("No longer right")
    await doubter.fills(why=f"No {OWN[room.other]} there")
    for part in PARTS:
        await room.member(part).says("/descant find seeds")


# --- how we work together -----------------------------------------------------------------------------------------


@act
async def a_new_text_for_how_we_work_together(room: Room) -> None:
    brought = (f"We listen in {room.place}.", room.history.cast[room.who].person, f"So that {OWN[room.who]} is heard")
    await room.stage.store.write(COMMUNITY, adopt, *brought, room.place, None, "decided")
    await room.stage.settle()
    for part in PARTS:
        reader = await room.member(part).says("/agreement")
        await reader.presses("Earlier versions") if "Earlier versions" in reader.screen else reader
    kim = await room.member("kim").says("/agreement")
    await kim.presses("Change it as a keeper")
    await kim.fills(text=f"We listen and wait in {room.place}.", why="It was too short")


# --- what nobody was thanked for ----------------------------------------------------------------------------------


@act
async def acts_of_a_week_are_listed(room: Room) -> None:
    for part, answer in ((room.who, "You may name me there"), (room.other, "Do not name me there")):
        member = await room.member(part).says("/descant thanks")
        await member.presses(answer) if answer in member.screen else member
        await member.says(f"/descant share Where {OWN[part]} grows")
    await room.stage.store.write(COMMUNITY, _list_week, room.place)
    await room.stage.settle()


def _list_week(tx: Tx, place: PlaceId) -> None:
    week = tx.ids.new()
    since, until = tx.now - timedelta(days=7), tx.now + timedelta(seconds=1)
    tx.change(LIST_WEEK, id=week, community=tx.community, place=place, since=since, until=until)
    tx.show(WEEK_CARD, week, place)


# --- check-ins ----------------------------------------------------------------------------------------------------


DAYS = "Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday"


@act
async def a_weekly_hello(room: Room) -> None:
    name = f"Hello from {room.place}"
    line = f"/checkin new name: {name} questions: How does the {ASKED[room.who]} do? days: {DAYS} time: 9:00"
    maker = await room.member(room.who).says(line)
    await maker.presses("Start it")
    for part in (room.who, room.other):
        member = await room.member(part).says("/checkin list")
        await member.presses(f"About: {name}")
        await member.presses("Remind me next time")
    await room.stage.later(days=1)
    for part in PARTS:
        member = await room.member(part).presses("Check in")
        await member.fills(q0=f"Slowly, with {OWN[part]}")
    changer = await room.member(room.other).says("/checkin list")
    await changer.presses(f"About: {name}")
    await changer.presses("Change it")
    await changer.fills(time="10:00")
    await changer.presses("Save it")
    await changer.fills(why=f"The {OWN[room.other]} sleeps long")
    await room.stage.later(days=3)
    ended = await room.member(room.who).says("/checkin list")
    await ended.presses(f"About: {name}")
    await ended.presses("End it")
    await ended.fills(why=f"The {OWN[room.who]} has faded")


@act
async def a_round_without_names(room: Room) -> None:
    questions = f"Is there enough {ASKED[room.who]}? (yes / no); What helps?"
    line = f"/checkin new name: Look back in {room.place} questions: {questions} days: {DAYS} time: 9:00 seen: unnamed"
    maker = await room.member(room.who).says(line)
    await maker.presses("Start it")
    await room.stage.later(days=1)
    for number, part in enumerate((*PARTS, *NEIGHBOURS)):
        member = await room.member(part).presses("Check in")
        await member.fills(q0=str(number % 2), q1=f"Rain on {number} days")
    await room.member(room.other).presses("Not today")
    await room.stage.later(days=3)
    ended = await room.member(room.who).says("/checkin list")
    await ended.presses(f"About: Look back in {room.place}")
    await ended.presses("End it")
    await ended.fills(why=f"The {OWN[room.who]} has faded")


@ending
async def a_round_without_names_and_company(room: Room) -> None:
    """How much room there is, asked a moment ago; and people who keep each other company right now."""
    await room.stage.later(days=10)
    tomorrow = (room.stage.clock.now() + timedelta(days=1)).strftime("%A")
    maker = await room.member(room.who).says("/checkin new")
    await maker.presses("What have you room for?")
    questions = f"Room for {ASKED[room.who]}? (nothing / a little / plenty)\nWhat for?"
    await maker.fills(name=f"Room in {room.place}", questions=questions, days=tomorrow, time="9:00")
    await maker.presses("Start it")
    await room.stage.later(hours=12)
    await keeps_company(room)
    await room.private(room.who).presses("Keep it")
    await room.stage.later(hours=10)
    for part in PARTS:
        member = await room.member(part).presses("Not today")
        await member.presses("Check in")
        await member.fills(q0="0", q1=f"For {OWN[part]}")
        around = await member.says("/descant")
        await around.presses("I'm around")
        await around.fills(until="in 2 hours")
    for part, other in ((room.who, room.other), (room.other, room.who)):
        await room.member(part).presses("I'd like company")
        await room.private(other).presses("I'm with you")
    for part in (room.who, room.other):
        resting = await room.member(part).says("/checkin pause")
        await resting.fills(until="in 1 day")


async def keeps_company(room: Room) -> None:
    """One who would like it, and another who is with them, until it is over."""
    around = await room.member(room.other).says("/descant")
    await around.presses("I'm around")
    await around.fills(until="in 2 hours")
    await room.member(room.who).sends_press(Token("checkin.company"))
    await room.private(room.other).presses("I'm with you")
    await room.stage.later(hours=2, minutes=1)


@act
async def company_that_both_keep(room: Room) -> None:
    await keeps_company(room)
    for part in (room.who, room.other):
        await room.private(part).presses("Keep it")
        await room.member(part).says("/checkin journal")
    # A whole day: what comes at nine would otherwise be hours late for whoever acts next.
    await room.stage.later(hours=21, minutes=59)


# --- what is one's own, and what keepers do -----------------------------------------------------------------------


@act
async def choices_and_a_break(room: Room) -> None:
    member = await room.member(room.who).says("/descant")
    await member.presses("My choices")
    await member.presses("Change them")
    await member.fills(named="named", asks="yes")
    await member.says("/descant")
    await member.presses("Take a break")
    await member.presses("I am back")
    await member.says("/descant")
    await member.presses("My data")


@act
async def the_set_up_is_changed_and_read(room: Room) -> None:
    kim = await room.member("kim").says("/descant setup")
    await kim.presses("Signposts")
    await kim.fills(signposts=f"Call someone you trust, from {room.place}", why="So that it is there")
    await kim.says("/descant setup")
    await kim.presses("Check my setup")
    for part in PARTS:
        for line in ("/descant setup", "/descant log", "/descant record", "/descant help"):
            await room.member(part).says(line)


@act
async def words_that_are_hidden(room: Room) -> None:
    await asks(room)
    for part in (room.who, room.other):
        member = await room.member(part).presses("No")
        await says_why(member, f"Thieves of {OWN[part]} ask this")
    kim = await room.member("kim").presses("Details")
    await kim.presses("Hide words")
    await kim.presses(f"Thieves of {OWN[room.who]} ask this")
    await kim.fills(why="It calls people thieves")
    author = await room.private(room.who).presses("Answer")
    await author.fills(answer=f"I meant the {OWN[room.who]}")
    for part in PARTS:
        reader = await room.member(part).presses("Details")
        await reader.presses("See the reasons")
