"""From what Slack sends to the core's events. Pure."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from typing import Literal

from adapters.slack.decoded import (
    Actor,
    Asked,
    Back,
    Decoded,
    Happened,
    HomeOpened,
    Ignored,
    Known,
    MemberChanged,
    Origin,
    Payload,
    Revoked,
    community_of,
)
from bot.chat.events import (
    ActionPressed,
    CommandGiven,
    CommunityLeft,
    FormSent,
    MemberLeft,
    PlaceGone,
    Shared,
    Where,
    Who,
)
from bot.chat.ids import MessageId, PersonId, PlaceId
from bot.chat.token import Token, decode_token

FORM = "form"
"""The ``callback_id`` of every form."""
NO_SUCH = Token("unknown")
"""What a press with an unreadable token becomes, so that the core answers it."""
_WRITTEN_OUT = re.compile(r"<([@#]?)([^<>|!]+)(?:\|([^<>]*))?>")
_STAMP = re.compile(r"\d{1,11}(\.\d{1,9})?")


def actor_of(body: Payload) -> Actor | None:
    """Who acted; None when nobody did. An organisation-wide payload has no team of its own (``team: null``)."""
    if body.get("type") == "event_callback":
        return _event_actor(body)
    person, home = _person(body)
    team = _id(body.get("team")) or _text(body, "team_id")
    view = body.get("view")
    if isinstance(view, Mapping):
        team = _text(view, "app_installed_team_id") or team or _text(view, "team_id")
    team = team or home
    if not person or not team:
        return None
    return Actor(team, _id(body.get("enterprise")) or _text(body, "enterprise_id") or None, person, home or team)


def _event_actor(body: Payload) -> Actor | None:
    event = _part(body, "event")
    team, enterprise = _authorised(body)
    member = event.get("user")
    person = _text(member, "id") if isinstance(member, Mapping) else _text(event, "user")
    return Actor(team, enterprise, person, _text(event, "user_team") or team) if team and person else None


def _authorised(body: Payload) -> tuple[str, str | None]:
    """The workspace whose installation this was sent to; in a shared channel the sender's is another."""
    found = next((a for a in body.get("authorizations") or () if isinstance(a, Mapping)), {})
    team = _text(found, "team_id") or _text(body, "team_id")
    return team, _text(found, "enterprise_id") or _text(body, "enterprise_id") or None


def decode(body: Payload, known: Known, prefix: str, now: datetime) -> Decoded:
    """What a payload means. ``now`` is when it arrived; ``prefix`` begins the names of our commands here."""
    kind = _text(body, "type")
    if kind == "event_callback":
        return _event(body, now)
    actor = actor_of(body)
    if actor is None:
        return Ignored(kind or "nobody")
    who = who_is(actor, known, _name(body))
    match kind:
        case "" if "command" in body:
            return _command(body, actor, who, prefix, now)
        case "block_actions":
            return _press(body, actor, who, now)
        case "view_submission":
            return _form(body, actor, who, now)
        case "shortcut" | "message_action":
            return _shortcut(body, actor, who, now)
        case _:
            return Ignored(kind)


def who_is(actor: Actor, known: Known, name: str = "") -> Who:
    """The member, with what is known of them; ``name`` where their profile has none."""
    person = PersonId(actor.person)
    return Who(person, known.locale, known.zone, known.keeper, known.name or name, known.places)


def where_is(actor: Actor, place: str, message: MessageId | None = None, *, private: bool = False) -> Where:
    """Where they acted. Where there is no channel, or only the app reads it, they are alone (ids: ``D…`` is direct)."""
    alone = not place or place.startswith("D")
    return Where(actor.community, PlaceId(place or actor.person), message, private, alone=alone)


def _command(body: Payload, actor: Actor, who: Who, prefix: str, now: datetime) -> Asked:
    name = _text(body, "command").removeprefix("/").lower().removeprefix(prefix)
    place, trigger = _text(body, "channel_id"), _text(body, "trigger_id")
    where = where_is(actor, place)
    text, mentions = typed(_text(body, "text"))
    event = CommandGiven(_key(who, "command", trigger), who, where, now, name, text, mentions=mentions)
    return Asked(actor, event, Back("command", Origin(place), trigger, _text(body, "response_url")))


