"""Ways to hide words."""

from datetime import timedelta

from bot.delivery import Face
from bot.hiding import actions, cards
from bot.hiding.model import KEPT_APART
from bot.hiding.views import HIDDEN
from bot.routes import Handler, Hint, Router


def routes(kept: timedelta = KEPT_APART) -> Router:
    """Words that are hidden are kept apart for this long."""
    return Router(
        commands={"hide": Handler(actions.look_at)},
        actions={
            "hide.look": Handler(actions.look),
            "hide.seek": Handler(actions.ask_what, opens_form=True),
            "hide.ask": Handler(actions.asker(kept), opens_form=True),
            "hide.show": Handler(actions.ask_to_show, opens_form=True),
            "hide.answer": Handler(actions.ask_for_answer, opens_form=True),
        },
        forms={
            "hide.seek": Handler(actions.seek),
            "hide.hide": Handler(actions.hider(kept), opens_form=True),
            "hide.show": Handler(actions.show, opens_form=True),
            "hide.answer": Handler(actions.answer, opens_form=True),
        },
        due={actions.FORGOTTEN: actions.forget},
        faces={
            actions.TOLD: Face(HIDDEN, cards.told),
            actions.ANSWERED: Face(HIDDEN, cards.answered),
        },
        hints=(Hint("hide", "Hide words that do harm", menu="Hide words", typed=False, keepers=True),),
    )
