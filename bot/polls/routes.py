"""Polls' ways in."""

from functools import partial

from bot.chat.deadlines import EXAMPLES
from bot.chat.words import words_for
from bot.delivery import Chore, Face, Job
from bot.polls import cards, views
from bot.polls.actions import answering, asking, changing, closing, filling, quiet, record, secrecy, voices
from bot.polls.cards import ended, power, whispers
from bot.polls.cards.quiet import invitation
from bot.polls.forms import kinds, seen, totals
from bot.polls.model import MOST_OPTIONS
from bot.routes import Box, Handler, Hint, Router
from bot.tags import shred, shredded

ENGLISH = words_for("en")

BOXES = (
    Box("question", "What do you want to ask?"),
    Box("options", "What can be chosen, separated by semicolons"),
    Box("why", "Why are we asking?"),
    Box("closes", "When does it close? For example: in 3 days, friday 6pm, 2026-12-01 18:00", examples=EXAMPLES),
    Box("kind", "How people answer", kinds(ENGLISH)),
    Box("pick", "How many are chosen, for “fairly” and “Elect people”", whole=True),
    Box("seen", "How those who answer are seen", seen(ENGLISH)),
    Box("totals", "When the numbers can be seen", totals(ENGLISH)),
    Box("least", "The smallest number of answers for the result to hold", whole=True),
)

ROUTES = Router(
    commands={"poll": Handler(asking.ask, opens_form=True)},
    receipts={"poll": answering.answered},
    actions={
        "poll.new": Handler(asking.begin, opens_form=True),
        "poll.post": Handler(asking.post, opens_form=True),
        "poll.change": Handler(asking.change, opens_form=True),
        "poll.choices": Handler(asking.change, opens_form=True),
        "poll.plan": Handler(asking.change, opens_form=True),
        "poll.drop": Handler(asking.drop),
        "poll.choose": Handler(answering.choose),
        "poll.pick": Handler(answering.pick),
        "poll.export": Handler(record.export),
        "poll.export.all": Handler(record.export_all),
        "poll.pass": Handler(answering.not_for_me),
        "poll.fill": Handler(filling.begin),
        "poll.fresh": Handler(filling.fresh),
        "poll.place": Handler(filling.place),
        "poll.give": Handler(filling.give),
        "poll.level": Handler(filling.level),
        "poll.undo": Handler(filling.undo),
        "poll.cast": Handler(filling.finish),
        "poll.unchoose": Handler(answering.take_back),
        "poll.details": Handler(answering.show_details),
        "poll.add": Handler(answering.offer, opens_form=True),
        "poll.why": Handler(voices.invite, opens_form=True),
        "poll.reasons": Handler(voices.read),
        "poll.fair": Handler(voices.call_fair),
        "poll.unfair": Handler(voices.call_fair),
        "poll.close": Handler(closing.ask_to_close, opens_form=True),
        "poll.tighten": Handler(changing.ask_to_tighten, opens_form=True),
        "poll.hear": Handler(changing.ask_to_be_heard, opens_form=True),
        "poll.show": Handler(answering.show_card),
    },
    forms={
        "poll.ask": Handler(asking.compose, opens_form=True),
        "poll.more": Handler(asking.compose, opens_form=True),
        "poll.next": Handler(asking.compose, opens_form=True),
        "poll.add": Handler(answering.add_option, opens_form=True),
        "poll.why": Handler(voices.explain, opens_form=True),
        "poll.why.secret": Handler(voices.explain_secretly, opens_form=True),
        "poll.close": Handler(closing.close_early, opens_form=True),
        "poll.tighten": Handler(changing.tighten, opens_form=True),
        "poll.hear": Handler(changing.be_heard, opens_form=True),
    },
    due={"poll.close": closing.close_on_time, quiet.ROUND: quiet.invite_quiet},
    done={"poll.count": closing.freeze, secrecy.SHRED: shredded},
    faces={
        views.FACE: Face(views.CARD, cards.poll_face),
        views.HEARING: Face(views.CARD, power.hearing),
        answering.RECEIPT: Face(views.MINE, whispers.receipt_apart),
        closing.ANNOUNCED: Face(views.CARD, ended.announcement),
        **{
            quiet.face_of(position): Face(views.CARD, partial(invitation, position))
            for position in range(1, MOST_OPTIONS + 1)
        },
    },
    jobs={
        "poll.count": Job(views.CARD, closing.counted, closing.place_of, closing.size_of),
        secrecy.SHRED: Chore(shred),
    },
    hints=(Hint("poll", "Ask the group", BOXES),),
)