def typed(text: str) -> tuple[str, dict[str, PersonId]]:
    """What was typed behind a command, as it looked, and the members in it by the words that stand for them.

    Slack escapes three signs and writes mentions out (``should_escape`` in the manifest).
    """
    mentions: dict[str, PersonId] = {}

    def looked(found: re.Match[str]) -> str:
        sign, target, name = found[1], found[2], found[3] or found[2]
        if sign != "@":
            return f"#{name}" if sign == "#" else name
        words = f"@{name}" if mentions.get(f"@{name}", target) == target else f"@{name} ({target})"
        mentions[words] = PersonId(target)
        return words

    return unescape(_WRITTEN_OUT.sub(looked, text)), mentions


def _shortcut(body: Payload, actor: Actor, who: Who, now: datetime) -> Asked:
    trigger, place = _text(body, "trigger_id"), _id(body.get("channel"))
    where = where_is(actor, place)
    key = _key(who, "shortcut", trigger)
    at = stamp(_text(body, "action_ts")) or now
    event = CommandGiven(key, who, where, at, _text(body, "callback_id"), about=_about(body, place))
    url = _text(body, "response_url")
    return Asked(actor, event, Back("press" if url else "home", Origin(place), trigger, url))


def _about(body: Payload, place: str) -> Shared | None:
    message = body.get("message")
    if not isinstance(message, Mapping):
        return None
    domain, ts = _text(_part(body, "team"), "domain"), _text(message, "ts") or _text(body, "message_ts")
    link = f"https://{domain}.slack.com/archives/{place}/p{ts.replace('.', '')}" if domain and place and ts else ""
    by = "" if message.get("bot_id") else _text(message, "user")
    words, _ = typed(_text(message, "text"))
    return Shared(words, PersonId(by) if by else None, link, MessageId(ts) if ts else None)


def _press(body: Payload, actor: Actor, who: Who, now: datetime) -> Asked | Ignored:
    given = body.get("actions")
    action = next((a for a in given if isinstance(a, Mapping)), None) if isinstance(given, list) else None
    if action is None or _text(action, "action_id") == "several":
        return Ignored("choosing")
    token = decode_token(_text(action, "action_id").partition("|")[2]) or NO_SUCH
    back = _way_back(body, action)
    message = _text(_part(body, "container"), "message_ts")
    private = back.private or back.way == "view"
    where = where_is(actor, back.origin.place, MessageId(message) if message else None, private=private)
    moment = _text(action, "action_ts")
    key = _key(who, message or back.view, _text(action, "block_id"), _text(action, "action_id"), moment)
    return Asked(actor, ActionPressed(key, who, where, stamp(moment) or now, token, _values(body, action)), back)


def _way_back(body: Payload, action: Payload) -> Back:
    container = _part(body, "container")
    trigger, url = _text(body, "trigger_id"), _text(body, "response_url")
    view = body.get("view")
    if isinstance(view, Mapping):
        origin, _ = _noted(view)
        way: Literal["home", "view"] = "home" if view.get("type") == "home" else "view"
        return Back(way, origin, trigger, url, view=_text(view, "id"), hash=_text(view, "hash"))
    place = _text(container, "channel_id") or _id(body.get("channel"))
    origin = Origin(place, _text(container, "message_ts"))
    mark = _text(action, "block_id").rpartition("#")[0]
    return Back("press", origin, trigger, url, container.get("is_ephemeral") is True, mark=mark)


def _values(body: Payload, action: Payload) -> tuple[str, ...]:
    """What was chosen: by this action itself, or in the menu that its button sends."""
    if (menu := _text(action, "value")) and action.get("type") == "button":
        found = list(_part(_part(_part(body, "state"), "values"), menu).values())
        return _chosen(found[0]) if found and isinstance(found[0], Mapping) else ()
    return _chosen(action)


