"""What is said in private about thanks: the preview, the question to whoever is thanked, and what is theirs. Pure."""

from collections.abc import Sequence

from bot.chat.cards import (
    Button,
    Buttons,
    Card,
    Divider,
    Element,
    Heading,
    Menu,
    MenuOption,
    Paragraph,
    Said,
    Small,
    said,
)
from bot.chat.ids import PersonId
from bot.chat.text import Bold, Command, Quoted, Text, sentences
from bot.chat.token import Token
from bot.chat.words import Words
from bot.thanks.draft import Draft
from bot.thanks.model import MOST_TAGS, USUAL_TAGS, Consent, Other, Thanked, Thanks


def switched_off(words: Words) -> Card:
    """Said where a community does without thanks."""
    return said(
        words.say(
            "This community does without thanks for now. {command} says who switched them off.",
            command=Command("descant log"),
        )
    )


def tag_label(tag: str, words: Words) -> str:
    """A word for acts in the reader's language; the group's own words as they are."""
    usual = dict(
        zip(
            USUAL_TAGS,
            (
                words.label("listening"),
                words.label("welcoming"),
                words.label("hosting"),
                words.label("organising"),
                words.label("making"),
                words.label("writing"),
                words.label("fixing"),
                words.label("finding things out"),
                words.label("sharing what I went through"),
                words.label("asking"),
                words.label("disagreeing well"),
                words.label("receiving help"),
            ),
            strict=True,
        )
    )
    return usual.get(tag, tag)


def preview(draft: Draft, draft_id: str, vocabulary: Sequence[str], words: Words) -> Card:
    """The thanks before they are sent, to the giver alone."""
    tags = tuple(MenuOption(tag, tag_label(tag, words)) for tag in vocabulary[:25])
    chosen = words.say("Of this kind: {tags}.", tags=words.listing([tag_label(tag, words) for tag in draft.tags]))
    menu = (Menu(Token("thanks.tag", (draft_id,)), words.label("What kind of thing was it?"), tags, MOST_TAGS),)
    return Card(
        (
            Small(words.say("Only you can see this.")),
            Paragraph(_for_whom(draft, words)),
            Said(draft.words),
            *((Paragraph(chosen),) if draft.tags else ()),
            *(menu if tags else ()),
            Small(_what_follows(draft, words)),
            Buttons(
                (
                    Button(
                        words.label("Note it") if draft.own else words.label("Send it"),
                        Token("thanks.send", (draft_id,)),
                        "primary",
                    ),
                    Button(words.label("Change it"), Token("thanks.change", (draft_id,))),
                    Button(words.label("Throw it away"), Token("thanks.drop", (draft_id,))),
                    Button(words.label("Our words for what people do"), Token("thanks.words")),
                )
            ),
        )
    )


def _for_whom(draft: Draft, words: Words) -> Text:
    if draft.own:
        return words.say("Something that you did:")
    everyone = [*(words.person(person) for person in draft.people), *((Bold(other),) for other in draft.others)]
    return words.say("Thanks to {people}:", people=words.listing(everyone))


def _what_follows(draft: Draft, words: Words) -> Text:
    if draft.own:
        return words.say("It is shown here at once, because you alone are in it. You can take it back at any time.")
    asked = words.count(
        "{n} person is asked first, privately.", "{n} people are asked first, each privately.", len(draft.people)
    )
    others = words.say("Whoever speaks for those without an account here is asked in the open, without your words.")
    return sentences(
        asked if draft.people else (),
        others if draft.others else (),
        words.say("Nothing is shown before someone agrees, and no answer means that it stays private."),
    )


def question(asked: tuple[Thanks, str] | None, words: Words) -> Card | None:
    """Told to someone who is thanked: the words, and what may become of them."""
    if asked is None or asked[0].gone:
        return None
    thanks, asked_id = asked
    person = next((p for p in thanks.people if p.id == asked_id), None)
    if person is None:
        return None
    return Card(
        (
            Paragraph(words.say("{giver} thanks you:", giver=words.person(thanks.giver))),
            Said(thanks.words),
            *_consent(person, words),
        )
    )


def _consent(person: Thanked, words: Words) -> tuple[Element, ...]:
    if person.never:
        return (Small(words.say("This stays between the two of you, as you have chosen for all thanks.")),)
    buttons = (
        (Consent.SHARE, words.label("Share it")),
        (Consent.UNNAMED, words.label("Share without my name")),
        (Consent.KEEP, words.label("Keep it between us")),
        (Consent.NO, words.label("No, thank you")),
    )
    return (
        Small(words.say("It is yours to say whether others see this. If you say nothing, nobody does.")),
        Buttons(tuple(Button(label, Token("thanks.consent", (person.id, said.value))) for said, label in buttons)),
    )


