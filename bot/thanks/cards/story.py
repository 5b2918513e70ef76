"""What we made together: words first, in an order that is drawn anew for each reading, never by amount. Pure."""

import json
from collections.abc import Sequence
from datetime import datetime

from bot.chat.cards import Button, Buttons, Card, Element, Heading, Paragraph, Picture, Said, Small
from bot.chat.charts import BarChart, ChartBar
from bot.chat.text import Command, Text, sentences
from bot.chat.token import Token
from bot.chat.words import Words
from bot.thanks.cards.asking import tag_label
from bot.thanks.cards.shown import by, plainly, to_whom
from bot.thanks.model import Thanks, in_this_order, kinds

PAGE = 5
PERIODS = ("30", "90", "365", "36500")


def shown_only(found: Sequence[Thanks]) -> list[Thanks]:
    """Each set of words that may be seen, those that others added too."""
    return [each for thanks in found for each in (thanks, *thanks.too) if each.shown]


def story(
    found: Sequence[Thanks], days: str, sought: str, seed: str, page: int, clustered: bool | None, words: Words
) -> Card:
    """A page of the story."""
    told = in_this_order(shown_only(found), seed)
    here = told[page * PAGE : (page + 1) * PAGE]
    if not told:
        return Card((Heading(words.say("What we made together")), _periods(days, sought, words), _nothing(words)))
    elements: list[Element] = [Heading(words.say("What we made together"))]
    if not page:
        elements += _first(told, clustered, words)
    for thanks in here:
        elements += [Said(_short(thanks.words), _about(thanks, words))]
    elements.append(Small(words.say("In an order drawn by chance. It means nothing, and it is another one each time.")))
    return Card((*elements, _turning(days, seed, page, len(told), words), _periods(days, sought, words)))


def _nothing(words: Words) -> Element:
    return Paragraph(
        words.say("Nothing here has been shared yet. Thanks begin with {command}.", command=Command("thank"))
    )


def _first(told: Sequence[Thanks], clustered: bool | None, words: Words) -> list[Element]:
    spread: Text = ()
    if clustered is not None:
        spread = (
            words.say("Most thanks went to a few people. Who goes unseen?")
            if clustered
            else words.say("Thanks went to many different people.")
        )
    drawn = picture(told, words)
    return [*((drawn,) if drawn else ()), *((Paragraph(spread),) if spread else ())]


def picture(told: Sequence[Thanks], words: Words) -> Picture | None:
    """Acts by kind, never by person; None where no act carries a word."""
    counted = kinds(told)
    if not counted:
        return None
    bars = tuple(ChartBar(tag_label(tag, words), number, str(number)) for tag, number in counted[:20])
    title = words.label("What kinds of things we did")
    foot = words.label("Acts, not people. In the order of the alphabet.")
    listed = ", ".join(f"{bar.label}: {bar.note}" for bar in bars)
    alt = words.label("{title}. {listed}. {foot}", title=title, listed=listed, foot=foot)[:1000]
    return Picture(BarChart(title, bars, max(number for _, number in counted), None, foot), alt)


def _about(thanks: Thanks, words: Words) -> Text:
    tags = words.listing([tag_label(tag, words) for tag in thanks.tags])
    if thanks.own:
        return sentences(words.person(thanks.giver), tags)
    line = words.say("to {people}", people=to_whom(thanks, words))
    giver = by(thanks, words)
    whole = words.say("{giver}, {line}", giver=giver, line=line) if giver else line
    return words.say("{line} ({tags})", line=whole, tags=tags) if tags else whole


def _short(text: str) -> str:
    return text if len(text) <= 500 else text[:499].rstrip() + "…"


def _turning(days: str, seed: str, page: int, told: int, words: Words) -> Buttons:
    back = Button(words.label("Back"), Token("thanks.story", (days, seed, str(page - 1))))
    on = Button(words.label("Read on"), Token("thanks.story", (days, seed, str(page + 1))), "primary")
    more = (page + 1) * PAGE < told
    take = Button(words.label("Take it along"), Token("thanks.export", (days,)))
    return Buttons((*((back,) if page else ()), *((on,) if more else ()), take))


def _periods(days: str, sought: str, words: Words) -> Buttons:
    labels = (
        words.label("The last month"),
        words.label("Three months"),
        words.label("A year"),
        words.label("From the beginning"),
    )
    listed = zip(PERIODS, labels, strict=True)
    return Buttons(tuple(Button(label, Token("thanks.story", (d,))) for d, label in listed if d != days or sought))


# --- what leaves the chat -----------------------------------------------------------------------------------------


def as_markdown(told: Sequence[Thanks], since: datetime, until: datetime, words: Words) -> str:
    """Something that a group would print."""
    lines = [f"# {words.label('What we made together')}", "", f"{since:%Y-%m-%d} – {until:%Y-%m-%d}", ""]
    for thanks in told:
        quoted = "\n".join(f"> {_escaped(line)}" for line in thanks.words.splitlines())
        who = _escaped(thanks.giver_name or "") if thanks.own else _escaped(plainly(thanks, words))
        lines += [quoted, ">", f"> — {who}" if who else "> —", ""]
    lines.append(words.label("In an order drawn by chance. It means nothing, and it is another one each time."))
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    return "".join(f"\\{c}" if c in "\\`*_{}[]()#+-.!|<>~" else c for c in text)


def as_json(told: Sequence[Thanks], words: Words) -> str:
    """The same for machines; who is in it is who agreed to be."""
    kept = [{"words": t.words, "to": plainly(t, words), "kinds": list(t.tags), "on": f"{t.at:%Y-%m-%d}"} for t in told]
    return json.dumps(kept, ensure_ascii=False, indent=1)


def as_contributors(told: Sequence[Thanks], words: Words) -> str:
    """A file of the form that the all-contributors specification describes, whole: people with the acts they agreed to
    be named for, without any number."""
    acts: dict[str, set[str]] = {}
    for thanks in told:
        people = [p.name for p in thanks.people if p.named and p.name]
        names = [thanks.giver_name] if thanks.own and thanks.giver_name else people
        for name in names:
            acts.setdefault(name, set()).update(thanks.tags or ("thanks",))
    every = sorted(set().union(*acts.values())) if acts else []
    kept = {
        "projectName": words.label("What we made together"),
        "projectOwner": "",
        "repoType": "github",
        "files": ["README.md"],
        "commit": False,
        "imageSize": 100,
        "types": {_key(act): {"symbol": "♥", "description": tag_label(act, words)} for act in every},
        "contributors": [
            {"login": _key(n), "name": n, "avatar_url": "", "profile": "", "contributions": sorted(map(_key, did))}
            for n, did in acts.items()
        ],
    }
    return json.dumps(kept, ensure_ascii=False, indent=2)


def _key(text: str) -> str:
    return "-".join(text.lower().split())
