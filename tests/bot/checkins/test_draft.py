"""What people type for days, times and days off."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.chat.words import words_for
from bot.checkins.draft import USUAL, Draft, TooMany, from_line, read_days, read_draft, read_off, read_time
from bot.checkins.model import Kind, Question, question_of
from bot.checkins.recurrence import EVERY_DAY, Off

NAMES = words_for("en").weekdays()
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
GERMAN = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("Monday", {0}),
        ("mon, thu", {0, 3}),
        ("Tuesdays and Fridays", {1, 4}),
        ("0\n6", {0, 6}),
        ("weekdays", set(range(5))),
        ("daily", EVERY_DAY),
        ("every day", EVERY_DAY),
        ("", set()),
        ("t", set()),
        ("monday, someday", set()),
        ("7", set()),
    ],
)
def test_days(typed: str, days: set[int]) -> None:
    assert read_days(typed, NAMES) == days


def test_days_in_the_writers_language() -> None:
    assert read_days("Mittwoch, so", GERMAN) == {2, 6}


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("9:00", time(9)),
        ("18.30", time(18, 30)),
        ("9am", time(9)),
        ("12 am", time(0)),
        ("12pm", time(12)),
        ("at 6 pm", time(18)),
        ("18 Uhr", time(18)),
        ("25:00", None),
        ("13pm", None),
        ("9:75", None),
        ("noonish", None),
    ],
)
def test_times(typed: str, at: time | None) -> None:
    assert read_time(typed) == at


def test_days_off() -> None:
    assert read_off("") == ()
    assert read_off("2026-12-20 to 2027-01-03; 2027-04-05") == (
        Off(date(2026, 12, 20), date(2027, 1, 3)),
        Off(date(2027, 4, 5), date(2027, 4, 5)),
    )
    assert read_off("2027-01-03 to 2026-12-20") is None
    assert read_off("2026-02-30") is None
    assert read_off("next week") is None


@pytest.mark.parametrize(
    ("line", "choices"),
    [
        ("How are you?", ()),
        ("What have you room for? (nothing / a little / plenty)", ("nothing", "a little", "plenty")),
        ("Same? (yes / yes)", ()),
        ("One? (yes)", ()),
        ("Many? (1/2/3/4/5/6/7/8/9/10)", ()),
        ("(only / choices)", ()),
    ],
)
def test_choices_stand_in_brackets_at_the_end(line: str, choices: tuple[str, ...]) -> None:
    question = question_of(line)
    assert question.choices == choices
    assert question == Question(line) if not choices else question.words == "What have you room for?"


def test_a_line_without_keys_begins_with_the_name() -> None:
    assert from_line("Evening calm. How was today? days: daily seen: unnamed") == {
        "name": "Evening calm.",
        "questions": "How was today?",
        "days": "daily",
        "seen": "unnamed",
    }


VALUES = {**USUAL, "name": "Hello", "questions": "How are you?", "zone": "Europe/London"}


def test_what_is_usual_is_enough() -> None:
    draft = read_draft(VALUES, NAMES, NOW)
    assert isinstance(draft, Draft)
    assert (draft.open_for, draft.rhythm.since) == (timedelta(days=2), date(2026, 11, 30))


@pytest.mark.parametrize(
    ("template", "questions", "kind"),
    [
        ("room", "Room? (none / some / lots)", Kind.ROOM),
        ("room", "Room? (none / lots)", Kind.PLAIN),
        ("room", "Room?", Kind.PLAIN),
        ("together", "A (yes / no)\nB (yes / no)", Kind.TOGETHER),
        ("together", "A (yes / no)\nB", Kind.PLAIN),
        ("hello", "A (yes / no)", Kind.PLAIN),
    ],
)
def test_a_template_keeps_its_meaning_as_long_as_its_choices_do(template: str, questions: str, kind: Kind) -> None:
    draft = read_draft({**VALUES, "template": template, "questions": questions}, NAMES, NOW)
    assert isinstance(draft, Draft)
    assert draft.kind is kind


def test_more_questions_than_a_form_holds_can_take_turns() -> None:
    many = "\n".join(f"Question {n}?" for n in range(6))
    assert read_draft({**VALUES, "questions": many}, NAMES, NOW) == {"questions": TooMany(5, False)}
    assert isinstance(read_draft({**VALUES, "questions": many, "rotates": "yes"}, NAMES, NOW), Draft)
