"""The forms for what is a member's own. Pure."""

from collections.abc import Mapping

from bot.chat.forms import Choice, ChoiceField, Form, TextField
from bot.chat.token import Token
from bot.chat.words import Words, language_name, languages
from bot.choices import Choices

AS_THE_CHAT = "chat"


def choices_form(own: Choices, typed: Mapping[str, str], words: Words) -> Form:
    """A member's own choices."""
    zone = TextField(
        "zone",
        words.label("My time zone"),
        words.label("For example: Europe/London. Empty: as my chat or the community has it."),
        typed.get("zone", own.zone or ""),
    )
    return Form(
        Token("home.choose"),
        words.label("My choices"),
        (_language(own, typed, words), zone, _named(own, typed, words), *_spoken_to(own, typed, words)),
        words.label("Keep these"),
    )


def _language(own: Choices, typed: Mapping[str, str], words: Words) -> ChoiceField:
    offered = (
        Choice(AS_THE_CHAT, words.label("As my chat is set")),
        *(Choice(language, language_name(language)) for language in languages()),
    )
    chosen = typed.get("language", own.language or AS_THE_CHAT)
    return ChoiceField("language", words.label("Language"), offered, chosen)


def _named(own: Choices, typed: Mapping[str, str], words: Words) -> ChoiceField:
    offered = (
        Choice("ask", words.label("Ask me each time")),
        Choice("named", words.label("With my name")),
        Choice("unnamed", words.label("Without my name")),
    )
    chosen = typed.get("named", {None: "ask", True: "named", False: "unnamed"}[own.named])
    return ChoiceField("named", words.label("My name on my words"), offered, chosen)


def _spoken_to(own: Choices, typed: Mapping[str, str], words: Words) -> tuple[ChoiceField, ChoiceField]:
    asks = (
        Choice("yes", words.label("Yes, when something asks for me")),
        Choice("no", words.label("No, I look by myself")),
    )
    receipts = (
        Choice("no", words.label("Tell me where I pressed; my own page shows it too")),
        Choice("yes", words.label("Write it to me as a message as well")),
    )
    may, also = _yes_no(own.asks), _yes_no(own.receipts)
    return (
        ChoiceField("asks", words.label("May I write to you by myself?"), asks, typed.get("asks", may)),
        ChoiceField("receipts", words.label("What I record for you"), receipts, typed.get("receipts", also)),
    )


def _yes_no(so: bool) -> str:
    return "yes" if so else "no"


def end_form(typed: str, words: Words) -> Form:
    """When a break ends."""
    hint = words.label("For example: in 2 weeks, or 2027-01-10. Empty: when I say that I am back.")
    return Form(
        Token("home.end"),
        words.label("Set an end"),
        (TextField("until", words.label("Until when?"), hint, typed),),
        words.label("That is my break"),
    )


def erase_form(words: Words) -> Form:
    """Asked before a member erases themselves: exactly what goes, and what stays as numbers."""
    return Form(
        Token("home.erase"),
        words.label("Erase me"),
        (
            ChoiceField(
                "sure",
                words.label("Shall I erase you here?"),
                (Choice("no", words.label("No, keep things as they are")), Choice("yes", words.label("Yes, erase me"))),
                "no",
            ),
        ),
        words.label("That is my choice"),
        words.say(
            "What goes: your words, your drafts, your choices, your name on everything. What stays: your answers as "
            "numbers in results, and what you asked, from “someone who has erased themselves”. It can not be undone."
        ),
    )
