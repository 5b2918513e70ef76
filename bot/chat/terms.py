"""The words of a text as they are looked for: the same whatever their accents and capitals, in every script. Pure."""

import re
import unicodedata
from itertools import pairwise

MOST_SOUGHT = 6
"""Words that are looked for at once."""
LONGEST = 40
"""Characters of a word that count; nobody looks for more."""

LAST = "\U0010ffff"
"""Behind a word: the end of all words that begin with it."""

# Letters that people type without their stroke, tail or tie; Unicode takes none of these apart.
_STROKES = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"}
)
# Scripts written without spaces between words: Thai, Lao, Burmese, Khmer, Japanese, Chinese.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\U00020000-\U0003ffff"
)
_RUN = re.compile(f"[{_UNSPACED}]+|[^ {_UNSPACED}]+")
_IS_UNSPACED = re.compile(f"[{_UNSPACED}]")


def terms(text: str) -> tuple[str, ...]:
    """Every word of a text, each once. Where a script has no spaces, every two neighbouring characters are one."""
    found = (term for run in _RUN.findall(_folded(text)) for term in (_pairs(run, whole=True) or (run[:LONGEST],)))
    return tuple(dict.fromkeys(found))


def sought(text: str) -> tuple[str, ...]:
    """The beginnings of words that someone looks for; whatever they typed can be looked for. Empty: nothing."""
    found = (term for run in _RUN.findall(_folded(text)) for term in (_pairs(run, whole=False) or (run[:LONGEST],)))
    return tuple(dict.fromkeys(found))[:MOST_SOUGHT]


def _pairs(run: str, *, whole: bool) -> tuple[str, ...]:
    """Neighbouring characters two by two, with the last alone where ``whole``; empty for scripts with spaces."""
    if _IS_UNSPACED.match(run) is None:
        return ()
    pairs = tuple(a + b for a, b in pairwise(run))
    return (*pairs, run[-1]) if whole or not pairs else pairs


def _folded(text: str) -> str:
    """Without case, accents and points, and with a space for everything that belongs to no word."""
    plain = _bare(_bare(text).casefold()).translate(_STROKES)
    return "".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in plain)


def _bare(text: str) -> str:
    # Marks that combine sit on a letter and are left out when people type in haste; the others are vowels of their own.
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
