"""Hiding words as statements, the same ones over every column in ``storage.hideable``; see ``bot.hiding.views``."""

import json
from collections.abc import Iterator
from itertools import chain
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    String,
    Update,
    and_,
    bindparam,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    union,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from bot.chat.hidden import BEGINS, Cover
from bot.chat.ids import CommunityId, PersonId
from bot.hiding import views as core
from bot.hiding.model import Hidden, Piece
from bot.power import Deed
from storage.hideable import ALSO, COPIES, HIDEABLE, WHOLES
from storage.hideable.words import Copy, Hideable, rewritten
from storage.statements import Changes, Row, Views, query
from storage.tables import hidden, power, surfaces
from storage.values import moment


def _text(name: str) -> BindParameter[Any]:
    return bindparam(name, type_=String)


_community, _kind, _id, _subject = _text("community"), _text("kind"), _text("id"), _text("subject")
_piece, _mark, _words, _quoted = _text("piece"), _text("mark"), _text("words"), _text("quoted")


# --- row to model -------------------------------------------------------------------------------------------------


def _pieces(*rows: list[Row]) -> list[Piece]:
    """All pieces of these rows, in the order of ``HIDEABLE``."""
    found = zip(HIDEABLE, rows, strict=True)
    return list(chain.from_iterable(_of_row(rule, row) for rule, some in found for row in some))


def _of_row(rule: Hideable, row: Row) -> Iterator[Piece]:
    row_id, kept, subject, title, author, wanted = row
    by = PersonId(author) if author else None
    for part, words, around in _parts(kept) if rule.in_json else [("", kept, BEGINS)]:
        piece_id = f"{row_id}#{part}" if part else row_id
        if words and wanted in ("", piece_id):
            yield Piece(rule.kind, piece_id, words, subject, title or "", by, kept, around)


def _parts(kept: str) -> Iterator[tuple[str, str, str]]:
    """What can be hidden of a JSON object or list: under which name or number, the words, and all of it with a place
    for a mark."""
    whole = json.loads(kept)
    for name, words in list(whole.items() if isinstance(whole, dict) else enumerate(whole)):
        if words and isinstance(words, str):
            whole[name] = BEGINS
            yield str(name), words, json.dumps(whole, separators=(",", ":"), ensure_ascii=False)
            whole[name] = words


def _hidden(rows: list[Row]) -> Hidden | None:
    for one, community, kind, piece, subject, title, by, author, at, why, words, answer, shown_again in rows:
        return Hidden(
            one,
            CommunityId(community),
            kind,
            piece,
            subject,
            title,
            PersonId(by) if by else None,
            PersonId(author) if author else None,
            moment(at),
            why,
            words,
            answer,
            bool(shown_again),
        )
    return None


def _cover(rows: list[Row]) -> Cover | None:
    for by, at, why, answer in rows:
        return Cover(PersonId(by) if by else None, moment(at), why, answer)
    return None


# --- statements ---------------------------------------------------------------------------------------------------


def _select(rule: Hideable, which: ColumnElement[bool], wanted: ColumnElement[str]) -> Any:
    return (
        select(rule.id, rule.words, rule.subject, rule.title, rule.author, wanted)
        .where(rule.within, rule.shown, rule.words != "", which)
        .order_by(rule.id)
    )


