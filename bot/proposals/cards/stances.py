"""A proposal while it is decided, and one way at a time for whoever says where they stand. Pure."""

from collections.abc import Mapping
from datetime import datetime

from bot.chat.cards import Button, Buttons, Card, Element, Heading, Menu, MenuOption, Paragraph, Small
from bot.chat.forms import Choice, ChoiceField, Field, Form, TextField
from bot.chat.text import Bold, Moment, Quoted, Text, plain, sentences
from bot.chat.token import Token
from bot.chat.words import Words
from bot.proposals.cards.outcome import MOST_NAME, name_of, outcome, stance_label
from bot.proposals.cards.parts import marked, seen_by
from bot.proposals.cards.shaped import described, how, what_follows
from bot.proposals.decided import MOST_REASON, Boxed, Stand, as_held, latest, unconfirmed, versions_of
from bot.proposals.deciding import AS_IT_IS, Stance
from bot.proposals.following import Whole
from bot.proposals.model import SMALL, Proposal, ProposalCard, State, Way

DIRECT = 4
"""Ways that have a button of their own on the card; where there are more, a menu leads to them."""
MOST_LABEL = 60
MENU = 24


def open_card(whole: Whole, words: Words) -> Card:
    """What is decided, by whom it is seen, until when, and what happens next."""
    card, proposal = whole.card, whole.card.proposal
    until = words.say("Decided until {moment}.", moment=Moment(proposal.course.decided_until))
    longer = words.say("An objection near the end extended it once, so that it can be heard.")
    return Card(
        (
            *described(card, words),
            *_concerns(card, words),
            Paragraph(took_part(whole, words)),
            *what_follows(proposal, words),
            Small(how(proposal, words)),
            Small(sentences(until, longer if proposal.course.deciding_extended else ())),
            *choices(card, words),
            Buttons(
                (
                    Button(words.label("See the reasons"), Token("stance.reasons", (proposal.id, "0"))),
                    Button(words.label("This affects me"), Token("proposal.affects", (proposal.id,))),
                    Button(words.label("I'd help"), Token("proposal.help", (proposal.id,))),
                    Button(words.label("Details"), Token("proposal.details", (proposal.id,))),
                )
            ),
        )
    )


def counting_card(whole: Whole, words: Words) -> Card:
    """What is shown for the moment between the end and the outcome."""
    return Card(
        (
            Heading(plain(whole.card.proposal.title)),
            Paragraph(words.say("Deciding is over. What everyone said is being counted.")),
        )
    )


def before(whole: Whole, words: Words) -> tuple[Element, ...]:
    """What an earlier round came to, on the card of one that is shaped again."""
    if whole.decided is None:
        return ()
    proposal = whole.card.proposal
    line = words.say("This is round {number} of shaping it.", number=proposal.round)
    ids = (proposal.id, "0")
    return (
        Paragraph(sentences(line, outcome(whole.card, whole.decided, words))),
        Buttons((Button(words.label("What was said before"), Token("decision.last", ids)),)),
    )


def early(whole: Whole, words: Words) -> tuple[Small, Button]:
    """While it is shaped anyone can say where they stand already; they are asked again when the words change."""
    note = (
        words.say("You can say where you stand already. If the words change after that, look at it again.")
        if whole.card.proposal.is_secret
        else words.say("You can say where you stand already. If the words change after that, you are asked once more.")
    )
    stand = Button(words.label("Say where I stand"), Token("stance.show", (whole.card.proposal.id, "1")))
    return Small(note), stand


def _concerns(card: ProposalCard, words: Words) -> tuple[Element, ...]:
    if not card.open_concerns:
        return ()
    number = len(card.open_concerns)
    return (
        Paragraph(
            words.count(
                "{n} concern has not been met. It is carried to the decision as it stands.",
                "{n} concerns have not been met. They are carried to the decision as they stand.",
                number,
            )
        ),
    )


def took_part(whole: Whole, words: Words) -> Text:
    """How many have said where they stand, and how many of them to earlier words."""
    now, versions = latest(whole.stands), versions_of(whole.card.ways)
    people = sum(any(held.counts for held in each.values()) for each in as_held(now, versions).values())
    if not people:
        return words.say("Nobody has said yet where they stand.")
    return words.count("{n} person has said where they stand.", "{n} people have said where they stand.", people)


def choices(card: ProposalCard, words: Words) -> tuple[Element, ...]:
    """What leads to each way. With a single one its stances are on the card itself."""
    proposal, ways = card.proposal.id, card.ways
    as_it_is = Button(words.label("Leave things as they are"), Token("stance.show", (proposal, str(AS_IT_IS))))
    if len(ways) == 1:
        note = words.say("Leaving things as they are is asked too, in the same way.")
        return (Buttons(stance_buttons(proposal, ways[0].position, words)), Small(note), Buttons((as_it_is,)))
    note = words.say("Say where you stand on each way, and on leaving things as they are.")
    if len(ways) <= DIRECT:
        to_ways = tuple(
            Button(_label(card, way.position, words), Token("stance.show", (proposal, str(way.position))), "primary")
            for way in ways
        )
        return (Small(note), Buttons((*to_ways, as_it_is)))
    return (Small(note), ways_menu(card, 0, words), Buttons((as_it_is,)))


