"""Somebody who tries everything: commands, buttons, menus and forms as they come, with words that can be found."""

from collections import Counter
from dataclasses import dataclass, field
from random import Random

from bot.chat.answers import FormErrors, OpenForm, Whisper
from bot.chat.cards import Buttons, Card, Menu
from bot.chat.events import CommandGiven, FormSent, Shared
from bot.chat.forms import ChoiceField, Field, ManyField, PeopleField, PlaceField, TextField
from bot.chat.ids import PersonId
from bot.chat.token import Token
from bot.routes import Router
from tests.people import CHANNEL, Member, Stage

WORDS = "zqplanted"
"""Stands in everything that is typed, and nowhere else."""

Press = tuple[Token, tuple[str, ...]]


@dataclass
class Wanderer:
    """Does one thing after the other, by chance; what was done least comes first."""

    stage: Stage
    table: Router
    members: list[Member]
    dice: Random = field(default_factory=lambda: Random(7))
    done: Counter[str] = field(default_factory=Counter)
    """How often each way in was taken: ``/command``, ``press …``, ``form …``."""

    async def wander(self, steps: int) -> None:
        """So many things, with time that passes in between."""
        for step in range(1, steps + 1):
            await self._step(self.dice.choice(self.members))
            if step % 40 == 0:
                await self.stage.later(hours=self.dice.choice([1, 20, 30]))

    def untried(self) -> set[str]:
        """Ways in that were never taken."""
        ways = {f"/{name}" for name in self.table.commands} | {f"press {name}" for name in self.table.actions}
        return (ways | {f"form {name}" for name in self.table.forms}) - self.done.keys()

    async def _step(self, member: Member) -> None:
        if isinstance(member.answer, OpenForm | FormErrors):
            await self._fill(member)
        elif (presses := self._presses(member)) and self.dice.random() < 0.85:
            token, values = min(presses, key=lambda press: (self.done[f"press {press[0].handler}"], self.dice.random()))
            self.done[f"press {token.handler}"] += 1
            await member.sends_press(token, values)
        else:
            await self._command(member)

    async def _command(self, member: Member) -> None:
        name = min(self.table.commands, key=lambda name: (self.done[f"/{name}"], self.dice.random()))
        self.done[f"/{name}"] += 1
        line = self.dice.choice(self._lines(name))
        about = Shared(f"{WORDS} shared", PersonId("ben")) if self.dice.random() < 0.2 else None
        stage, mentions = self.stage, self.stage.mentioned(line)
        event = CommandGiven(
            stage.key(), member.who, member.where, stage.clock.now(), name, line, about=about, mentions=mentions
        )
        await member._heard(await stage.core.handle(event))

    def _lines(self, name: str) -> list[str]:
        if name == "descant":
            return ["", *self.table.pages, WORDS]
        return [
            "",
            f"question: {WORDS}? options: {WORDS} one; {WORDS} two closes: in 3 days seen: secret",
            f"question: {WORDS}? options: {WORDS} one; {WORDS} two; {WORDS} three closes: in 3 days",
            f"@ben for: {WORDS}",
            f"what: {WORDS} why: {WORDS} more risks: {WORDS} risk others: {WORDS} other way",
            f"what: {WORDS} why: {WORDS} more seen: secret others: {WORDS} other way",
            f"{WORDS} and more",
        ]

    async def _fill(self, member: Member) -> None:
        form, stage, again = member.form, self.stage, isinstance(member.answer, FormErrors)
        self.done[f"form {form.token.handler}"] += 1
        filled = {f.key: self._value(f) for f in form.fields}
        event = FormSent(stage.key(), member.who, member.where, stage.clock.now(), form.token, filled)
        await member._heard(await stage.core.handle(event))
        if again and isinstance(member.answer, FormErrors):
            await member.says("/descant")

    def _value(self, field: Field) -> str:
        match field:
            case ChoiceField():
                return self.dice.choice(field.choices).value
            case ManyField():
                return "\n".join(choice.value for choice in field.choices[:2])
            case PeopleField():
                return "ben"
            case PlaceField():
                return CHANNEL
            case TextField(value=kept) if kept and self.dice.random() < 0.7:
                return kept
            case TextField(lines=True):
                return f"{WORDS} one\n{WORDS} two"
            case TextField():
                return self.dice.choice([f"{WORDS} words", "in 2 days", "3"])

    def _presses(self, member: Member) -> list[Press]:
        cards = [message.card for message in self.stage.chat.messages.values()][-50:]
        if isinstance(member.answer, Whisper):
            cards.append(member.answer.card)
        return [press for card in cards for press in _pressable(card)]


def _pressable(card: Card) -> list[Press]:
    found: list[Press] = []
    for element in card.elements:
        match element:
            case Buttons(buttons):
                found += [(button.token, ()) for button in buttons]
            case Menu(token, _, options):
                found += [(token, (option.value,)) for option in options]
            case _:
                continue
    return found
