"""Pages as HTML, each as one member sees it."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from adapters.web.guard import fresh_key
from adapters.web.kept import to_json
from adapters.web.render import Press, Reader, render_card, render_form
from adapters.web.site import Site
from adapters.web.told import Message, Neighbour, OpenedForm, direct, thread
from bot.chat.cards import Picture
from bot.chat.charts import Chart
from bot.chat.ids import PersonId, PlaceId
from bot.chat.plain import Reading, plain_text
from bot.chat.words import Words, words_for
from bot.pictures import drawable

TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def page_in_words(words: str, title: str) -> str:
    """A page that says one thing."""
    return TEMPLATES.get_template("words.html").render(words=words, title=title)


@dataclass(frozen=True, slots=True)
class Eyes:
    """Whose page it is, and which place is open."""

    member: Neighbour
    place: str

    @property
    def path(self) -> str:
        """Where this page is."""
        return f"/as/{self.member.id}/{self.place}"

    @property
    def words(self) -> Words:
        """The member's language."""
        return words_for(self.member.locale)


class Views:
    """Makes the HTML of pages, messages and forms."""

    def __init__(self, site: Site, token: Callable[[str], str]) -> None:
        self._site = site
        self._room = site.room
        self._token = token
        self.charts: dict[str, Chart] = {}
        """What can be drawn, by its address; pages that name a drawing note it here first."""

    def page(self, name: str, **values: Any) -> str:
        """A whole page."""
        return TEMPLATES.get_template(name).render(title=self._site.title, **values)

    def choose(self) -> str:
        """Who do you want to be?"""
        return self.page("choose.html", members=self._room.members.values(), place=next(iter(self._room.channels)))

    async def frame(self, eyes: Eyes) -> dict[str, Any]:
        """What stands around every page of a member."""
        return {
            "member": eyes.member,
            "members": list(self._room.members.values()),
            "channels": list(self._room.channels.values()),
            "place": eyes.place,
            "heading": _capital(self.place_name(eyes.place)),
            "about": self._about(eyes),
            "direct": direct(eyes.member.id),
            "path": eyes.path,
            "csrf": self._token(eyes.member.id),
            "key": fresh_key(),
            "clock": await self.clock(eyes),
            "unseen": await self._room.unseen(eyes.member.id),
            "commands": [c for c in self._site.commands if c.typed],
        }

    async def around(self, eyes: Eyes) -> dict[str, Any]:
        """What changes around an open page: the time, and what is new elsewhere."""
        return {**await self.clock(eyes), "unseen": await self._room.unseen(eyes.member.id)}

    async def clock(self, eyes: Eyes) -> dict[str, str]:
        """The made-up time and when something is due next, in words; empty when nothing is."""
        due = await self._site.playground.next_due()
        words, zone = eyes.words, eyes.member.zone
        return {
            "now": words.moment(self._site.playground.now(), zone),
            "due": words.label("It is due on {time}.", time=words.moment(due, zone)) if due is not None else "",
        }

    def message(self, message: Message, eyes: Eyes, replies: int) -> Markup:
        """One message with everything on it."""
        member, words = eyes.member, eyes.words
        press = Press(f"{eyes.path}/press", self._hidden(eyes) | {"message": str(message.id)})
        shown = render_card(message.card, self._reader(eyes), press) if message.card is not None else None
        # The template escapes by itself.
        return Markup(  # noqa: S704
            TEMPLATES.get_template("message.html").render(
                m=message,
                near=message.near if message.reader else None,
                author=self._room.members.get(message.author or ""),
                card=shown,
                files=message.files,
                at=words.moment(message.at, member.zone),
                day=words.weekday(message.at, member.zone),
                clock=f"{message.at.astimezone(ZoneInfo(member.zone)):%H:%M}",
                path=eyes.path,
                hidden=self._hidden(eyes),
                replies=replies,
                threads=f"/as/{member.id}/{thread(message.id)}#newest" if not eyes.place.startswith("thread-") else "",
                menu=[c for c in self._site.commands if c.menu and (member.keeper or not c.keepers)],
            )
        )

    def sheet(self, opened: OpenedForm, eyes: Eyes) -> Markup:
        """A form that waits for this member."""
        press = Press(f"{eyes.path}/form/{opened.id}", self._hidden(eyes))
        return render_form(opened.form, opened.errors, self._reader(eyes), press, eyes.path)

    def back(self, parent: Message, eyes: Eyes) -> dict[str, str]:
        """From a thread to the message above it."""
        return {
            "path": f"{Eyes(eyes.member, parent.place).path}#m{parent.id}",
            "name": self.place_name(parent.place),
        }

    def plain(self, message: Message, eyes: Eyes) -> str:
        """A message in plain words."""
        if message.card is None:
            return message.said
        return plain_text(message.card, Reading(eyes.words, eyes.member.zone, self._name, self.place_name))

    def place_name(self, place: str) -> str:
        """What a place is called in a sentence."""
        if place in self._room.channels:
            return f"#{self._room.channels[place].name}"
        return "a thread" if place.startswith("thread-") else "your messages from Descant"

    def _about(self, eyes: Eyes) -> str:
        if eyes.place in self._room.channels:
            return self._room.channels[eyes.place].about
        if eyes.place == direct(eyes.member.id):
            return "What Descant tells you and nobody else."
        return "Beside the conversation, for whoever wants to read on."

    def _hidden(self, eyes: Eyes) -> dict[str, str]:
        return {"csrf": self._token(eyes.member.id), "key": fresh_key()}

    def _reader(self, eyes: Eyes) -> Reader:
        return Reader(
            eyes.words,
            eyes.member.zone,
            self._name,
            self.place_name,
            self._drawing,
            {PersonId(m.id): m.name for m in self._room.members.values()},
            {PlaceId(c.id): self.place_name(c.id) for c in self._room.channels.values()},
        )

    def _drawing(self, picture: Picture) -> str | None:
        if not drawable(picture.chart):
            return None
        name = hashlib.sha256(to_json(picture.chart).encode()).hexdigest()[:32]
        self.charts[name] = picture.chart
        return f"/drawn/{name}.png"

    def _name(self, person: PersonId) -> str:
        member = self._room.members.get(person)
        return member.name if member else "someone who is not here any more"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
