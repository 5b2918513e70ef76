"""Ways in to check-ins."""

from bot.chat.forms import Choice
from bot.checkins import views
from bot.checkins.actions import answering, changing, company, deeds, keeping, keys, listing, making, rounds
from bot.checkins.cards import company as company_cards
from bot.checkins.cards import listed
from bot.checkins.cards import rounds as round_cards
from bot.checkins.cards.making import started
from bot.checkins.model import Seen
from bot.delivery import Chore, Face
from bot.routes import Box, Handler, Hint, Router
from bot.settings import ZONE_MOVED
from bot.tags import shred, shredded

WHAT = (
    Choice("new", "A new check-in"),
    Choice("list", "All check-ins here"),
    Choice("pause", "Pause them for me"),
    Choice("journal", "My journal"),
)
SEEN = (
    Choice(Seen.NAMED, "With names, in the thread"),
    Choice(Seen.UNNAMED, "Without names, when it closes"),
    Choice(Seen.PRIVATE, "For each person alone"),
)
BOXES = (
    Box("what", "Empty: answer the open round", WHAT),
    Box("name", "For a new one: what is it called?"),
    Box("questions", "What is asked, separated by semicolons"),
    Box("days", "On which days of the week?", examples=("Monday", "weekdays", "Monday, Thursday", "every day")),
    Box("time", "At what time? For example: 9:00, 6pm"),
    Box("seen", "Who sees the answers?", SEEN),
)

ROUTES = Router(
    commands={"checkin": Handler(listing.checkin, opens_form=True)},
    pages={"checkins": lambda tx, event, _: listing.show_list(tx, event)},
    actions={
        "checkin.begin": Handler(making.begin),
        "checkin.template": Handler(making.write, opens_form=True),
        "checkin.new": Handler(making.write, opens_form=True),
        "checkin.start": Handler(making.start, opens_form=True),
        "checkin.change": Handler(making.change, opens_form=True),
        "checkin.more": Handler(making.change, opens_form=True),
        "checkin.drop": Handler(making.drop),
        "checkin.in": Handler(answering.check_in, opens_form=True),
        "checkin.pass": Handler(answering.not_today),
        "checkin.back": Handler(answering.take_back),
        "checkin.read": Handler(answering.read),
        "checkin.journal": Handler(answering.show_journal),
        "checkin.list": Handler(listing.show_list),
        "checkin.about": Handler(listing.about),
        "checkin.remind": Handler(listing.remind_me),
        "checkin.unremind": Handler(listing.remind_me),
        "checkin.rest": Handler(listing.ask_to_rest, opens_form=True),
        "checkin.longer": Handler(listing.ask_again_to_rest, opens_form=True),
        "checkin.unrest": Handler(listing.back_again),
        "checkin.pause": Handler(listing.ask_to_pause, opens_form=True),
        "checkin.resume": Handler(listing.resume),
        "checkin.end": Handler(listing.ask_to_end, opens_form=True),
        "checkin.edit": Handler(changing.ask, opens_form=True),
        "checkin.save": Handler(changing.ask_why, opens_form=True),
        "checkin.company": Handler(company.ask_for_company),
        "checkin.with": Handler(company.keep_company),
        "checkin.alone": Handler(company.never_mind),
        "checkin.around": Handler(company.ask_until, opens_form=True),
        "checkin.away": Handler(company.not_around),
        "checkin.show": Handler(listing.about),
        "company.keep": Handler(keeping.keep),
        "company.forget": Handler(keeping.let_go),
        "round.show": Handler(answering.show_round),
    },
    forms={
        "checkin.make": Handler(making.compose, opens_form=True),
        "checkin.more": Handler(making.compose, opens_form=True),
        "checkin.answer": Handler(answering.answer, opens_form=True),
        "checkin.rest": Handler(listing.rest, opens_form=True),
        "checkin.pause": Handler(listing.pause, opens_form=True),
        "checkin.end": Handler(listing.end, opens_form=True),
        "checkin.save": Handler(changing.save, opens_form=True),
        "checkin.around": Handler(company.be_around, opens_form=True),
    },
    due={
        rounds.DUE: rounds.open_due,
        rounds.REMIND: rounds.remind,
        rounds.CLOSE: rounds.close,
        ZONE_MOVED: rounds.zone_moved,
        company.OVER: company.over,
        keeping.LAPSE: keeping.lapse,
        company.GOING: company.going,
    },
    done={keys.SHRED: shredded},
    faces={
        rounds.FACE: Face(views.CARD, round_cards.round_card),
        rounds.SUMMARY: Face(views.CARD, round_cards.summary),
        rounds.REMINDER: Face(views.CARD, round_cards.reminder),
        answering.NAMED: Face(views.ENTRY, round_cards.named_answer),
        making.STARTED: Face(views.CHECKIN, started),
        rounds.HELD: Face(views.CHECKIN, listed.held),
        deeds.DEED: Face(views.TRACE, listed.deed),
        company.WISH: Face(views.COMPANY, company_cards.would_like_company),
        keeping.KEEP: Face(views.TO_KEEP_FOR, company_cards.keep_it),
        company.WITH: Face(views.COMPANION, company_cards.is_with_you),
    },
    jobs={keys.SHRED: Chore(shred)},
    hints=(Hint("checkin", "Answer a check-in, or make one", BOXES, short="Check in"),),
)
