"""Inputs that are nearly right: a real one, with a few parts of it replaced by something odd."""

import json
from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

ODD: tuple[Any, ...] = (
    None, True, 0, -1, 2**70, 1.5, "", "0", "x" * 300, "\x00", "\ud83d\ude00", "\ud83d", "9" * 30, "-1", "٣", [], {},
    [None], [[]], {"": ""}, {"id": None}, {"type": 5}, "../..", "NaN",
)  # fmt: skip

Draw = Any


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where every part of a JSON value stands, but the whole."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for key, inner in parts for found in ((*path, key), *_places(inner, (*path, key)))]


def _parent(value: Any, path: Sequence[Any]) -> Any:
    for key in path[:-1]:
        value = value[key]
    return value


@st.composite
def payloads(draw: Draw, seeds: Sequence[Any]) -> Any:
    """A JSON value with up to four of its parts replaced, or gone."""
    value = json.loads(json.dumps(draw(st.sampled_from(seeds))))
    for _ in range(draw(st.integers(0, 4))):
        places = _places(value)
        if not places:
            break
        path = places[draw(st.integers(0, len(places) - 1))]
        parent = _parent(value, path)
        if draw(st.booleans()) and isinstance(parent, dict):
            del parent[path[-1]]
        else:
            parent[path[-1]] = deepcopy(draw(st.sampled_from(ODD) | st.text(max_size=5)))
    return value


@st.composite
def texts(draw: Draw, seeds: Sequence[str]) -> str:
    """A text with a piece cut out, doubled, or put in."""
    words: str = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(words)))
        end = draw(st.integers(start, min(len(words), start + 20)))
        piece = draw(st.sampled_from(("", words[start:end] * 2)) | st.text(max_size=12))
        words = words[:start] + piece + words[end:]
    return words
