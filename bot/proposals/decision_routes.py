"""Ways in to stances, decisions and what follows them."""

from bot.delivery import Chore, Face, Job
from bot.proposals.actions import beginning, looking, reviewing, settling, stances, stepping
from bot.proposals.actions.secrecy import SHRED
from bot.proposals.cards.decision import announcement
from bot.proposals.cards.review import ask_raiser, notice, review_card
from bot.proposals.cards.stances import still_so
from bot.proposals.cards.steps import ask_owner
from bot.proposals.decision_views import FEARED, REVIEWED, STAND, STEP, WHOLE
from bot.routes import Handler, Router
from bot.tags import shred, shredded

ROUTES = Router(
    actions={
        "proposal.show": Handler(looking.show),
        "stance.show": Handler(stances.show),
        "stance.go": Handler(stances.show),
        "stance.take": Handler(stances.take),
        "stance.back": Handler(stances.take_back),
        "stance.same": Handler(stances.still_so),
        "stance.why": Handler(stances.ask_why, opens_form=True),
        "stance.reasons": Handler(stances.read),
        "decision.last": Handler(looking.last),
        "decision.ways": Handler(looking.ways),
        "decision.trail": Handler(looking.trail),
        "decision.export": Handler(looking.export),
        "decision.again": Handler(looking.again, opens_form=True),
        "step.add": Handler(stepping.ask_to_add, opens_form=True),
        "step.list": Handler(stepping.show_all),
        "step.take": Handler(stepping.ask_when, opens_form=True),
        "step.show": Handler(stepping.show),
        "step.done": Handler(stepping.finish),
        "step.longer": Handler(stepping.ask_longer, opens_form=True),
        "step.back": Handler(stepping.give_back),
        "review.show": Handler(reviewing.show),
        "review.say": Handler(reviewing.say),
        "review.came": Handler(reviewing.tell),
        "review.happened": Handler(reviewing.ask_all),
    },
    forms={
        "stance.why": Handler(stances.explain, opens_form=True),
        "step.add": Handler(stepping.add, opens_form=True),
        "step.take": Handler(stepping.take, opens_form=True),
        "step.longer": Handler(stepping.longer, opens_form=True),
    },
    due={beginning.DECIDE: settling.end, stepping.DAY: stepping.day_came, reviewing.TIME: reviewing.time_came},
    done={settling.COUNT: settling.freeze, SHRED: shredded},
    faces={
        beginning.STILL: Face(STAND, still_so),
        settling.DECIDED: Face(WHOLE, announcement),
        stepping.ASKED: Face(STEP, ask_owner),
        reviewing.CARD: Face(REVIEWED, review_card),
        reviewing.FEARED_FACE: Face(FEARED, ask_raiser),
        reviewing.NOTICE: Face(REVIEWED, notice),
    },
    jobs={settling.COUNT: Job(WHOLE, settling.counted, settling.place_of, settling.size_of), SHRED: Chore(shred)},
)
