"""``/descant``, and how the bot and its members come and go."""

from bot.chat.answers import Answer, Nothing
from bot.chat.events import CommandGiven, CommunityJoined, CommunityLeft, MemberLeft
from bot.delivery import COMMUNITY, KEEP_COMMUNITY, LEAVE_COMMUNITY
from bot.home.actions import own
from bot.polls.actions import record
from bot.ports import Effect, Tx
from bot.setup import actions as setup
from bot.thanks.actions import consenting, telling

HELLO = "hello"


def descant(tx: Tx, event: CommandGiven) -> Answer:
    """``/descant``, or ``/descant setup`` and its like: the first word says what is wanted, the others what of it."""
    wanted, _, rest = " ".join([event.options.get("what", ""), event.text]).strip().partition(" ")
    match wanted.lower():
        case "setup":
            return setup.show(tx, event)
        case "log":
            return setup.search_log(tx, event, rest.strip())
        case "record":
            return record.show(tx, event, rest.strip())
        case "story":
            return telling.tell(tx, event, rest.strip())
        case "thanks":
            return consenting.show_mine(tx, event)
        case "help":
            return own.explain(tx, event)
        case _:
            return own.show(tx, event)


def joined(tx: Tx, event: CommunityJoined) -> Answer:
    """Hello, said once: to whoever added the bot, otherwise where everyone reads."""
    kept = tx.see(COMMUNITY, community=tx.community)
    if not tx.change(KEEP_COMMUNITY, community=tx.community, language=event.locale, zone=event.zone or kept.zone):
        return Nothing()
    to = event.by or event.place
    if to is not None:
        tx.post(Effect(f"{HELLO}:{tx.community}", to, HELLO, tx.community, direct=event.by is not None))
    return Nothing()


def left(tx: Tx, event: CommunityLeft) -> Answer:
    """What was kept stays for the stated time, in case the bot comes back."""
    tx.change(LEAVE_COMMUNITY, community=tx.community, at=event.at)
    return Nothing()


def member_left(tx: Tx, event: MemberLeft) -> Answer:
    """Nothing is taken from anyone who leaves: what they said and chose stays as they left it."""
    return Nothing()
