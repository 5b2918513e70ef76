"""Ways in to what is shared."""

from bot.delivery import Face
from bot.resources import actions, cards, views
from bot.routes import Handler, Router

ROUTES = Router(
    pages={"share": actions.share, "find": actions.find},
    actions={
        "resource.new": Handler(actions.begin, opens_form=True),
        "resource.back": Handler(actions.take_back),
        "resource.find": Handler(actions.ask_for_words, opens_form=True),
        "resource.page": Handler(actions.turn),
        "resource.show": Handler(actions.show),
        "resource.doubt": Handler(actions.ask_why, opens_form=True),
        "resource.right": Handler(actions.say_right),
    },
    forms={
        "resource.share": Handler(actions.compose, opens_form=True),
        "resource.find": Handler(actions.look_for),
        "resource.doubt": Handler(actions.doubt, opens_form=True),
    },
    due=dict.fromkeys(actions.REWRITTEN, actions.file_anew),
    faces={actions.FACE: Face(views.RESOURCE, cards.resource_card)},
)
"""``/descant share`` and ``/descant find``, and what can be pressed on what is shared."""
