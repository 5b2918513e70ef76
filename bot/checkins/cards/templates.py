"""Check-ins to begin with, in the group's language. Everything in them can be changed before they start. Pure."""

from collections.abc import Mapping

from bot.chat.words import Words
from bot.checkins.model import Kind, Seen

TEMPLATES = ("hello", "room", "whole", "together", "back")


def template_name(template: str, words: Words) -> str:
    """What a template is called."""
    return {
        "hello": words.label("Weekly hello"),
        "room": words.label("What have you room for?"),
        "whole": words.label("Whole person"),
        "together": words.label("How are we working together?"),
        "back": words.label("Look back"),
    }[template]


def template_values(template: str, words: Words) -> Mapping[str, str]:
    """What stands in the form when it is begun from this template."""
    lines, more = _hello(words) if template == "hello" else _others(template, words)
    return {"name": template_name(template, words), "questions": "\n".join(lines), "template": template, **more}


def _hello(words: Words) -> tuple[tuple[str, ...], dict[str, str]]:
    return (
        words.label("How are you coming into this week?"),
        words.label("What are you looking forward to?"),
        words.label("Is there anything that others here could do?"),
    ), {"seen": Seen.NAMED}


def _others(template: str, words: Words) -> tuple[tuple[str, ...], dict[str, str]]:
    scale = words.label("(yes / partly / no)")
    match template:
        case Kind.ROOM:
            return (words.label("What have you room for this week? (nothing / a little / plenty)"),), {
                "seen": Seen.UNNAMED
            }
        case "whole":
            return (
                words.label("Body: how is yours?"),
                words.label("Mind: what is on it?"),
                words.label("People: who is near, and who is missing?"),
                words.label("Meaning: what was worth it?"),
            ), {"seen": Seen.PRIVATE, "days": "6", "time": "18:00"}
        case Kind.TOGETHER:
            return (
                words.label("I knew what was going on {scale}", scale=scale),
                words.label("I could take part {scale}", scale=scale),
                words.label("It made a difference {scale}", scale=scale),
            ), {"seen": Seen.UNNAMED, "every": "4", "open": "5 days"}
        case _:
            return (
                words.label("What went well?"),
                words.label("What was hard?"),
                words.label("What would you like to be different?"),
            ), {"seen": Seen.UNNAMED, "every": "13", "open": "7 days"}
