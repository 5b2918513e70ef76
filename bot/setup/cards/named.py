"""Settings, and what they can be, by the names that people know them by. Pure."""

from bot.chat.words import Words, language_name
from bot.settings import Name, Part
from bot.setup.model import OFFERED, SWITCHED


def thing_label(name: str, words: Words) -> str:
    """What a setting is called."""
    labels = {
        Name.LANGUAGE: words.label("Language"),
        Name.ZONE: words.label("Time zone"),
        Name.SIGNPOSTS: words.label("Signposts"),
        Name.POLL_CLOSES: words.label("How long polls are open"),
        Name.POLL_SEEN: words.label("How answers in polls are seen"),
        Name.POLL_TOTALS: words.label("When the numbers of polls are seen"),
        Name.POLL_LEAST: words.label("Answers that a poll needs"),
        Name.RULE: words.label("How proposals are decided"),
        Name.PROPOSAL_SEEN: words.label("How stances on proposals are seen"),
        Name.SHAPING: words.label("How long proposals are shaped"),
        Name.DECIDING: words.label("How long proposals are decided"),
        Name.PROPOSAL_LEAST: words.label("Answers that a proposal needs"),
        Name.REVIEW: words.label("When decisions are looked at again"),
        Name.PLACE_PROPOSALS: words.label("Channel for proposals"),
        Name.PLACE_DECISIONS: words.label("Channel for decisions"),
        Name.PLACE_THANKS: words.label("Channel for thanks"),
        Name.PLACE_CHECKINS: words.label("Channel for check-ins"),
        Name.OFF: words.label("What is switched off"),
        Name.UNTHANKED: words.label("List what nobody was thanked for?"),
    }
    known = {key.value: label for key, label in labels.items()}
    return known.get(name, name)


def value_label(name: str, value: str, words: Words) -> str:
    """What a setting is, in words; what people typed themselves stands as it is."""
    if name == Name.LANGUAGE:
        return language_name(value)
    if name == Name.OFF:
        return ", ".join(part_label(part, words) for part in SWITCHED if part.value in value.split())
    choices = next((choices for setting, choices in OFFERED.items() if setting == name), ())
    return offered_label(value, words) if value in choices else value


def offered_label(choice: str, words: Words) -> str:
    """What can be chosen, in words."""
    return {
        "unnamed": words.label("Without names"),
        "named": words.label("By name"),
        "secret": words.label("Secret"),
        "closed": words.label("Once it has closed"),
        "answered": words.label("After answering"),
        "always": words.label("Always"),
        "consent": words.label("When nobody objects"),
        "affected": words.label("When nobody whom it affects objects"),
        "majority": words.label("When more are for it than against it"),
        "two_thirds": words.label("When twice as many are for it as against it"),
        "side_by_side": words.label("Several ways side by side"),
        "no": words.label("No"),
        "yes": words.label("Yes, on Mondays, in the channel for thanks"),
    }[choice]


def part_label(part: Part, words: Words) -> str:
    """A part's name."""
    return {
        Part.POLLS: words.label("polls"),
        Part.PROPOSALS: words.label("proposals"),
        Part.DECISIONS: words.label("decisions"),
        Part.THANKS: words.label("thanks"),
        Part.CHECKINS: words.label("check-ins"),
    }[part]