def _form(body: Payload, actor: Actor, who: Who, now: datetime) -> Asked | Ignored:
    view = _part(body, "view")
    if view.get("callback_id") != FORM:
        return Ignored("view_submission")
    origin, token = _noted(view)
    where = where_is(actor, origin.place, MessageId(origin.message) if origin.message else None, private=True)
    values = {
        str(block): "\n".join(_typed(element))
        for block, elements in _part(_part(view, "state"), "values").items()
        if isinstance(elements, Mapping)
        for element in elements.values()
        if isinstance(element, Mapping)
    }
    # The hash of a view stays the same when a form is sent again after errors; the trigger does not.
    key = _key(who, "form", _text(view, "id"), _text(view, "hash"), _text(body, "trigger_id"))
    event = FormSent(key, who, where, now, token or NO_SUCH, values)
    return Asked(actor, event, Back("form", origin, _text(body, "trigger_id"), view=_text(view, "id")))


def _typed(element: Payload) -> tuple[str, ...]:
    if element.get("type") == "plain_text_input":
        return (_text(element, "value").replace("\r\n", "\n"),)
    if people := element.get("selected_users"):
        return tuple(map(str, people))
    if place := element.get("selected_conversation") or element.get("selected_channel"):
        return (str(place),)
    return _chosen(element)


def _chosen(element: Payload) -> tuple[str, ...]:
    several = element.get("selected_options")
    one = element.get("selected_option")
    options = several if isinstance(several, list) else [one] if isinstance(one, Mapping) else []
    return tuple(_text(o, "value").removeprefix("=") for o in options if isinstance(o, Mapping))


def _event(body: Payload, now: datetime) -> Decoded:
    event = _part(body, "event")
    kind = _text(event, "type")
    team, enterprise = _authorised(body)
    at = stamp(str(body.get("event_time", ""))) or now
    actor = actor_of(body)
    match kind:
        case "app_home_opened" if actor is not None and event.get("tab") == "home":
            return HomeOpened(actor)
        case "app_uninstalled":
            return Revoked(team, enterprise, uninstalled=True)
        case "tokens_revoked" if _part(event, "tokens").get("bot"):
            return Revoked(team, enterprise, uninstalled=False)
        case "member_left_channel" if actor is not None:
            return MemberChanged(team, actor.person, left=False)
        case "user_change" if actor is not None:
            return MemberChanged(team, actor.person, _part(event, "user").get("deleted") is True)
        case "channel_deleted" | "channel_archive" | "group_deleted" | "group_archive" | "group_left" if team:
            return Happened(PlaceGone(community_of(team), PlaceId(_text(event, "channel")), at))
        case _:
            return Ignored(kind or "event")


def left(revoked: Revoked, at: datetime) -> CommunityLeft:
    """What the core hears when a workspace took the app out."""
    return CommunityLeft(community_of(revoked.team), at)


def member_left(changed: MemberChanged, at: datetime) -> MemberLeft:
    """What the core hears when a member's account was closed."""
    return MemberLeft(community_of(changed.team), PersonId(changed.person), at)


def without_private(asked: Asked) -> Asked:
    """The same with no way back that others could use: what may be kept for a while."""
    return replace(asked, back=replace(asked.back, response_url="", trigger=""))


def stamp(words: str) -> datetime | None:
    """Slack's time stamps: seconds since 1970 with a fraction."""
    return datetime.fromtimestamp(float(words), UTC) if _STAMP.fullmatch(words) else None


def _noted(view: Payload) -> tuple[Origin, Token | None]:
    try:
        place, message, token = map(str, json.loads(_text(view, "private_metadata")))
    except (ValueError, TypeError):
        return Origin(""), None
    return Origin(place, message), decode_token(token)


def _key(who: Who, *parts: str) -> str:
    return "/".join((who.person, *parts)) if all(parts[-1:]) else ""


def _person(body: Payload) -> tuple[str, str]:
    user = body.get("user")
    if isinstance(user, Mapping):
        return _text(user, "id"), _text(user, "team_id")
    return _text(body, "user_id"), ""


def _name(body: Payload) -> str:
    user = body.get("user")
    return _text(user, "name") or _text(user, "username") if isinstance(user, Mapping) else _text(body, "user_name")


def _part(body: Payload, name: str) -> Payload:
    found = body.get(name)
    return found if isinstance(found, Mapping) else {}


def _text(body: Payload, name: str) -> str:
    found = body.get(name)
    return found if isinstance(found, str) else ""


def _id(found: object) -> str:
    if isinstance(found, Mapping):
        return _text(found, "id")
    return found if isinstance(found, str) else ""
