"""The table of contents: which use case answers which command, press, form, due time and finished work."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, assert_never

from bot.chat.answers import Answer
from bot.chat.events import (
    ActionPressed,
    CommandGiven,
    CommunityJoined,
    CommunityLeft,
    FormSent,
    FromMember,
    MemberLeft,
    PlaceGone,
)
from bot.delivery import HELLO, UNDELIVERED, UNDELIVERED_FACE, Chore, Face, Inquiry, Job
from bot.home.actions import coming, own
from bot.home.cards import welcome
from bot.polls import cards as poll_cards
from bot.polls import views as poll_views
from bot.polls.actions import answering, asking, closing, filling, quiet, record, secrecy, voices
from bot.polls.cards import ended as poll_ended
from bot.polls.cards.quiet import invitation
from bot.polls.draft import OFFERED
from bot.polls.model import MOST_OPTIONS, SeenAs, Totals
from bot.setup import actions as setup
from bot.setup import cards as setup_cards
from bot.setup import views as setup_views
from bot.thanks import views as thanks_views
from bot.thanks.actions import consenting, giving, telling
from bot.thanks.cards import asking as thanks_asking
from bot.thanks.cards import shown as thanks_shown
from bot.tidying import TIDY, USUALLY, Kept, tidier

UseCase = Callable[[Any, Any], Answer]


@dataclass(frozen=True, slots=True)
class Handler:
    """A use case and what an adapter must know before it runs."""

    use_case: UseCase
    opens_form: bool = False
    """Whether its answer may be a form. Some chats must then be left unanswered until it has run."""


@dataclass(frozen=True, slots=True)
class Box:
    """One key of a command, for platforms that show a box for each; ``choices`` where only these are meant."""

    key: str
    what: str
    choices: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    """What may be offered while someone types; anything else can be written as well."""


@dataclass(frozen=True, slots=True)
class Hint:
    """A command as completion and help show it: what it does, and the keys that it takes on one line."""

    name: str
    what: str
    boxes: tuple[Box, ...] = ()
    menu: str = ""
    """What the command is called in a message's own menu, when it can be given about a message."""

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys alone."""
        return tuple(box.key for box in self.boxes)


@dataclass(frozen=True, slots=True)
class Router:
    """Every way in, by name."""

    commands: Mapping[str, Handler]
    actions: Mapping[str, Handler]
    forms: Mapping[str, Handler]
    happened: Mapping[type[Any], UseCase]
    """What follows when something happened to a community, by the kind of event."""
    due: Mapping[str, UseCase]
    done: Mapping[str, UseCase]
    faces: Mapping[str, Face[Any]]
    jobs: Mapping[str, Job[Any, Any] | Inquiry[Any, Any] | Chore]
    hints: tuple[Hint, ...]

    def handler(self, event: FromMember) -> Handler | None:
        """What answers this event, or None when nothing does."""
        match event:
            case CommandGiven(name=name):
                return self.commands.get(name)
            case ActionPressed(token=token):
                return self.actions.get(token.handler)
            case FormSent(token=token):
                return self.forms.get(token.handler)
            case _:
                assert_never(event)


TIMES = ("in 1 hour", "tomorrow 18:00", "friday 6pm", "in 3 days", "in a week", "in 2 weeks", "in a month")
"""Deadlines as they can be written."""

POLL_BOXES = (
    Box("question", "What do you want to ask?"),
    Box("options", "What can be chosen, separated by semicolons"),
    Box("why", "Why are we asking?"),
    Box("closes", "When does it close? For example: in 3 days, friday 6pm, 2026-12-01 18:00", examples=TIMES),
    Box("kind", "How people answer", tuple(OFFERED)),
    Box("pick", "How many are chosen, for “several” and “elect”"),
    Box("seen", "How those who answer are seen", tuple(SeenAs)),
    Box("totals", "When the numbers can be seen", tuple(Totals)),
    Box("least", "The smallest number of answers for the result to hold"),
)


THANK_BOXES = (
    Box("who", "Whom would you like to thank? A group or someone without an account, in words"),
    Box("for", "What for, in your own words?"),
    Box("did", "Or: something that you did yourself"),
)

PAGES = ("help", "record", "story", "thanks", "setup", "log")


def router(kept: Kept = USUALLY) -> Router:
    """Everything that Descant answers to."""
    return Router(
        commands={
            "poll": Handler(asking.ask, opens_form=True),
            "thank": Handler(giving.thank, opens_form=True),
            "descant": Handler(coming.descant),
        },
        actions={
            "poll.new": Handler(asking.begin, opens_form=True),
            "poll.post": Handler(asking.post, opens_form=True),
            "poll.change": Handler(asking.change, opens_form=True),
            "poll.choices": Handler(asking.change, opens_form=True),
            "poll.plan": Handler(asking.change, opens_form=True),
            "poll.drop": Handler(asking.drop),
            "poll.choose": Handler(answering.choose),
            "poll.pick": Handler(answering.pick),
            "poll.record": Handler(record.turn),
            "poll.export": Handler(record.export),
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
            "thanks.mine": Handler(consenting.show_mine),
            "thanks.story": Handler(telling.tell),
            "thanks.export": Handler(telling.take_along),
            "thanks.words": Handler(telling.show_words),
            "thanks.suggest": Handler(telling.ask_for_word, opens_form=True),
            "thanks.mind": Handler(telling.mind),
            "poll.show": Handler(answering.show_card),
            "home.home": Handler(own.show),
            "home.help": Handler(own.explain),
            "home.choices": Handler(own.show_choices),
            "home.choose": Handler(own.change_choices, opens_form=True),
            "home.break": Handler(own.take_a_break),
            "home.end": Handler(own.ask_for_end, opens_form=True),
            "home.back": Handler(own.come_back),
            "home.data": Handler(own.show_data),
            "home.export": Handler(own.export_data),
            "home.erase": Handler(own.ask_to_erase, opens_form=True),
            "setup.panel": Handler(setup.show),
            "setup.change": Handler(setup.change, opens_form=True),
            "setup.log": Handler(setup.read_log),
            "setup.export": Handler(setup.export_log),
            "setup.check": Handler(setup.look_over),
            "setup.found": Handler(setup.show_found),
        },
        forms={
            "poll.ask": Handler(asking.compose, opens_form=True),
            "poll.more": Handler(asking.compose, opens_form=True),
            "poll.next": Handler(asking.compose, opens_form=True),
            "poll.add": Handler(answering.add_option, opens_form=True),
            "poll.why": Handler(voices.explain, opens_form=True),
            "poll.why.secret": Handler(voices.explain_secretly, opens_form=True),
            "poll.close": Handler(closing.close_early, opens_form=True),
            "thanks.write": Handler(giving.write, opens_form=True),
            "thanks.too": Handler(giving.add_too, opens_form=True),
            "thanks.suggest": Handler(telling.suggest, opens_form=True),
            "home.choose": Handler(own.keep_choices, opens_form=True),
            "home.end": Handler(own.set_end, opens_form=True),
            "home.erase": Handler(own.erase_data),
            "setup.set": Handler(setup.keep, opens_form=True),
        },
        happened={
            CommunityJoined: coming.joined,
            CommunityLeft: coming.left,
            MemberLeft: coming.member_left,
            PlaceGone: setup.place_gone,
        },
        due={
            TIDY: tidier(kept),
            "poll.close": closing.close_on_time,
            quiet.ROUND: quiet.invite_quiet,
            telling.SUGGESTED: telling.adopt,
        },
        done={"poll.count": closing.freeze, setup.CHECK: setup.looked, secrecy.SHRED: closing.shredded},
        faces={
            asking.FACE: Face(poll_views.CARD, poll_cards.poll_face),
            coming.HELLO: Face(HELLO, welcome.hello),
            giving.CARD: Face(thanks_views.THANKS, thanks_shown.thanks_card),
            giving.QUESTION: Face(thanks_views.ASKED, thanks_asking.question),
            giving.OPEN_QUESTION: Face(thanks_views.ASKED, thanks_asking.open_question),
            telling.SUGGESTED: Face(thanks_views.SUGGESTION, thanks_shown.suggestion),
            setup.GONE: Face(setup_views.OF_SUBJECT, setup_cards.place_gone),
            UNDELIVERED_FACE: Face(UNDELIVERED, welcome.undelivered),
            **{
                quiet.face_of(position): Face(poll_views.CARD, partial(invitation, position))
                for position in range(1, MOST_OPTIONS + 1)
            },
            closing.ANNOUNCED: Face(poll_views.CARD, poll_ended.announcement),
        },
        jobs={
            secrecy.SHRED: Chore(secrecy.shred),
            setup.CHECK: Inquiry(setup_views.OF_SUBJECT, setup.ask_around),
            "poll.count": Job(poll_views.CARD, closing.counted, closing.place_of, closing.size_of),
        },
        hints=(
            Hint("poll", "Ask the group", POLL_BOXES),
            Hint("thank", "Thank people in words", THANK_BOXES, "Thank for this"),
            Hint("descant", "What this is, and how to use it", (Box("what", "What would you like to see?", PAGES),)),
        ),
    )
