"""What a request names, looked up for the member who asks; what is not theirs is not there."""

from typing import Any

from aiohttp import web

from adapters.web.guard import Guard
from adapters.web.room import Room
from adapters.web.told import Message, Neighbour, OpenedForm
from adapters.web.views import Eyes


def member_of(request: web.Request, room: Room) -> Neighbour:
    """Whose page it is. Raises 404."""
    member = room.members.get(request.match_info["member"])
    if member is None:
        raise web.HTTPNotFound(text="There is no such member here.")
    return member


def eyes_of(request: web.Request, room: Room) -> Eyes:
    """Whose page it is and which place is open. Raises 404, also for places that this member does not see."""
    member, place = member_of(request, room), request.match_info["place"]
    if not room.sees(member.id, place):
        raise web.HTTPNotFound(text="There is no such place here, or it is not for these eyes.")
    return Eyes(member, place)


async def form_of(request: web.Request, room: Room, member: Neighbour) -> OpenedForm:
    """The form that is asked for. Raises 404 when it does not wait for this member."""
    opened = await room.form(number(request.match_info["form"], 0), member.id)
    if opened is None:
        raise web.HTTPNotFound(text="This form is not there any more.")
    return opened


async def sent_by(request: web.Request, room: Room, guard: Guard) -> tuple[Eyes, Any]:
    """Who sent a form of the page, and what stands in it. Raises 403 when it was not sent from their own page."""
    eyes = eyes_of(request, room)
    sent = await request.post()
    guard.check(eyes.member.id, str(sent.get("csrf", "")))
    return eyes, sent


async def message_of(sent: Any, room: Room, member: Neighbour) -> Message | None:
    """The message that was pressed, if this member sees it."""
    message = await room.message(number(str(sent.get("message", "")), 0))
    if message is None or not room.sees(member.id, message.place):
        return None
    return message if message.reader in (None, member.id) else None


def number(text: str, otherwise: int) -> int:
    """A number from an address or a form."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else otherwise
