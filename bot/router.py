"""The table of contents: every feature's ways in, put together."""

from bot.agreement import routes as agreement
from bot.chat.forms import Choice
from bot.checkins import routes as checkins
from bot.hiding.routes import routes as hiding
from bot.home import routes as home
from bot.home.actions.coming import leading_to
from bot.home.actions.own import showing
from bot.polls import routes as polls
from bot.proposals import routes as proposals
from bot.resources import routes as resources
from bot.routes import Box, Handler, Hint, Router, together
from bot.setup import routes as setup
from bot.thanks import routes as thanks
from bot.tidying import TIDY, USUALLY, Kept, tidier


def router(kept: Kept = USUALLY) -> Router:
    """Everything that Descant answers to."""
    features = together(
        polls.ROUTES,
        proposals.ROUTES,
        thanks.ROUTES,
        checkins.ROUTES,
        resources.ROUTES,
        agreement.ROUTES,
        hiding(kept.hidden),
        setup.ROUTES,
        home.ROUTES,
        home.when_left(kept.left),
    )
    return together(features, Router(due={TIDY: tidier(kept)}), _descant(features))


def _descant(features: Router) -> Router:
    """``/descant``, which leads to the pages of every feature by their names, and first to the member's own."""
    boxes = (
        Box("what", "What would you like to see?", tuple(Choice(page, page) for page in features.pages)),
        Box("words", "What to find or to share: a link, a few words"),
    )
    home = showing(features.receipts)
    return Router(
        commands={"descant": Handler(leading_to(features.pages, "share", home), opens_form=True)},
        actions={"home.home": Handler(home)},
        hints=(
            Hint("descant", "What this is, and how to use it", boxes, "Share this with everyone", "What waits for me"),
        ),
    )
