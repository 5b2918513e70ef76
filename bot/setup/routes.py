"""Ways in to the set-up."""

from bot.chat.events import PlaceGone
from bot.delivery import Face, Inquiry
from bot.routes import Handler, Router
from bot.setup import actions, views
from bot.setup.cards.found import place_gone

ROUTES = Router(
    pages={"setup": lambda tx, event, _: actions.show(tx, event), "log": actions.search_log},
    actions={
        "setup.panel": Handler(actions.show),
        "setup.change": Handler(actions.change, opens_form=True),
        "setup.log": Handler(actions.read_log),
        "setup.export": Handler(actions.export_log),
        "setup.check": Handler(actions.look_over),
        "setup.found": Handler(actions.show_found),
    },
    forms={
        "setup.set": Handler(actions.keep, opens_form=True),
    },
    happened={PlaceGone: actions.place_gone},
    done={actions.CHECK: actions.looked},
    faces={actions.GONE: Face(views.OF_SUBJECT, place_gone)},
    jobs={actions.CHECK: Inquiry(views.OF_SUBJECT, actions.ask_around)},
)
