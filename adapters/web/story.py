"""How the made-up community begins: who is in it, and what has happened there so far, told through the real core."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from adapters.web.chat import audience
from adapters.web.inbound import COMMUNITY, Player, Said, decode_form, decode_line, decode_press
from adapters.web.room import Room
from adapters.web.site import Playground
from adapters.web.told import Channel, Neighbour
from bot.chat.answers import Answer, OpenForm, Whisper
from bot.chat.cards import Buttons, Card, Menu
from bot.chat.events import CommunityJoined, Event


def beginning(now: datetime) -> datetime:
    """When the story begins: on a morning, early enough that it ends before now."""
    return (now - timedelta(days=4)).replace(hour=9, minute=30, second=0, microsecond=0)


MEMBERS = (
    Neighbour("ana", "Ana Duarte", "Europe/London", about="Keeps the keys to the shed, and lends them."),
    Neighbour("bilal", "Bilal Haddad", "Europe/London", about="Grows more chillies than anyone can eat."),
    Neighbour("chiara", "Chiara Rossi", "Europe/Rome", about="Moved away, still answers."),
    Neighbour("dov", "דב לוי", "Asia/Jerusalem", about="כותב בעברית"),
    Neighbour("efua", "Efua Mensah", "Europe/London", about="New here since October."),
    Neighbour("farid", "Farid Rahimi", "Europe/London", about="Reads with a screen reader."),
    Neighbour(
        "grace", "Grace O’Neill", "Europe/Dublin", keeper=True, about="Keeper: may set the bot up. A duty, not a rank."
    ),
    Neighbour("hiro", "Hiro Tanaka", "Asia/Tokyo", about="Away often, and welcome."),
)
CHANNELS = (
    Channel("plans", "garden-plans", "What we do next, and who has an idea."),
    Channel("shed", "the-shed", "Everything else."),
    Channel("hello", "hello", "How we are, for whoever likes to say."),
)


@dataclass(frozen=True, slots=True)
class _Actor:
    """A member of the story, who types and presses as anyone would."""

    room: Room
    handle: Callable[[Event], Awaitable[Answer]]
    playground: Playground
    member: Neighbour
    place: str = "plans"

    async def says(self, line: str) -> Answer | None:
        event = decode_line(line, self._player(), "", self.playground.now())
        if event is None or isinstance(event, Said):
            await self.room.say(self.place, self.member.id, line, self.playground.now())
            return None
        return await self.handle(event)

    async def asks(self, line: str) -> None:
        preview = await self.says(line)
        assert isinstance(preview, Whisper)
        await self._press(preview.card, "Post it")
        await self.playground.forward(timedelta(seconds=1))

    async def answers(self, label: str, why: str = "", stance: str = "") -> None:
        """Press this on the newest card that has it; then a stance on what is whispered back; and say why."""
        receipt = await self._finds(label)
        if stance:
            receipt = await self._presses_on(receipt, stance)
        if why:
            await self._fills(await self._presses_on(receipt, "Say why"), words=why)
        await self.playground.forward(timedelta(minutes=7))

    async def adds(self, label: str, **typed: str) -> None:
        """Press this on the newest card that has it, and fill in the form that opens."""
        await self._fills(await self._finds(label), **typed)
        await self.playground.forward(timedelta(minutes=4))

    async def begins(self, line: str) -> None:
        """A check-in, as it looks before it starts, and started."""
        await self._presses_on(await self._heard(line), "Start it")

    async def fills_in(self, label: str, **typed: str) -> None:
        """Press this on the newest card that has it, and send the form; no time passes."""
        await self._fills(await self._finds(label), **typed)

    async def _heard(self, line: str) -> Answer:
        answer = await self.says(line)
        assert answer is not None
        return answer

    async def _finds(self, label: str) -> Answer:
        newest = [m.card for m in await self.room.messages(self.place, self.member.id) if m.card is not None]
        return await self._press(next(card for card in reversed(newest) if _pressable(card, label)), label)

    async def _presses_on(self, answer: Answer, label: str) -> Answer:
        assert isinstance(answer, Whisper)
        return await self._press(answer.card, label)

    async def _fills(self, form: Answer, **typed: str) -> None:
        assert isinstance(form, OpenForm)
        values = {"named": "named", **typed}
        await self.handle(decode_form(form.form.token, values, self._player(), None, "", self.playground.now()))

    async def _press(self, card: Card, label: str) -> Answer:
        token = _pressable(card, label)
        assert token is not None
        return await self.handle(decode_press(token, (), self._player(), None, False, "", self.playground.now()))

    def _player(self) -> Player:
        m = self.member
        return Player(m.id, m.zone, m.locale, m.keeper, self.place, audience(self.room, self.place))


def _pressable(card: Card, label: str) -> str | None:
    for element in card.elements:
        if isinstance(element, Buttons):
            for button in element.buttons:
                if button.label == label:
                    return button.token.encode()
        elif isinstance(element, Menu):
            continue
    return None


async def _a_chair_is_decided(shed: Sequence[_Actor], playground: Playground) -> None:
    """A proposal that everyone who answers is for, one of them with a reservation."""
    ana, bilal, chiara, dov, efua, farid, grace, _ = shed
    await efua.asks(
        "/propose what: Keep a chair and a blanket in the shed why: Some of us need to sit down between two rows. "
        "risks: Mice like blankets. others: Put a bench under the pear tree affected: Whoever tires easily "
        "ahead: They stand behind the door from next week on. seen: named shaping: 2 hours deciding: 1 day"
    )
    await playground.forward(timedelta(hours=2, minutes=1))
    chair, bench = "1. Keep a chair and a blanket in the shed", "2. Put a bench under the pear tree"
    for member, way, stance, why in (
        (farid, chair, "Yes", "I would stay longer."),
        (bilal, chair, "Yes, with reservations", "Somebody has to dry the blanket."),
        (grace, chair, "Yes", ""),
        (ana, chair, "Yes", ""),
        (dov, bench, "Yes", "בחוץ נעים יותר לשבת."),
        (chiara, bench, "I object", "The pear tree drops its pears on whoever sits there."),
    ):
        await member.answers(way, why, stance)


async def _who_brings_it(shed: Sequence[_Actor]) -> None:
    """What follows from it is named by one and taken by another, who wants to."""
    _, bilal, _, _, efua, *_ = shed
    await efua.adds("Add a next step", words="Bring the chair with the red cushion")
    await bilal.adds("I'll take this", when="in 8 days")


async def _check_ins_begin(hello: Sequence[_Actor], playground: Playground) -> None:
    """One that asks how the group works together, for the first time tomorrow; and a hello, in three days."""
    *_, efua, _, grace, _ = hello
    tomorrow, soon = (playground.now() + timedelta(days=days) for days in (1, 3))
    await efua.begins(
        "/checkin new name: How are we working together? questions: I knew what was going on (yes / partly / no); "
        "I could take part (yes / partly / no); It made a difference (yes / partly / no) "
        f"days: {tomorrow:%A} time: 10:00 every: 4 open: 2 days seen: unnamed"
    )
    await grace.begins(
        "/checkin new name: Weekly hello questions: How are you coming into this week?; "
        f"Is there anything that others here could do? days: {soon:%A} time: 11:00 open: 4 days"
    )
    await playground.forward(timedelta(seconds=1))
    await grace.says("Anyone can begin another, or leave these alone. /checkin new shows what others begin with.")


async def _how_we_work_together(hello: Sequence[_Actor]) -> None:
    """Eight who answer without their names: enough of them, and of more than one mind."""
    for number, member in enumerate(hello):
        partly = {"q0": str(number % 2), "q1": "0" if number < 5 else "1", "q2": "1" if number < 3 else "0"}
        await member.fills_in("Check in", **partly)


async def _hello(hello: Sequence[_Actor]) -> None:
    """Two who say how they are, in the thread."""
    _, bilal, *_, hiro = hello
    await bilal.fills_in("Check in", q0="With a cold, and with far too many chillies.", q1="Take some chillies.")
    await hiro.fills_in("Check in", q0="From a train. I like to read what you all do.")


async def _when_to_plant(plans: Sequence[_Actor]) -> None:
    """A poll that carries the reasons of every side."""
    ana, bilal, chiara, dov, efua, farid, grace, _ = plans
    await grace.says("The bulbs are here: two crates of them, in the shed.")
    await bilal.says("Lovely. When do we put them in?")
    await ana.asks(
        "/poll question: When do we plant the bulbs? "
        "options: Saturday morning; Sunday afternoon; One weekday evening "
        "why: They should be in the ground before the frost. closes: 3d "
        "decided: Ana brings the keys and Bilal the tea. review: in spring, when we see what came up."
    )
    await bilal.answers("Saturday morning")
    await efua.answers("Saturday morning", "I would like to learn how, and mornings are when I have strength.")
    await grace.answers("Saturday morning")
    await farid.answers(
        "One weekday evening", "Weekends are when I look after my mother. I have missed the last three."
    )
    await dov.answers("Sunday afternoon", "בשבת אני לא יכול. ביום ראשון אגיע בשמחה.")
    await ana.answers("Saturday morning")
    await chiara.answers("Not for me", "I am too far away to dig, so this is yours to choose. Send me a picture.")


async def _what_is_said(plans: Sequence[_Actor], shed: Sequence[_Actor]) -> None:
    """Between one thing and the next, people talk."""
    await plans[4].says("Saturday, then. Farid, would you like to do the far bed with me one evening as well?")
    await plans[5].says("I would. Thank you for asking.")
    await shed[7].says("Does anybody have a wheel for the wheelbarrow?")
    await shed[1].says("I have two. Of course I have two.")


async def _what_is_shared(plans: Sequence[_Actor], playground: Playground) -> None:
    """Words, and a link with words about it."""
    _, _, chiara, *_, grace, _ = plans
    await playground.forward(timedelta(minutes=20))
    await grace.says(
        "/descant share for: everyone about: The water is turned off at the blue tap behind the shed. "
        "A quarter turn is enough."
    )
    await chiara.says("/descant share https://example.org/bulbs How deep each bulb goes, with drawings. for: everyone")
    await playground.forward(timedelta(minutes=20))


async def _the_shed_on_sundays(plans: Sequence[_Actor]) -> None:
    """A proposal that is being shaped."""
    ana, _, _, dov, efua, farid, *_ = plans
    await efua.asks(
        "/propose what: Open the shed on Sundays, from ten to noon why: Some of us work on Saturdays. "
        "affected: Whoever keeps the keys ahead: Ana asks for a second key. shaping: 4 days"
    )
    await farid.adds(
        "Suggest a change",
        words="Open the shed on Sundays, from two to four",
        why="I look after my mother in the mornings.",
    )
    await ana.adds("Raise a concern", words="I can not be there every week, and the key is with me.")
    await dov.adds("Add another way", words="Lend a key to anyone who asks")


async def _the_empty_bed(plans: Sequence[_Actor]) -> None:
    """A poll that is open."""
    _, bilal, _, dov, _, _, grace, hiro = plans
    await bilal.asks(
        "/poll question: What grows in the empty bed next year? kind: any "
        "options: Garlic and broad beans; Flowers for the bees; Leave it to rest "
        "why: We order seeds next week. closes: 2d "
        "tied: we split the bed. review: next autumn, with a spade in hand."
    )
    await grace.answers("Flowers for the bees")
    await dov.answers("Leave it to rest", "האדמה שם עייפה.")
    await hiro.answers("Flowers for the bees")


async def tell(room: Room, handle: Callable[[Event], Awaitable[Answer]], playground: Playground) -> None:
    """Fill an empty room with its members, and with the last few days."""
    await room.settle_in(MEMBERS, CHANNELS)
    await handle(CommunityJoined(COMMUNITY, playground.now(), zone="Europe/London"))
    plans = [_Actor(room, handle, playground, member) for member in room.members.values()]
    shed, hello = ([replace(member, place=place) for member in plans] for place in ("shed", "hello"))
    await _when_to_plant(plans)
    await _check_ins_begin(hello, playground)
    await _a_chair_is_decided(shed, playground)
    await playground.forward(timedelta(days=1))
    await _how_we_work_together(hello)
    await playground.forward(timedelta(days=2))
    await _hello(hello)
    await _who_brings_it(shed)
    await _what_is_said(plans, shed)
    await _what_is_shared(plans, playground)
    await _the_shed_on_sundays(plans)
    await _the_empty_bed(plans)
