"""A check-in that runs and is to be another: how it would go on, and what of it is told. Pure."""

from datetime import date, datetime

from bot.chat.cards import Button, Buttons, Card, Heading, Paragraph, Small
from bot.chat.plain import Reading, words_of
from bot.chat.text import Bold, Place, Text
from bot.chat.token import Token
from bot.chat.words import Words
from bot.checkins.cards.listed import next_of
from bot.checkins.cards.making import what_holds
from bot.checkins.cards.sentences import next_lines, off_lines, open_line, question_line, rhythm_line, seen_line
from bot.checkins.model import CheckIn, question_of


def preview(found: CheckIn, after: CheckIn, draft: str, now: datetime, words: Words) -> Card:
    """The check-in as it would go on, to the one who changes it alone."""
    return Card(
        (
            Small(words.say("Only you can see this.")),
            Heading((Bold(after.name),)),
            Paragraph(words.say("It would go on like this. A round that is open stays as it is.")),
            *(Paragraph(question_line(question_of(line), words)) for line in after.questions),
            *((Small(words.say("Each round asks one of these, in turn.")),) if after.rotates else ()),
            *(Small(line) for line in what_holds(after, words)),
            *((Small(told_before(words)),) if after.seen is not found.seen else ()),
            Small(words.say("It is asked in {place}.", place=Place(found.place))),
            *next_lines(next_of(after, now), words),
            *(Small(line) for line in off_lines(after.rhythm, now.date(), words)),
            Buttons(
                (
                    Button(words.label("Save it"), Token("checkin.save", (draft,)), "primary"),
                    Button(words.label("Change it"), Token("checkin.change", (draft,))),
                    Button(words.label("More choices"), Token("checkin.more", (draft,))),
                    Button(words.label("Leave it as it is"), Token("checkin.drop", (draft,))),
                )
            ),
        )
    )


def told_before(words: Words) -> Text:
    """That answers will be shown otherwise than was promised, said to the one who changes it."""
    return words.say("The next round says first that answers are shown otherwise from now on. Earlier ones stay.")


def differences(found: CheckIn, after: CheckIn, today: date, words: Words) -> tuple[str, str]:
    """What held, and what holds from now on, in whole sentences, for everyone to read. What people wrote is not in it:
    that stands on the check-in itself, where it can be hidden."""
    both = zip(_what_is_told(found, today, words), _what_is_told(after, today, words), strict=True)
    told = [(one, other) for one, other in both if one != other]
    if found.questions != after.questions or found.rotates != after.rotates:
        told.append(("", words.label("It asks other questions.")))
    before, since = (" ".join(filter(None, each)) for each in zip(*told, strict=True)) if told else ("", "")
    return before, since


def _what_is_told(of: CheckIn, today: date, words: Words) -> tuple[str, ...]:
    reading = Reading(words, of.rhythm.zone)
    off = " ".join(words_of(line, reading) for line in off_lines(of.rhythm, today, words))
    lines = (rhythm_line(of.rhythm, words), open_line(of.open_for, words), seen_line(of.seen, words))
    return (*(words_of(line, reading) for line in lines), off or words.label("No days without a round."))