def _is(rule: Hideable, wanted: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether a row is the one, or holds the part, that is wanted."""
    of_row = or_(wanted == rule.id, wanted.like(rule.id + "#%")) if rule.in_json else wanted == rule.id
    return and_(_kind == literal(rule.kind), of_row)


def _on_a_card_here(rule: Hideable) -> ColumnElement[bool]:
    place = _text("place")
    return exists().where(
        surfaces.c.community == _community,
        surfaces.c.subject == rule.subject,
        or_(surfaces.c.place == place, surfaces.c.held_by == place),
    )


def _shown_on(rule: Hideable) -> ColumnElement[bool]:
    """Whether words stand on the cards of ``subject``: a thing, a row of its own, or something that is part of it."""
    return or_(rule.subject == _subject, rule.id == _subject, rule.subject.in_(_wholes), rule.id.in_(_wholes))


def _hide(rule: Hideable) -> Update:
    column: Any = rule.words
    return (
        update(column.table)
        .where(rule.within, _is(rule, _piece), column == _text("before"))
        .values(rewritten(column, _text("after")))
    )


def _show(rule: Hideable) -> Update:
    column: Any = rule.words
    again = func.replace(column, _mark, _quoted if rule.in_json else _words)
    return update(column.table).where(rule.within, _is(rule, _piece)).values(rewritten(column, again))


def _in_copies(old: ColumnElement[str], new: ColumnElement[str], quoted: tuple[Any, Any]) -> tuple[Update, ...]:
    return tuple(_whole(copy, old, new) if copy.whole else _listed(copy, *quoted) for copy in COPIES)


def _whole(copy: Copy, old: ColumnElement[str], new: ColumnElement[str]) -> Update:
    column: Any = copy.words
    the_same = (copy.within, _kind == literal(copy.kind), column == old)
    return update(column.table).where(*the_same).values({column: new})


def _listed(copy: Copy, old: ColumnElement[str], new: ColumnElement[str]) -> Update:
    column: Any = copy.words
    old_one, new_one = literal('"') + old + '"', literal('"') + new + '"'
    among_them = (copy.within, _kind == literal(copy.kind), column.contains(old_one))
    return update(column.table).where(*among_them).values({column: func.replace(column, old_one, new_one)})


def _replace_in_log(old: ColumnElement[str], new: ColumnElement[str]) -> tuple[Update, ...]:
    """What the log says word for word goes there too; then only its chain can be followed."""
    return tuple(
        update(power)
        .where(power.c.community == _community, power.c.deed != Deed.SET.value, power.c[name] == old)
        .values(rewritten(power.c[name], new))
        for name in ("thing", "before", "after", "why")
    )


_carrying = (select(copy.subject).where(copy.within, copy.words.contains(_mark)) for copy in COPIES)
_subjects = union(select(_subject), select(_piece), *ALSO, *_carrying).subquery()

_wholes = union(*WHOLES)

VIEWS: Views = {
    core.COVER: query(
        _cover,
        select(hidden.c.person, hidden.c.at, hidden.c.why, hidden.c.answer).where(hidden.c.id == bindparam("hidden")),
    ),
    core.HIDDEN: query(
        _hidden,
        select(
            hidden.c.id, hidden.c.community, hidden.c.kind, hidden.c.piece, hidden.c.subject, hidden.c.title,
            hidden.c.person, hidden.c.author, hidden.c.at, hidden.c.why, hidden.c.words, hidden.c.answer,
            hidden.c.shown_again,
        ).where(hidden.c.id == _subject),
    ),
    core.PIECES: query(_pieces, *(_select(rule, _shown_on(rule), literal("")) for rule in HIDEABLE)),
    core.ON_MESSAGE: query(
        lambda rows: [subject for (subject,) in rows],
        select(surfaces.c.subject)
        .where(surfaces.c.community == _community, surfaces.c.message == _text("message"))
        .distinct(),
    ),
    core.FOUND: query(
        _pieces,
        *(
            _select(
                rule,
                and_(func.lower(rule.words).like(func.lower(_text("like")), escape="\\"), _on_a_card_here(rule)),
                literal(""),
            )
            for rule in HIDEABLE
        ),
    ),
    core.PIECE: query(_pieces, *(_select(rule, _is(rule, _id), _id) for rule in HIDEABLE)),
}  # fmt: skip

_kept = ("id", "community", "kind", "piece", "subject", "title", "person", "author", "at", "why", "words", "trace")

CHANGES: Changes = {
    core.KEEP: insert(hidden).values(**{name: bindparam(name) for name in _kept}, answer="", shown_again=False),
    core.HIDE: tuple(map(_hide, HIDEABLE)),
    core.HIDE_COPIES: (
        *_in_copies(_words, _mark, (_quoted, _mark)),
        *_replace_in_log(_words, _mark),
    ),
    core.SHOW: tuple(map(_show, HIDEABLE)),
    core.SHOW_COPIES: (
        *_in_copies(_mark, _words, (_mark, _quoted)),
        *_replace_in_log(_mark, _words),
    ),
    core.SHOWN: update(hidden).where(hidden.c.id == bindparam("hidden")).values(words=null(), shown_again=True),
    core.REDRAW: update(surfaces)
    .where(surfaces.c.community == _community, surfaces.c.subject.in_(select(_subjects)))
    .values(revision=surfaces.c.revision + 1),
    core.FORGET: update(hidden).where(hidden.c.id == bindparam("hidden")).values(words=null()),
    core.ANSWER: update(hidden)
    .where(hidden.c.id == bindparam("hidden"), hidden.c.author == bindparam("person"))
    .values(answer=bindparam("answer")),
}
