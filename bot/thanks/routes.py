"""Ways in to thanks."""

from bot.delivery import Face
from bot.routes import Box, Handler, Hint, Router
from bot.thanks import views
from bot.thanks.actions import consenting, giving, noticing, telling
from bot.thanks.cards import asking, shown, week

BOXES = (
    Box("who", "Whom would you like to thank? A group or someone without an account, in words"),
    Box("for", "What for, in your own words?"),
    Box("did", "Or: something that you did yourself"),
)

ROUTES = Router(
    commands={"thank": Handler(giving.thank, opens_form=True)},
    pages={"story": telling.tell, "thanks": lambda tx, event, _: consenting.show_mine(tx, event)},
    actions={
        "thanks.new": Handler(giving.begin, opens_form=True),
        "thanks.did": Handler(giving.begin, opens_form=True),
        "thanks.tag": Handler(giving.tag, opens_form=True),
        "thanks.change": Handler(giving.change, opens_form=True),
        "thanks.drop": Handler(giving.drop),
        "thanks.send": Handler(giving.send, opens_form=True),
        "thanks.too": Handler(giving.offer_too, opens_form=True),
        "thanks.consent": Handler(consenting.consent),
        "thanks.look": Handler(consenting.look),
        "thanks.speak": Handler(consenting.speak_for),
        "thanks.back": Handler(consenting.take_back),
        "thanks.never": Handler(consenting.never),
        "thanks.name": Handler(noticing.may_name),
        "thanks.mine": Handler(consenting.show_mine),
        "thanks.story": Handler(telling.tell),
        "thanks.export": Handler(telling.take_along),
        "thanks.words": Handler(telling.show_words),
        "thanks.suggest": Handler(telling.ask_for_word, opens_form=True),
        "thanks.mind": Handler(telling.mind),
    },
    forms={
        "thanks.write": Handler(giving.write, opens_form=True),
        "thanks.too": Handler(giving.add_too, opens_form=True),
        "thanks.suggest": Handler(telling.suggest, opens_form=True),
    },
    due={
        telling.SUGGESTED: telling.adopt,
        noticing.PLAN: noticing.plan,
        noticing.WEEKLY: noticing.list_week,
    },
    faces={
        giving.CARD: Face(views.THANKS, shown.thanks_card),
        giving.QUESTION: Face(views.ASKED, asking.question),
        giving.OPEN_QUESTION: Face(views.ASKED, asking.open_question),
        consenting.WEEK_CARD: Face(views.WEEK, week.week_card),
        telling.SUGGESTED: Face(views.SUGGESTION, shown.suggestion),
    },
    hints=(Hint("thank", "Thank people in words", BOXES, "Thank for this"),),
)
