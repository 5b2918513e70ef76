"""Ways in to the agreement."""

from bot.agreement import actions, cards, views
from bot.delivery import Face
from bot.routes import Handler, Hint, Router

ROUTES = Router(
    commands={"agreement": Handler(actions.show)},
    actions={
        "agreement.show": Handler(actions.show),
        "agreement.versions": Handler(actions.show_versions),
        "agreement.suggest": Handler(actions.suggest, opens_form=True),
        "agreement.change": Handler(actions.change, opens_form=True),
    },
    forms={"agreement.keep": Handler(actions.keep, opens_form=True)},
    due={actions.REVIEW: actions.ask_again, actions.DECIDED: actions.follow},
    faces={
        actions.CHANGED: Face(views.CHANGED, cards.changed_card),
        actions.REVIEW: Face(views.OF_SUBJECT, cards.review_card),
    },
    beside=(actions.greet,),
    hints=(Hint("agreement", "How we work together"),),
)