def stance_buttons(proposal: str, way: int, words: Words) -> tuple[Button, ...]:
    """The four stances, all alike."""
    return tuple(
        Button(stance_label(stance, words), Token("stance.take", (proposal, str(way), stance.value)))
        for stance in Stance
    )


def ways_menu(card: ProposalCard, around: int, words: Words) -> Menu:
    """As many ways as a menu holds, from the one before ``around`` on."""
    start = max(0, min(around - 2, len(card.ways) - MENU))
    listed = tuple(
        MenuOption(str(way.position), _label(card, way.position, words)) for way in card.ways[start : start + MENU]
    )
    nothing = MenuOption(str(AS_IT_IS), words.label("Leave things as they are"))
    return Menu(Token("stance.go", (card.proposal.id,)), words.label("Go to a way"), (*listed, nothing))


def _label(card: ProposalCard, position: int, words: Words) -> str:
    label = words.label("{number}. {way}", number=position, way=name_of(card, position, words))
    return label if len(label) <= MOST_LABEL else label[: MOST_LABEL - 1].rstrip() + "…"


# --- one way, for one person --------------------------------------------------------------------------------------


def way_page(card: ProposalCard, way: int, mine: Mapping[int, Stand], recorded: bool, words: Words) -> Card:
    """One way with where this member stands on it; ``recorded``: they have just said so."""
    proposal = card.proposal
    stand = mine.get(way)
    return Card(
        (
            *((Paragraph(receipt(proposal, stand, words)),) if recorded else ()),
            Heading(plain(_title(card, way, words))),
            *_full_words(card, way, words),
            *((Paragraph(_where_i_stand(card, stand, words)),) if not recorded else ()),
            Buttons(stance_buttons(proposal.id, way, words)),
            *_own(proposal, way, stand, words),
            *_others(card, way, mine, words),
            *((ways_menu(card, way, words),) if len(card.ways) > DIRECT else ()),
            Small(seen_by(proposal, words)),
        )
    )


def receipt(proposal: Proposal, stand: Stand | None, words: Words) -> Text:
    """What is recorded for this member, and until when it can be changed."""
    until = Moment(proposal.course.decided_until)
    if stand is None or stand.stance is None:
        return words.say(
            "Nothing is recorded for you here now. You can say where you stand until {moment}.", moment=until
        )
    return words.say(
        "Recorded: {stance}. You can change it or take it back until {moment}.",
        stance=Bold(stance_label(stand.stance, words)),
        moment=until,
    )


def _title(card: ProposalCard, way: int, words: Words) -> str:
    if way == AS_IT_IS:
        return words.label("Leave things as they are")
    return name_of(card, way, words) if len(card.ways) == 1 else _label(card, way, words)


def _full_words(card: ProposalCard, position: int, words: Words) -> tuple[Element, ...]:
    if position == AS_IT_IS:
        return (Paragraph(words.say("Nothing is done, and things stay as they are now.")),)
    way = _way(card, position)
    return (Paragraph(plain(way.words)),) if len(way.words) > MOST_NAME or "\n" in way.words else ()


def _way(card: ProposalCard, position: int) -> Way:
    return next(way for way in card.ways if way.position == position)


def _where_i_stand(card: ProposalCard, stand: Stand | None, words: Words) -> Text:
    if stand is None or stand.stance is None:
        return words.say("You have not said where you stand on this. That is fine, too.")
    said = stance_label(stand.stance, words)
    if unconfirmed([stand], versions_of(card.ways)):
        return words.say(
            "You said {stance}, and the words have changed since. Still so? Press what holds now.", stance=Quoted(said)
        )
    return words.say("You say {stance}.", stance=Quoted(said))


def _own(proposal: Proposal, way: int, stand: Stand | None, words: Words) -> tuple[Element, ...]:
    if stand is None or stand.stance is None:
        return ()
    ids = (proposal.id, str(way))
    return (
        Buttons(
            (
                Button(words.label("Say why"), Token("stance.why", ids), "primary"),
                Button(words.label("Take it back"), Token("stance.back", ids)),
                Button(words.label("See the reasons"), Token("stance.reasons", (proposal.id, "0"))),
            )
        ),
    )


def _others(card: ProposalCard, way: int, mine: Mapping[int, Stand], words: Words) -> tuple[Element, ...]:
    """The next way that this member has said nothing to; leaving things as they are comes last."""
    order = [*(each.position for each in card.ways), AS_IT_IS]
    at = order.index(way)
    left = [p for p in (*order[at + 1 :], *order[:at]) if p not in mine or mine[p].stance is None]
    if not left:
        return ()
    following = left[0]
    label = (
        words.label("Next: leave things as they are")
        if following == AS_IT_IS
        else words.label("Next: way {number}", number=following)
    )
    return (Buttons((Button(label, Token("stance.show", (card.proposal.id, str(following)))),)),)


