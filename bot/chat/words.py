"""Words for members: whole sentences from a message catalogue, with named places that are filled with spans.

A sentence is never glued together from parts; what goes into its places stays a span of its own, so that
people's words keep being plain words in every language.
"""

import gettext
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from string import Formatter
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.chat.ids import GONE, PersonId
from bot.chat.text import Person, Plain, Span, Text

CATALOGUES = Path(__file__).parent / "locale"
DOMAIN = "descant"

Part = str | int | Span | Text


def later(template: str) -> str:
    """Words as the source has them, for the catalogue: they are said in a reader's language when it is known."""
    return template


class Words:
    """One language's words. Every template is looked up as it stands in the source, which is English."""

    def __init__(self, locale: str, catalogue: gettext.NullTranslations) -> None:
        self.locale = locale
        self._catalogue = catalogue

    def say(self, template: str, /, **parts: Part) -> Text:
        """A sentence as text; each ``{name}`` is filled with the part of that name."""
        return _fill(self._catalogue.gettext(template), parts)

    def count(self, one: str, many: str, n: int, /, **parts: Part) -> Text:
        """The sentence for this number, in the plural form that the language asks for; ``{n}`` is the number."""
        return _fill(self._catalogue.ngettext(one, many, n), {"n": n, **parts})

    def label(self, template: str, /, **parts: str | int) -> str:
        """Words for a button, a field or a title, where no span can stand."""
        return self._catalogue.gettext(template).format(**parts) if parts else self._catalogue.gettext(template)

    def labels(self, one: str, many: str, n: int, /, **parts: str | int) -> str:
        """``count`` where no span can stand."""
        return self._catalogue.ngettext(one, many, n).format(n=n, **parts)

    def listing(self, things: Sequence[Part]) -> Text:
        """Several things in one breath: "a", "a and b", "a, b and c"."""
        if not things:
            return ()
        *rest, last = (_as_text(thing) for thing in things)
        if not rest:
            return last
        line = rest[0]
        for thing in rest[1:]:
            line = self.say("{listed}, {next}", listed=line, next=thing)
        return self.say("{listed} and {last}", listed=line, last=last)

    def person(self, person: PersonId) -> Text:
        """A member, or what is said of one who has erased themselves."""
        if not person or person.startswith(GONE):
            return self.say("someone who has erased themselves")
        return (Person(person),)

    def lasting(self, time: timedelta) -> Text:
        """A length of time in whole minutes, hours or days, whichever is exact enough."""
        minutes = max(1, round(time / timedelta(minutes=1)))
        if minutes % 1440 == 0 or minutes > 2880:
            # Days by the wall clock: where the clocks change between, some of them have 23 hours, or 25.
            return self.count("{n} day", "{n} days", round(minutes / 1440))
        if minutes % 60 == 0 or minutes > 120:
            return self.count("{n} hour", "{n} hours", round(minutes / 60))
        return self.count("{n} minute", "{n} minutes", minutes)

    def moment(self, at: datetime, zone: str) -> str:
        """Weekday, date, time and the zone's name: ``Friday 27 November 2026, 18:00 (London)``."""
        local = at.astimezone(ZoneInfo(zone))
        return self.label(
            "{weekday} {day} {month} {year}, {time} ({zone})",
            weekday=self.weekdays()[local.weekday()],
            day=local.day,
            month=self._month(local.month),
            year=local.year,
            time=f"{local:%H:%M}",
            zone=zone_name(zone),
        )

    def weekday(self, at: datetime, zone: str) -> str:
        """The day of the week there."""
        return self.weekdays()[at.astimezone(ZoneInfo(zone)).weekday()]

    def day(self, on: date) -> str:
        """A day without a time: ``Friday 27 November 2026``."""
        return self.label(
            "{weekday} {day} {month} {year}",
            weekday=self.weekdays()[on.weekday()],
            day=on.day,
            month=self._month(on.month),
            year=on.year,
        )

    def weekdays(self) -> tuple[str, ...]:
        """The names of the days of the week, Monday first."""
        return (
            self.label("Monday"),
            self.label("Tuesday"),
            self.label("Wednesday"),
            self.label("Thursday"),
            self.label("Friday"),
            self.label("Saturday"),
            self.label("Sunday"),
        )

    def _month(self, number: int) -> str:
        names = (
            self.label("January"),
            self.label("February"),
            self.label("March"),
            self.label("April"),
            self.label("May"),
            self.label("June"),
            self.label("July"),
            self.label("August"),
            self.label("September"),
            self.label("October"),
            self.label("November"),
            self.label("December"),
        )
        return names[number - 1]


@lru_cache(maxsize=1024)
def is_zone(name: str) -> bool:
    """Whether there is a time zone of this name."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def zone_name(zone: str) -> str:
    """A zone as people call it: the city of ``Europe/London``, or the name as it is."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


_NAMES = {"en": "English", "de": "Deutsch", "es": "Español", "fr": "Français", "pl": "Polski", "pt": "Português"}


def languages() -> tuple[str, ...]:
    """The languages that there are words in; English, which the sources are written in, comes first."""
    return ("en", *sorted(path.parent.parent.name for path in CATALOGUES.glob("*/LC_MESSAGES/descant.mo")))


def language_name(language: str) -> str:
    """A language as those who speak it call it, or its code where that is not known here."""
    return _NAMES.get(language.replace("-", "_").partition("_")[0], language)


@lru_cache(maxsize=256)
def words_for(locale: str) -> Words:
    """The words for this locale (``de-AT``, ``pt_BR``); English where there is no catalogue for it."""
    language, _, region = locale.replace("-", "_").partition("_")
    names = [f"{language}_{region}", language] if region else [language]
    return Words(locale, gettext.translation(DOMAIN, CATALOGUES, languages=names, fallback=True))


def _fill(template: str, parts: dict[str, Part]) -> Text:
    spans: list[Span] = []
    for literal, name in _pieces(template):
        if literal:
            spans.append(Plain(literal))
        if name is not None:
            spans.extend(_as_text(parts[name]))
    return tuple(spans)


@lru_cache(maxsize=2048)
def _pieces(template: str) -> tuple[tuple[str, str | None], ...]:
    return tuple((literal, name) for literal, name, _, _ in Formatter().parse(template))


def _as_text(part: Part) -> Text:
    if isinstance(part, tuple):
        return part
    return (Plain(str(part)),) if isinstance(part, str | int) else (part,)
