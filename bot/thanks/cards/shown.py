"""Thanks as everyone may see them: the card, and a suggested change to the group's words. Pure.

What is shown here is decided by ``Thanks.shown``, ``Thanked.agreed`` and ``Thanked.named``, and by nothing else.
"""

from bot.chat.cards import Button, Buttons, Card, Element, Paragraph, Said, Small, said
from bot.chat.text import NOTHING, Bold, Moment, Plain, Text
from bot.chat.token import Token
from bot.chat.words import Words
from bot.thanks.cards.asking import tag_label
from bot.thanks.model import Suggestion, Thanks


def thanks_card(thanks: Thanks | None, words: Words) -> Card | None:
    """The card that everyone sees; when nobody agrees any more, only that something was here."""
    if thanks is None:
        return None
    if not thanks.anything_shown:
        return said(words.say("Thanks were here. They were taken down by someone whom they are about."))
    buttons = (Button(words.label("Me too"), Token("thanks.too", (thanks.id,))),)
    added = [element for other in thanks.too if other.shown for element in _words_of(other, words)]
    own = _words_of(thanks, words) if thanks.shown else ()
    return Card((*_heading(thanks, words), *own, *added, Buttons(buttons)))


def _heading(thanks: Thanks, words: Words) -> tuple[Element, ...]:
    if thanks.own:
        return (Paragraph(words.say("{person} did something:", person=words.person(thanks.giver))),)
    return (Paragraph(words.say("Thanks to {people}", people=to_whom(thanks, words))),)


def _words_of(thanks: Thanks, words: Words) -> tuple[Element, ...]:
    tags = words.listing([tag_label(tag, words) for tag in thanks.tags])
    return (Said(thanks.words, by(thanks, words)), *((Small(tags),) if tags else ()))


def by(thanks: Thanks, words: Words) -> Text:
    """Who wrote it, where they said so."""
    return words.person(thanks.giver) if thanks.named and not thanks.own else NOTHING


def to_whom(thanks: Thanks, words: Words) -> Text:
    """Everyone who has agreed to be shown, by name where they said so; together in one breath, in no order."""
    named = [words.person(person.person) for person in thanks.people if person.named]
    others: list[Text] = [(Bold(other.words),) for other in thanks.others if other.shown]
    unnamed = sum(person.agreed and not person.named for person in thanks.people)
    someone = [words.count("someone here", "{n} people here", unnamed)] if unnamed else []
    return words.listing([*named, *others, *someone]) or words.say("someone here")


def suggestion(suggested: Suggestion | None, words: Words) -> Card | None:
    """A change to the group's words, which holds unless someone minds."""
    if suggested is None:
        return None
    word, who = Bold(suggested.word), words.person(suggested.person)
    if suggested.adds:
        what = words.say("{person} suggests {word} as one of our words for what people do.", person=who, word=word)
    else:
        what = words.say("{person} suggests to do without {word} among our words.", person=who, word=word)
    return Card((Paragraph(what), *_stand(suggested, words)))


def _stand(suggested: Suggestion, words: Words) -> tuple[Element, ...]:
    if suggested.minded:
        minded = words.say("Someone would rather not, so it stays as it was. You can talk it over, or propose it.")
        return (Paragraph(minded),)
    if suggested.settled:
        return (Paragraph(words.say("Nobody minded, so that is how it is now.")),)
    until = Moment(suggested.until)
    return (
        Paragraph(words.say("If nobody minds until {moment}, that is how it is.", moment=until)),
        Buttons((Button(words.label("I would rather not"), Token("thanks.mind", (suggested.id,))),)),
    )


def plainly(thanks: Thanks, words: Words) -> str:
    """To whom, as one line of plain words with the names that they chose themselves; for what leaves the chat."""
    named: list[Text] = [(Plain(person.name),) for person in thanks.people if person.named and person.name]
    others: list[Text] = [(Plain(other.words),) for other in thanks.others if other.shown]
    hidden = sum(person.agreed and not (person.named and person.name) for person in thanks.people)
    someone = [words.count("someone here", "{n} people here", hidden)] if hidden else []
    return "".join(span.words for span in words.listing([*named, *others, *someone]) if isinstance(span, Plain))
