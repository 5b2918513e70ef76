"""How the made-up community begins: who is in it, and what has happened there so far, told through the real core."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from adapters.web.chat import audience
from adapters.web.inbound import Player, Said, decode_form, decode_line, decode_press
from adapters.web.room import Room
from adapters.web.site import Playground
from adapters.web.told import Channel, Neighbour
from bot.chat.answers import Answer, OpenForm, Whisper
from bot.chat.cards import Buttons, Card, Menu
from bot.chat.events import Event


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

    async def answers(self, label: str, why: str = "") -> None:
        newest = [m.card for m in await self.room.messages(self.place, self.member.id) if m.card is not None]
        card = next(card for card in reversed(newest) if _pressable(card, label))
        receipt = await self._press(card, label)
        if why:
            assert isinstance(receipt, Whisper)
            form = await self._press(receipt.card, "Say why")
            assert isinstance(form, OpenForm)
            values = {"words": why, "named": "named"}
            sent = decode_form(form.form.token, values, self._player(), None, "", self.playground.now())
            await self.handle(sent)
        await self.playground.forward(timedelta(minutes=7))

    async def adds(self, label: str, **typed: str) -> None:
        """Press this on the newest card that has it, and fill in the form that opens."""
        newest = [m.card for m in await self.room.messages(self.place, self.member.id) if m.card is not None]
        form = await self._press(next(card for card in reversed(newest) if _pressable(card, label)), label)
        assert isinstance(form, OpenForm)
        values = {"named": "named", **typed}
        sent = decode_form(form.form.token, values, self._player(), None, "", self.playground.now())
        await self.handle(sent)
        await self.playground.forward(timedelta(minutes=4))

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


async def tell(room: Room, handle: Callable[[Event], Awaitable[Answer]], playground: Playground) -> None:
    """Fill an empty room with its members, and with the last few days."""
    await room.settle_in(MEMBERS, CHANNELS)
    ana, bilal, chiara, dov, efua, farid, grace, hiro = (
        _Actor(room, handle, playground, member) for member in room.members.values()
    )
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
    await playground.forward(timedelta(days=3))
    await efua.says("Saturday, then. Farid, would you like to do the far bed with me one evening as well?")
    await farid.says("I would. Thank you for asking.")
    for member, words in (
        (hiro, "Does anybody have a wheel for the wheelbarrow?"),
        (bilal, "I have two. Of course I have two."),
    ):
        await replace(member, place="shed").says(words)
    await playground.forward(timedelta(minutes=20))
    await grace.says(
        "/descant share for: everyone about: The water is turned off at the blue tap behind the shed. "
        "A quarter turn is enough."
    )
    await chiara.says("/descant share https://example.org/bulbs How deep each bulb goes, with drawings. for: everyone")
    await playground.forward(timedelta(minutes=20))
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
    await bilal.asks(
        "/poll question: What grows in the empty bed next year? kind: any "
        "options: Garlic and broad beans; Flowers for the bees; Leave it to rest "
        "why: We order seeds next week. closes: 2d "
        "tied: we split the bed. review: next autumn, with a spade in hand."
    )
    await grace.answers("Flowers for the bees")
    await dov.answers("Leave it to rest", "האדמה שם עייפה.")
    await hiro.answers("Flowers for the bees")
