"""Ways in to proposals."""

from bot.chat.deadlines import EXAMPLES
from bot.chat.words import words_for
from bot.delivery import Face
from bot.proposals import decision_routes, views
from bot.proposals.actions import adding, folding, handing, joining, keeping, proposing, reading, suggesting, turning
from bot.proposals.cards import thread
from bot.proposals.cards.whole import whole_face
from bot.proposals.decision_views import WHOLE
from bot.proposals.forms import rule_choices, seen_choices
from bot.routes import Box, Handler, Hint, Router, together

ENGLISH = words_for("en")

BOXES = (
    Box("what", "What do you propose?"),
    Box("why", "What would be better?"),
    Box("risks", "What could go wrong, and who might lose out?"),
    Box("others", "What else could we do? Several ways with ; between them"),
    Box("affected", "Who is most affected?"),
    Box("rule", "How it is decided", rule_choices(ENGLISH)),
    Box("seen", "How those who take a stance are seen", seen_choices(ENGLISH)),
    Box("least", "How many have to take part", whole=True),
    Box("shaping", "How long it is shaped. For example: 3 days, friday 6pm", examples=EXAMPLES),
    Box("deciding", "How long it is decided after that", examples=EXAMPLES),
    Box("ahead", "What happens next if it goes ahead"),
    Box("notnow", "What happens next if not now"),
    Box("few", "What happens next if too few take part"),
    Box("review", "After what time we look again. For example: 90 days", examples=EXAMPLES),
    Box("trial", "If it is a trial: after what time it ends by itself", examples=EXAMPLES),
)

_SHAPING = Router(
    commands={"propose": Handler(proposing.propose, opens_form=True)},
    actions={
        "proposal.new": Handler(proposing.begin, opens_form=True),
        "proposal.post": Handler(proposing.post, opens_form=True),
        "proposal.edit": Handler(proposing.edit, opens_form=True),
        "proposal.choices": Handler(proposing.edit, opens_form=True),
        "proposal.plan": Handler(proposing.edit, opens_form=True),
        "proposal.drop": Handler(proposing.drop),
        "proposal.details": Handler(reading.show_details),
        "proposal.list": Handler(reading.show_list),
        "proposal.change": Handler(suggesting.ask, opens_form=True),
        "proposal.mind": Handler(suggesting.mind),
        "proposal.unsuggest": Handler(suggesting.take_back),
        "proposal.worry": Handler(adding.ask, opens_form=True),
        "proposal.risk": Handler(adding.ask, opens_form=True),
        "proposal.other": Handler(adding.ask, opens_form=True),
        "proposal.met": Handler(adding.meet),
        "proposal.unmet": Handler(adding.meet),
        "proposal.affects": Handler(joining.affects),
        "proposal.unaffects": Handler(joining.affects),
        "proposal.help": Handler(joining.offer_help),
        "proposal.helps": Handler(joining.choose_help),
        "proposal.unhelp": Handler(joining.no_help),
        "proposal.time": Handler(joining.need_time),
        "proposal.withdraw": Handler(turning.ask_to_withdraw, opens_form=True),
        "proposal.pass": Handler(turning.pass_on),
        "proposal.carry": Handler(turning.carry_on),
        "proposal.reopen": Handler(turning.reopen),
        "proposal.join": Handler(turning.choose_other),
        "proposal.together": Handler(turning.ask_together),
        "proposal.agree": Handler(turning.answer_together),
    },
    forms={
        "proposal.write": Handler(proposing.compose, opens_form=True),
        "proposal.more": Handler(proposing.compose, opens_form=True),
        "proposal.next": Handler(proposing.compose, opens_form=True),
        "proposal.change": Handler(suggesting.suggest, opens_form=True),
        "proposal.worry": Handler(adding.raise_concern, opens_form=True),
        "proposal.risk": Handler(adding.add_risk, opens_form=True),
        "proposal.other": Handler(adding.add_way, opens_form=True),
        "proposal.withdraw": Handler(turning.withdraw, opens_form=True),
    },
    due={handing.SHAPED: handing.shaping_ended, folding.FOLD: suggesting.fold},
    faces={
        keeping.FACE: Face(WHOLE, whole_face),
        handing.BEGUN: Face(views.CARD, thread.begun),
        folding.SUGGESTION: Face(views.SUGGESTION, thread.suggestion_card),
        keeping.WAY: Face(views.WAY, thread.way_card),
        adding.CONCERN: Face(views.CONCERN, thread.concern_card),
        adding.RISK: Face(views.RISK, thread.risk_card),
        joining.LONGER: Face(views.CARD, thread.longer),
        turning.TOGETHER: Face(views.TOGETHER, thread.together_card),
    },
    hints=(Hint("propose", "Suggest something that we could do", BOXES, "Make this a proposal", "Propose something"),),
)

ROUTES = together(_SHAPING, decision_routes.ROUTES)
