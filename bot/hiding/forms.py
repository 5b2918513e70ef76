"""The forms of hiding words, showing them again, and answering. Pure."""

from datetime import timedelta

from bot.chat.forms import Form, TextField
from bot.chat.text import Quoted, sentences
from bot.chat.token import Token
from bot.chat.words import Words
from bot.hiding.model import MOST_ANSWER, MOST_WHY, Hidden, Piece

EXCERPT = 200


def hide_form(piece: Piece, kept: timedelta, typed: str, words: Words) -> Form:
    """Why are these words hidden? With what will become of them."""
    return Form(
        Token("hide.hide", (piece.kind, piece.id)),
        words.label("Hide these words"),
        (_why(typed, words),),
        words.label("Hide them"),
        sentences(
            words.say("These are the words: {words}", words=Quoted(_short(piece.words))),
            words.count(
                "They are kept apart for {n} day, in case they are to be shown again. After that they are gone.",
                "They are kept apart for {n} days, in case they are to be shown again. After that they are gone.",
                kept.days,
            ),
        ),
    )


def show_form(hidden: Hidden, typed: str, words: Words) -> Form:
    """Why are they shown again?"""
    return Form(
        Token("hide.show", (hidden.id,)),
        words.label("Show them again"),
        (_why(typed, words),),
        words.label("Show them again"),
        words.say("These are the words: {words}", words=Quoted(_short(hidden.words or ""))),
    )


def seek_form(words: Words) -> Form:
    """Which words are looked for?"""
    hint = words.label("A part of them, as they stand in this channel.")
    return Form(
        Token("hide.seek"),
        words.label("Look for words"),
        (TextField("sought", words.label("Which words do harm?"), hint, required=True, most=100),),
        words.label("Look for them"),
    )


def answer_form(hidden: Hidden, typed: str, words: Words) -> Form:
    """What whoever wrote the words says to their being hidden."""
    hint = words.label("Everyone can read it, without your name, up to {most} characters.", most=MOST_ANSWER)
    return Form(
        Token("hide.answer", (hidden.id,)),
        words.label("Answer"),
        (TextField("answer", words.label("Your answer"), hint, typed, lines=True, most=MOST_ANSWER),),
        words.label("Say it"),
    )


def _why(typed: str, words: Words) -> TextField:
    hint = words.label("Everyone can read this, up to {most} characters.", most=MOST_WHY)
    return TextField("why", words.label("Why?"), hint, typed, required=True, most=MOST_WHY)


def _short(words: str) -> str:
    return words if len(words) <= EXCERPT else words[: EXCERPT - 1].rstrip() + "…"
