"""Ways in to proposals."""

from bot.chat.deadlines import EXAMPLES
from bot.delivery import Face
from bot.proposals import cards, views
from bot.proposals.actions import handing, proposing
from bot.proposals.cards import thread
from bot.proposals.deciding import Rule
from bot.proposals.model import SeenAs
from bot.routes import Box, Handler, Hint, Router

BOXES = (
    Box("what", "What do you propose?"),
    Box("why", "What would be better?"),
    Box("risks", "What could go wrong, and who might lose out?"),
    Box("others", "What else could we do? Several ways with ; between them"),
    Box("affected", "Who is most affected?"),
    Box("rule", "How it is decided", tuple(Rule)),
    Box("seen", "How those who take a stance are seen", tuple(SeenAs)),
    Box("least", "How many have to take part"),
    Box("shaping", "How long it is shaped. For example: 3 days, friday 6pm", examples=EXAMPLES),
    Box("deciding", "How long it is decided after that", examples=EXAMPLES),
    Box("ahead", "What happens next if it goes ahead"),
    Box("notnow", "What happens next if not now"),
    Box("few", "What happens next if too few take part"),
    Box("review", "After what time we look again. For example: 90 days", examples=EXAMPLES),
    Box("trial", "If it is a trial: after what time it ends by itself", examples=EXAMPLES),
)

ROUTES = Router(
    commands={"propose": Handler(proposing.propose, opens_form=True)},
    actions={
        "proposal.new": Handler(proposing.begin, opens_form=True),
        "proposal.post": Handler(proposing.post, opens_form=True),
        "proposal.edit": Handler(proposing.edit, opens_form=True),
        "proposal.choices": Handler(proposing.edit, opens_form=True),
        "proposal.plan": Handler(proposing.edit, opens_form=True),
        "proposal.drop": Handler(proposing.drop),
    },
    forms={
        "proposal.write": Handler(proposing.compose, opens_form=True),
        "proposal.more": Handler(proposing.compose, opens_form=True),
        "proposal.next": Handler(proposing.compose, opens_form=True),
    },
    due={handing.SHAPED: handing.shaping_ended},
    faces={
        handing.FACE: Face(views.CARD, cards.proposal_face),
        handing.BEGUN: Face(views.CARD, thread.begun),
    },
    hints=(Hint("propose", "Suggest something that we could do", BOXES, "Make this a proposal"),),
)
