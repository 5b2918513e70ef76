"""How the group's answers change from round to round, as words and as a small picture. Pure.

Only what was shown before is in it, so it can tell nothing that its rounds have not told.
"""

from collections.abc import Sequence

from bot.chat.cards import Element, Paragraph, Picture, Small
from bot.chat.charts import TrendChart, TrendLine
from bot.chat.text import Bold, Text
from bot.chat.words import Part, Words
from bot.checkins.model import Question, Shown, same_question

MOST_ROUNDS = 8
A_STEP = 10
"""Of a hundred: a change of less than this is called no change."""


def level(shown: Shown) -> int:
    """Where the group stands between the last choice (0) and the first (100)."""
    steps = len(shown.counts) - 1
    points = sum(count * (steps - place) for place, count in enumerate(shown.counts))
    return round(100 * points / (steps * sum(shown.counts)))


def trend(questions: Sequence[Question], found: Sequence[Shown], words: Words) -> tuple[Element, ...]:
    """A sentence for each question that was shown at least twice, and one picture of them all."""
    rows = [(question, same_question(found, question)[-MOST_ROUNDS:]) for question in questions if question.choices]
    rows = [(question, shown) for question, shown in rows if len(shown) > 1]
    if not rows:
        return ()
    chart = _chart(rows, words)
    return (
        Paragraph((Bold(words.label("Over the rounds that could be shown")),)),
        *(Paragraph(_sentence(question, shown, words)) for question, shown in rows),
        Picture(chart, alt_text(chart, words)),
        Small(words.say("About the group as a whole. Rounds with too few answers are left out.")),
    )


def _sentence(question: Question, shown: Sequence[Shown], words: Words) -> Text:
    """Where it stands, and whether that is nearer to the first choice than the time before."""
    now, before = level(shown[-1]), level(shown[-2])
    parts: dict[str, Part] = {"question": Bold(question.words), "choice": question.choices[0]}
    if now - before >= A_STEP:
        return words.say("{question}: nearer to “{choice}” than the time before.", **parts)
    if before - now >= A_STEP:
        return words.say("{question}: further from “{choice}” than the time before.", **parts)
    return words.say("{question}: about the same as the time before.", question=parts["question"])


def _chart(rows: Sequence[tuple[Question, Sequence[Shown]]], words: Words) -> TrendChart:
    days = sorted({shown.day for _, each in rows for shown in each})[-MOST_ROUNDS:]
    lines = tuple(
        TrendLine(question.words, tuple(next((level(s) for s in each if s.day == day), None) for day in days))
        for question, each in rows
    )
    first = rows[0][0].choices
    title = words.label("Over the rounds that could be shown")
    return TrendChart(title, lines, tuple(f"{day:%d.%m.}" for day in days), first[0], first[-1])


def alt_text(chart: TrendChart, words: Words) -> str:
    """The picture's facts, a sentence for each line, from 0 to 100."""
    lines = [
        words.label(
            "{line}: {points}.",
            line=line.label,
            points=", ".join(
                words.label("{day} {level}", day=day, level=point)
                for day, point in zip(chart.days, line.points, strict=True)
                if point is not None
            ),
        )
        for line in chart.lines
    ]
    scale = words.label("From 0, “{last}”, to 100, “{first}”.", first=chart.top, last=chart.bottom)
    return " ".join((scale, *lines))[:1000]