def why_form(card: ProposalCard, way: int, stand: Stand, words: Words, typed: Mapping[str, str] | None = None) -> Form:
    """Why, for every stance alike and always optional."""
    typed = typed or {}
    assert stand.stance is not None
    named = typed.get("named", "named" if stand.named and stand.words else "unnamed")
    fields: tuple[Field, ...] = (
        TextField(
            "words",
            words.label("Why?"),
            hint=words.label("Empty takes your words back."),
            value=typed.get("words", stand.words),
            lines=True,
            most=MOST_REASON,
        ),
        ChoiceField(
            "named",
            words.label("Your words carry"),
            (Choice("unnamed", words.label("No name")), Choice("named", words.label("Your name"))),
            named,
        ),
    )
    return Form(
        Token("stance.why", (card.proposal.id, str(way))),
        words.label("Say why"),
        fields,
        words.label("That's why"),
        words.say(
            "You say {stance} to {way}. Your words stand with the decision, whole.",
            stance=Quoted(stance_label(stand.stance, words)),
            way=Bold(name_of(card, way, words)),
        ),
    )


def secret_why_form(card: ProposalCard, way: int, boxed: Boxed, words: Words) -> Form:
    """Words for the box of a secret proposal: what they speak for is for whoever writes them to say."""
    speaks = tuple(Choice(stance.value, stance_label(stance, words)) for stance in Stance)
    few = words.label("If fewer than {n} people write", n=SMALL)
    shown = (Choice("enough", words.label("Do not show my words")), Choice("always", words.label("Show them anyway")))
    return Form(
        Token("stance.why", (card.proposal.id, str(way))),
        words.label("Say why"),
        (
            TextField(
                "words",
                words.label("Why? In your own words"),
                words.label("Up to {most} characters. Leave it empty to take your words back.", most=MOST_REASON),
                boxed.words,
                lines=True,
                most=MOST_REASON,
            ),
            ChoiceField("as", words.label("What do they speak for?"), speaks, boxed.said_as.value),
            ChoiceField("always", few, shown, "always" if boxed.always else "enough"),
        ),
        words.label("Put it in the box"),
        sentences(_about(card, way, boxed, words), _in_box(words)),
    )


def _about(card: ProposalCard, way: int, boxed: Boxed, words: Words) -> Text:
    name = Bold(name_of(card, way, words))
    if boxed.way == way:
        return words.say("Your words are about {way}.", way=name)
    before = Bold(name_of(card, boxed.way, words))
    return words.say("Your words were about {before} so far, and are about {way} now.", before=before, way=name)


def _in_box(words: Words) -> Text:
    return words.say(
        "They lie apart from what you say to each way, and are read by everyone once it is decided, shuffled. Mind "
        "that a way of writing can be recognised."
    )


# --- still so? ----------------------------------------------------------------------------------------------------


def still_so(asked: tuple[Proposal, Way, Stand] | None, words: Words) -> Card | None:
    """The one question after the words have changed; None when there is nothing to ask any more."""
    if asked is None:
        return None
    proposal, way, stand = asked
    if stand.stance is None or proposal.state is not State.DECIDING or stand.version == way.newest.number:
        return None
    old = next((each.words for each in way.versions if each.number == stand.version), "")
    ids = (proposal.id,)
    return Card(
        (
            Paragraph(
                words.say(
                    "You said {stance} to {title}. Its words have changed since. Still so?",
                    stance=Quoted(stance_label(stand.stance, words)),
                    title=Bold(proposal.title),
                )
            ),
            Paragraph(marked(old, way.words)),
            Small(
                words.say(
                    "Until you say so, it is shown apart and does not count. Not answering is fine. I ask only once."
                )
            ),
            Buttons(
                (
                    Button(words.label("Still so"), Token("stance.same", ids), "primary"),
                    Button(words.label("Look at it again"), Token("stance.show", (*ids, str(stand.way)))),
                )
            ),
        )
    )


def too_late(proposal: Proposal, at: datetime, words: Words) -> Text:
    """What a press at this instant on a proposal that takes no stance of it gets."""
    if proposal.state in (State.WITHDRAWN, State.MERGED):
        return words.say("This proposal is over without a decision, so nothing was recorded.")
    if proposal.round > 1 and at < proposal.course.opened_at:
        return words.say(
            "This arrived when its round was over, so nothing was recorded just now. You can say it again for this one."
        )
    return words.say(
        "Deciding ended {moment}, so nothing was recorded just now. What you said before that counts.",
        moment=Moment(proposal.course.decided_until),
    )


def newer_stands(stand: Stand | None, words: Words) -> Text:
    """What a press gets that arrived behind a newer one."""
    if stand is None or stand.stance is None:
        return words.say("You took it back after this press, so nothing is recorded for you.")
    return words.say("A newer stance of yours is recorded: {stance}.", stance=Bold(stance_label(stand.stance, words)))
