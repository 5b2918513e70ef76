"""Ways home."""

from datetime import timedelta

from bot.chat.events import CommunityJoined, CommunityLeft, MemberLeft
from bot.delivery import HELLO, UNDELIVERED, UNDELIVERED_FACE, Chore, Face
from bot.home.actions import coming, forgetting, leaving, own, record, suggesting
from bot.home.cards import welcome
from bot.routes import Handler, Router
from bot.setup.cards import suggested
from bot.setup.views import SUGGESTION
from bot.tags import shred, shredded

ROUTES = Router(
    pages={"record": record.show, "help": lambda tx, event, _: own.explain(tx, event)},
    actions={
        "home.record": Handler(record.turn),
        "home.help": Handler(own.explain),
        "home.choices": Handler(own.show_choices),
        "home.choose": Handler(own.change_choices, opens_form=True),
        "home.break": Handler(own.take_a_break),
        "home.end": Handler(own.ask_for_end, opens_form=True),
        "home.back": Handler(own.come_back),
        "home.data": Handler(own.show_data),
        "home.export": Handler(own.export_data),
        "home.erase": Handler(own.ask_to_erase, opens_form=True),
        "setup.suggest": Handler(suggesting.choose),
        "setup.propose": Handler(suggesting.propose, opens_form=True),
    },
    forms={
        "home.choose": Handler(own.keep_choices, opens_form=True),
        "home.end": Handler(own.set_end, opens_form=True),
        "home.erase": Handler(own.erase_data),
        "setup.tell": Handler(suggesting.tell_keepers, opens_form=True),
    },
    happened={
        CommunityJoined: coming.joined,
        MemberLeft: coming.member_left,
    },
    due={forgetting.COMPACT: forgetting.begin},
    done={forgetting.COMPACT: forgetting.compacted},
    jobs={forgetting.COMPACT: Chore(forgetting.compact)},
    faces={
        coming.HELLO: Face(HELLO, welcome.hello),
        suggesting.TO_KEEPER: Face(SUGGESTION, suggested.to_keeper),
        UNDELIVERED_FACE: Face(UNDELIVERED, welcome.undelivered),
    },
)


def when_left(kept: timedelta) -> Router:
    """What follows when the bot is taken out of a community, of which everything is kept for this long."""
    return Router(
        happened={CommunityLeft: leaving.leaver(kept)},
        due={leaving.FORGET: leaving.forget},
        done={leaving.SHRED: shredded},
        jobs={leaving.SHRED: Chore(shred)},
    )
