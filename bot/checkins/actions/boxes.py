"""Answers without names: in a box under tags while the round is open, and what of them is shown when it closes."""

from collections.abc import Sequence

from bot.chat.ids import PersonId
from bot.chat.words import Words
from bot.checkins.actions.keys import has_passed, mark_of, tag_of, unpass
from bot.checkins.model import Question, Round, Seen, Shown, question_of
from bot.checkins.thresholds import few_are_told, showable, sketch, words_showable
from bot.checkins.views import BOX, CHECKIN, FORGET_SUMS, MARK, MARKS, PUT, SAID, SHOW, SHOWN, TAKE, UNCLOSED, UNMARK
from bot.choices import is_quiet
from bot.personal import Kept
from bot.ports import Tx

COMPARED = 5
"""Earlier rounds that a round is compared with; who took part in those before can not be told any more."""


def put(tx: Tx, of: Round, person: PersonId, said: Sequence[str], words: Words) -> None:
    """Someone's answers, each by itself, so that nobody can tell which of them belong together. Empty ones are out."""
    mark = mark_of(tx, of, person)
    for number, answer in enumerate(said):
        here = {"round": of.id, "number": number}
        tag = tag_of(tx, of, f"answer {number}", person, words)
        if answer:
            tx.change(PUT, **here, tag=tag, said=answer)
            tx.change(MARK, **here, mark=mark)
        else:
            tx.change(TAKE, **here, tag=tag)
            tx.change(UNMARK, **here, mark=mark)


def own(tx: Tx, of: Round, person: PersonId, words: Words) -> tuple[str, ...]:
    """What someone has put in; nothing where the round has no key yet."""
    if tx.vault.key(of.id) is None:
        return ()
    return tuple(
        tx.see(SAID, round=of.id, number=number, tag=tag_of(tx, of, f"answer {number}", person, words)) or ""
        for number in range(len(of.questions))
    )


def take_out(tx: Tx, person: PersonId, words: Words) -> None:
    """Nothing of this member lies in a round that is open, nor that it was not today for them. What was shown when
    others closed carries no name, and can not be found."""
    for of in tx.see(UNCLOSED, community=tx.community):
        unpass(tx, of, person)
        if of.seen is Seen.UNNAMED and tx.vault.key(of.id) is not None:
            put(tx, of, person, ("",) * len(of.questions), words)


def kept_apart(tx: Tx, person: PersonId, words: Words) -> Kept:
    """What of this member lies under tags in rounds that are open, for their own eyes."""
    rounds = tx.see(UNCLOSED, community=tx.community)
    boxes = [(of.id, own(tx, of, person, words)) for of in rounds if of.seen is Seen.UNNAMED]
    said = [{"round": of, "said": answers} for of, answers in boxes if any(answers)]
    passes = [{"round": of.id} for of in rounds if has_passed(tx, of, person)]
    return {
        **({"checkin_box": said} if said else {}),
        **({"checkin_passes": passes} if passes else {}),
        **({"quiet": [{"community": tx.community}]} if is_quiet(tx, tx.community, person, tx.now) else {}),
    }


def gather(tx: Tx, of: Round) -> bool:
    """Keep what may be shown, question by question; returns whether that is anything. The rest goes unread."""
    box, marks = tx.see(BOX, round=of.id), tx.see(MARKS, round=of.id)
    earlier, shown = tx.see(SHOWN, checkin=of.checkin), False
    checkin = tx.see(CHECKIN, subject=of.checkin)
    still = [*of.questions, *map(question_of, checkin.questions if checkin is not None else ())]
    for number, question in enumerate(of.questions):
        said = [answer for place, answer in box if place == number]
        sums = sketch(int(mark) for place, mark in marks if place == number)
        if question.choices:
            counts = tuple(said.count(choice) for choice in question.choices)
            if not showable(counts) or few_are_told(sums, _compared(earlier, question, still)):
                continue
            _show(tx, of, number, question, counts=counts, sums=sums)
        elif words_showable(said):
            _show(tx, of, number, question, words=tuple(tx.dice.shuffled(sorted(said))))
        else:
            continue
        shown = True
    _forget_sums(tx, of, earlier)
    return shown


def _compared(earlier: Sequence[Shown], asked: Question, still: Sequence[Question]) -> list[tuple[int, ...]]:
    """Who took part whenever the same was asked, as far as that is kept. A question that is not asked any more may have
    been the same in other words, where it had as many choices."""
    return [
        each.sums
        for each in earlier
        if each.sums
        and (each.asked == asked or (each.asked not in still and len(each.asked.choices) == len(asked.choices)))
    ]


def _show(
    tx: Tx,
    of: Round,
    number: int,
    question: Question,
    counts: tuple[int, ...] = (),
    words: tuple[str, ...] = (),
    sums: tuple[int, ...] = (),
) -> None:
    asked = (question.words, question.choices)
    tx.change(SHOW, round=of.id, number=number, asked=asked, counts=counts, words=words, sums=sums)


def _forget_sums(tx: Tx, of: Round, earlier: Sequence[Shown]) -> None:
    days = sorted({shown.day for shown in earlier if shown.sums})
    if len(days) >= COMPARED:
        tx.change(FORGET_SUMS, checkin=of.checkin, day=days[1 - COMPARED])
