"""Everything that reads what comes from outside, or draws what people wrote: what it is given, and what must hold."""

import html
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from adapters.discord import inbound as discord_inbound
from adapters.discord import text as discord_text
from adapters.slack import decoded as slack_decoded
from adapters.slack import inbound as slack_inbound
from adapters.slack import spans as slack_spans
from adapters.web import inbound as web_inbound
from adapters.web import render as web_render
from bot.chat.cards import Card, Paragraph
from bot.chat.deadlines import Deadline, read_deadline
from bot.chat.events import ActionPressed, CommandGiven, FormSent
from bot.chat.lines import items, read_line
from bot.chat.plain import Reading, plain_text
from bot.chat.text import plain
from bot.chat.token import LIMIT, decode_token
from bot.chat.words import words_for
from bot.config import Faults, Source, read_settings
from bot.polls.ballotfile import BadBallotFile, read
from bot.polls.draft import from_line, read_draft
from commands.settings import sections
from tests.adapters.discord import payloads as discord_payloads
from tests.adapters.slack import payloads as slack_payloads
from tests.adapters.web.test_inbound import ANA
from tests.fakes import START

READING = Reading(words_for("en"), "Europe/London")


@dataclass(frozen=True)
class Target:
    """Something that takes a JSON value or a text. ``holds`` raises when what came of it is not right."""

    name: str
    holds: Callable[[Any], object]
    seeds: tuple[Any, ...]
    """What is mutated; what once went wrong stands in ``corpus/<name>/`` beside."""
    refuses: tuple[type[Exception], ...] = ()
    """How it says no."""


def _sound(event: CommandGiven | ActionPressed | FormSent) -> None:
    """Every part is of the kind that the core relies on."""
    assert isinstance(event.key, str)
    assert isinstance(event.who.person, str)
    assert event.at.tzinfo is not None
    match event:
        case CommandGiven():
            assert all(isinstance(part, str) for pair in event.options.items() for part in pair)
            assert isinstance(event.name + event.text, str)
        case ActionPressed():
            assert all(isinstance(value, str) for value in event.values)
            assert len(event.token.encode().encode()) <= LIMIT
        case FormSent():
            assert all(isinstance(part, str) for pair in event.values.items() for part in pair)
            assert len(event.token.encode().encode()) <= LIMIT


def _discord(payload: Any) -> None:
    event = discord_inbound.decode(payload, discord_inbound.Surroundings({"Thank for this": "thank"}))
    if event is not None:
        _sound(event)
        assert event.where.community.startswith(discord_inbound.PREFIX)


def _slack(payload: Any) -> None:
    slack_inbound.actor_of(payload)
    found = slack_inbound.decode(payload, slack_decoded.Known(), "", START)
    if isinstance(found, slack_decoded.Asked):
        _sound(found.event)
        assert found.event.where.community.startswith(slack_decoded.PREFIX)


def _web(words: str) -> None:
    command = web_inbound.decode_line(words, ANA, "k", START)
    if isinstance(command, CommandGiven):
        _sound(command)
    _sound(web_inbound.decode_press(words, [words], ANA, 7, True, "k", START))


def _token(words: str) -> None:
    token = decode_token(words)
    assert token is None or token.encode() == words


def _deadline(words: str) -> None:
    for zone in ("UTC", "Europe/London", "Pacific/Chatham"):
        found = read_deadline(words, START, zone, ("en", "de"))
        if isinstance(found, Deadline):
            assert START < found.at < START + timedelta(days=5000)


def _line(words: str) -> None:
    read_line(words, ("question", "options"))
    assert all(item == item.strip() and item for item in items(words))
    read_draft(from_line(words), START, "Europe/London", ("en",))


def _settings(words: str) -> None:
    read_settings(Source(words, {}), sections())


def _drawn(words: str) -> None:
    """As plain text, and on each platform: nobody is called, and nothing becomes markup."""
    plain_text(Card((Paragraph(plain(words)),)), READING)
    on_discord = discord_text.render_words(words)
    assert not re.search(r"(?<!\\)<(?:@[!&]?|#|t:|:\w+:|/)\d", on_discord), "a mention"
    assert not re.search(r"(?<!\\)@(?:everyone|here)", on_discord), "everyone is called"
    assert discord_text.units(discord_text.shorten(words, 40)) <= 40
    on_slack = slack_spans.mrkdwn(plain(words), READING)
    assert on_slack is None or not re.search(r"<(?:[@#!]|https?:)", on_slack), "a mention or a link"
    for part in slack_spans.rich(plain(words), READING):
        assert part["type"] == "text"
    reader = web_render.Reader(READING.words, READING.zone, str, str, lambda picture: None)
    page = str(web_render.render_text(plain(words), reader))
    assert re.search(r"<(?!/?(?:bdi|br|span|p)\b)", page) is None, "markup"
    assert not words.strip() or html.unescape(page)


def _seeds(module: Any) -> tuple[Any, ...]:
    found = [value for name, value in vars(module).items() if name.isupper() and isinstance(value, dict)]
    return tuple(json.loads(json.dumps(payload)) for payload in found)


WRITTEN = (
    "", "friday 6pm", "in 3 days", "2026-12-01 18:00", "3d", "31.2.2027 25:61", "99999999999w", "amanhã às 20h",
    "question: When? options: a; b; c closes: in 3 days kind: any", "closes: closes: options:;;; question:",
    "@everyone <@123> <#C1|x> <!channel> [a](https://b) **c** `d` <script>alert(1)</script> &amp; \u202eabc",
    "\ud83d\ude00\u200d\u2640\ufe0f e\u0301\u0301\u0301 \x00\x1b[31m \u2066\u2069", "1|poll.choose|p1|2",
    "```\n> a\n# b\n- c",
)  # fmt: skip

TARGETS = (
    Target("discord", _discord, _seeds(discord_payloads), (discord_inbound.Unreadable,)),
    Target("slack", _slack, (*_seeds(slack_payloads), slack_payloads.event({"type": "user_change"}))),
    Target("web", _web, WRITTEN),
    Target("token", _token, WRITTEN),
    Target("deadline", _deadline, WRITTEN),
    Target("line", _line, WRITTEN),
    Target("drawn", _drawn, WRITTEN),
    Target(
        "ballots",
        read,
        (
            '{"kind": "rank", "options": ["a", "b"], "ballots": [{"count": 2, "choice": [[1], [2]]}], "pick": 1}',
            "{",
            "",
        ),
        (BadBallotFile,),
    ),
    Target(
        "settings",
        _settings,
        ('[store]\nurl = "sqlite:///x.db"\n[web]\nport = 8420\n', "[log]\nlevel = 3\n[x]", "a = [1, {b = 2}]"),
        (Faults,),
    ),
)
