"""What the store can answer about words that can be hidden or were, and the changes that it can make."""

from bot.chat.hidden import Cover
from bot.hiding.model import Hidden, Piece
from bot.ports import Change, View

COVER: View[Cover | None] = View("hiding.cover")
"""What everyone may know of what was ``hidden``."""

HIDDEN: View[Hidden | None] = View("hiding.hidden")
"""All of it, by ``subject``, the id under which the words were hidden."""

PIECES: View[list[Piece]] = View("hiding.pieces")
"""Everyone's words in what ``subject`` of ``community`` is, and in what it is a part of, hidden ones too."""

ON_MESSAGE: View[list[str]] = View("hiding.on_message")
"""The things whose cards this ``message`` of ours in ``community`` shows; none where it is not ours, or shows none."""

FOUND: View[list[Piece]] = View("hiding.found")
"""Words ``like`` these (an SQL pattern) on cards that stand in this ``place`` of ``community``."""

PIECE: View[list[Piece]] = View("hiding.piece")
"""The words of this ``kind`` and ``id`` in ``community``, as a list of one; empty when they are not there any more."""

KEEP = Change("hiding.keep")
"""Note what is hidden, and keep the words apart."""

HIDE = Change("hiding.hide")
"""Where what is kept is what it was ``before``, it is what comes ``after``; returns how many places those were."""

HIDE_COPIES = Change("hiding.hide_copies")
"""The same ``words`` where they stand once more: in the log, or as a word on something else."""

SHOW = Change("hiding.show")
SHOW_COPIES = Change("hiding.show_copies")
SHOWN = Change("hiding.shown")
"""They are not kept apart any more, because they can be read again."""

REDRAW = Change("hiding.redraw")
"""Every card of ``subject``, of ``piece`` itself, and of what carries the ``mark`` in ``community`` is out of date."""

FORGET = Change("hiding.forget")
"""What was ``hidden`` is not kept apart any more."""

ANSWER = Change("hiding.answer")
"""What ``person`` says to their words being hidden; returns 0 when these are not theirs."""