def consented(person: Thanked, consent: Consent, words: Words) -> Card:
    """What someone has said about being shown, and that they can say otherwise."""
    sentence = {
        Consent.SHARE: words.say("Everyone here can see it now, with your name."),
        Consent.UNNAMED: words.say("Everyone here can see it now, without your name."),
        Consent.KEEP: words.say("It stays between the two of you."),
        Consent.NO: words.say("It is put away. The one who wrote it is not told."),
    }[consent]
    return Card(
        (
            Paragraph(sentence),
            Small(
                words.say(
                    "You can change your mind at any time, here or under “Thanks for me” in {command}.",
                    command=Command("descant"),
                )
            ),
            *_consent(person, words)[1:],
            Buttons((Button(words.label("Never make thanks to me public"), Token("thanks.never", ("yes",))),)),
        )
    )


def open_question(asked: tuple[Thanks, str] | None, words: Words) -> Card | None:
    """Asked in the open, without any words of the thanks: may they be shown?"""
    if asked is None or asked[0].gone:
        return None
    other = next((o for o in asked[0].others if o.id == asked[1]), None)
    if other is None:
        return None
    if other.shown is not None:
        return said(words.say("Someone who speaks for them has answered. Thank you."))
    return Card(
        (
            Paragraph(
                words.say(
                    "There are thanks here for a group, or for someone who has no account with me. "
                    "If they may be for you, or you speak for whoever it is: would you like to see them?"
                )
            ),
            Buttons((Button(words.label("Let me see them"), Token("thanks.look", (other.id,))),)),
        )
    )


def look(thanks: Thanks, other: Other, words: Words) -> Card:
    """The thanks for others, to the one who asked to see them."""
    return Card(
        (
            Paragraph(words.say("Thanks to {people}:", people=Bold(other.words))),
            Said(thanks.words),
            Small(words.say("May everyone here see them? If you are not sure, leave it: nothing is shown until then.")),
            Buttons(
                (
                    Button(words.label("They may be shown"), Token("thanks.speak", (other.id, "yes"))),
                    Button(words.label("Better not"), Token("thanks.speak", (other.id, "no"))),
                )
            ),
        )
    )


# --- mine ---------------------------------------------------------------------------------------------------------


def mine(found: Sequence[Thanks], me: PersonId, never: bool, nameable: bool, words: Words) -> Card:
    """Thanks for a member and from them, with everything that they can still say about each."""
    elements: list[Element] = [Heading(words.say("Thanks for me and from me"))]
    if not found:
        elements.append(Paragraph(words.say("There are none here yet.")))
    for thanks in found:
        elements += [*_one_of_mine(thanks, me, words), Divider()]
    choice = (
        Button(words.label("Ask me again about thanks"), Token("thanks.never", ("no",)))
        if never
        else Button(words.label("Never make thanks to me public"), Token("thanks.never", ("yes",)))
    )
    elements += [
        Small(_naming(nameable, words)),
        Small(words.say("Nobody else can see this page, and nobody learns what you choose.")),
        Buttons((choice, _name_me(nameable, words), Button(words.label("I did something"), Token("thanks.did")))),
    ]
    return Card(tuple(elements))


def _naming(nameable: bool, words: Words) -> Text:
    if nameable:
        return words.say("Where I list what happened here and nobody was thanked for yet, I may name you.")
    return words.say("Where I list what happened here and nobody was thanked for yet, I never name you.")


def _name_me(nameable: bool, words: Words) -> Button:
    if nameable:
        return Button(words.label("Do not name me there"), Token("thanks.name", ("no",)))
    return Button(words.label("You may name me there"), Token("thanks.name", ("yes",)))


def _one_of_mine(thanks: Thanks, me: PersonId, words: Words) -> tuple[Element, ...]:
    if thanks.giver == me:
        taken = words.say("You took these words back.")
        if thanks.gone:
            return (Paragraph(taken),)
        back = Button(words.label("Take my words back"), Token("thanks.back", (thanks.id,)))
        return (Paragraph(words.say("Your words:")), Said(_short(thanks.words)), Buttons((back,)))
    person = next(p for p in thanks.people if p.person == me)
    if thanks.gone:
        return (Paragraph(words.say("Words that were taken back by whoever wrote them.")),)
    return (
        Paragraph(words.say("{giver} thanked you:", giver=words.person(thanks.giver))),
        Said(_short(thanks.words)),
        Small(_stands(person, words)),
        *_consent(person, words)[1:],
    )


def _stands(person: Thanked, words: Words) -> Text:
    if person.never:
        return words.say("Nobody else can see it, as you have chosen for all thanks.")
    match person.consent:
        case Consent.SHARE:
            return words.say("Everyone here can see it, with your name.")
        case Consent.UNNAMED:
            return words.say("Everyone here can see it, without your name.")
        case _:
            return words.say("Nobody else can see it.")


def _short(text: str) -> str:
    return text if len(text) <= 300 else text[:299].rstrip() + "…"


# --- our words ----------------------------------------------------------------------------------------------------


def our_words(vocabulary: Sequence[str], words: Words) -> Card:
    """The group's words for what people do, and how anyone changes them."""
    listed = words.listing([Quoted(tag_label(tag, words)) for tag in vocabulary])
    return Card(
        (
            Heading(words.say("Our words for what people do")),
            Paragraph(listed or words.say("There are none yet.")),
            Small(words.say("They name acts, never people. Anyone can suggest another one, or to do without one.")),
            Buttons((Button(words.label("Suggest a change"), Token("thanks.suggest")),)),
        )
    )
