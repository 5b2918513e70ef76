"""Commands on one line: ``question: When do we meet? options: Tuesday; Saturday closes: in 3 days``."""

import re
from collections.abc import Collection

_SENTENCE = re.compile(r"\s*(.+?[?!.…。？！]|[^\n]+)(?:\s+|$)(.*)", re.DOTALL)


def read_line(text: str, keys: Collection[str]) -> dict[str, str]:
    """The words behind each of these keys. What stands before the first key is filed under the empty key.

    A key is a known word with a colon, at the start or after white space; a key that comes twice keeps its last words.
    """
    marks = list(re.finditer(rf"(?:^|(?<=\s))({'|'.join(map(re.escape, keys))}):", text, re.IGNORECASE))
    ends = [*(mark.start() for mark in marks[1:]), len(text)][: len(marks)]
    found = {"": text[: marks[0].start() if marks else len(text)].strip()}
    for mark, following in zip(marks, ends, strict=True):
        found[mark.group(1).lower()] = text[mark.end() : following].strip()
    return {key: words for key, words in found.items() if words}


def first_sentence(text: str) -> tuple[str, str]:
    """The first sentence, or the first line where no sentence ends, and what follows it."""
    found = _SENTENCE.match(text)
    return (found.group(1).strip(), found.group(2).strip()) if found else ("", "")


def items(text: str) -> tuple[str, ...]:
    """What a list typed by a person holds: one item a line, or separated by semicolons on a single line."""
    parts = text.splitlines() if "\n" in text.strip() else text.split(";")
    return tuple(part.strip() for part in parts if part.strip())
