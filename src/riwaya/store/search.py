"""Search claims: each part of a query is a set of claims; the smallest set is walked, the others tested."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, or_, select, union

from riwaya.model.errors import UsageError
from riwaya.store.backend import Backend
from riwaya.store.base import Found, Hit, Query
from riwaya.store.tables import (
    actors,
    arguments,
    articles,
    claim_places,
    claims,
    events,
    links,
    places,
)
from riwaya.store.words import Words

_FEW = 4000
"""A set of at most so many claims is walked; of larger ones only the size bound is known."""
_WEIGHED = 1000
"""So many of the claims added last are put in order of their days when more than that are found."""
_MOST_CENTRES = 8


@dataclass(frozen=True)
class Condition:
    """One part of a query: the claims for which it holds, and the same as a test of the claim at hand."""

    keys: Select[Any]
    test: ColumnElement[bool]


def searched(conn: Connection, backend: Backend, words: Words, query: Query) -> Found:
    """The claims that a query asks for, latest day first. Raises UsageError when it asks for nothing."""
    wanted = list(_conditions(conn, backend, words, query))
    plain = list(_plain(query))
    if not wanted and not plain:
        raise UsageError("search: say what to look for: words, or one of the options")
    keys = _found(conn, wanted, plain, query)
    return Found(_hits(conn, keys[: query.limit]), len(keys) > query.limit)


def _found(conn: Connection, wanted: list[Condition], plain: list[ColumnElement[bool]], query: Query) -> list[int]:
    """Keys of the claims found, latest day first, at most one more than the limit."""
    tests = [*plain, *_driven(conn, wanted)]
    if not query.superseded:
        tests.append(articles.c.latest)
    chosen = (
        select(claims.c.key, func.coalesce(claims.c.last_day, "").label("day"))
        .join(articles, articles.c.key == claims.c.article)
        .where(*tests)
        .order_by(claims.c.key.desc())
        .limit(max(_WEIGHED, query.limit + 1))
        .subquery()
    )
    latest = select(chosen.c.key).order_by(chosen.c.day.desc(), chosen.c.key).limit(query.limit + 1)
    return list(conn.execute(latest).scalars())


def _driven(conn: Connection, wanted: list[Condition]) -> list[ColumnElement[bool]]:
    """The conditions, the one that fewest claims fulfil as the set to walk."""
    if not wanted:
        return []
    sizes = [_size(conn, condition) for condition in wanted]
    smallest = sizes.index(min(sizes))
    return [
        claims.c.key.in_(condition.keys) if nth == smallest else condition.test for nth, condition in enumerate(wanted)
    ]


def _size(conn: Connection, condition: Condition) -> int:
    """How many claims there are, as far as a few."""
    few = condition.keys.limit(_FEW + 1).subquery()
    return int(conn.execute(select(func.count()).select_from(few)).scalar_one())


def _plain(query: Query) -> Iterable[ColumnElement[bool]]:
    """What can be seen on the claim and its article alone."""
    if query.stance:
        yield claims.c.stance == query.stance
    if query.outlet:
        yield articles.c.outlet == query.outlet
    if query.since:
        yield claims.c.last_day >= query.since
    if query.until:
        yield claims.c.first_day <= query.until


def _conditions(conn: Connection, backend: Backend, words: Words, query: Query) -> Iterable[Condition]:
    terms = words.terms(query.words)
    if terms:
        yield Condition(*backend.having(terms))
    elif query.words.strip():
        raise UsageError(f"search: no word in {query.words!r}")
    if query.actor:
        yield _actor(conn, words, query.actor)
    if query.types:
        yield Condition(
            select(events.c.claim).where(events.c.type.in_(query.types)).distinct(),
            exists().where(events.c.claim == claims.c.key, events.c.type.in_(query.types)),
        )
    if query.place:
        yield _place(conn, backend, words, query)
    if query.outlet:
        ours = select(claims.c.key).join(articles, articles.c.key == claims.c.article)
        yield Condition(ours.where(articles.c.outlet == query.outlet), articles.c.outlet == query.outlet)


def _actor(conn: Connection, words: Words, actor: str) -> Condition:
    """Who speaks, for whom one speaks, who does or undergoes: by id, by the name of a known actor, by a source."""
    form = words.normal(actor)
    named = select(actors.c.id).where(or_(actors.c.form == form, actors.c.form_en == form)).distinct()
    ids = sorted({actor, *conn.execute(named).scalars()})
    source = or_(links.c.actor.in_(ids), links.c.affiliation.in_(ids), links.c.form == form)
    speaking = [
        select(links.c.claim).where(condition)
        for condition in (links.c.actor.in_(ids), links.c.affiliation.in_(ids), links.c.form == form)
    ]
    taking_part = arguments.c.actor.in_(ids)
    both = union(*speaking, select(arguments.c.claim).where(taking_part)).subquery()
    test = or_(
        exists().where(links.c.claim == claims.c.key, source),
        exists().where(arguments.c.claim == claims.c.key, taking_part),
    )
    return Condition(select(both.c.claim), test)


def _place(conn: Connection, backend: Backend, words: Words, query: Query) -> Condition:
    """Claims that name a place or have an event there; with a radius, any place so near to it."""
    place = query.place or ""
    form = words.normal(place)
    here = or_(places.c.id == place, places.c.form == form, places.c.form_en == form)
    if query.radius_km is not None:
        known = and_(here, places.c.lat.is_not(None))
        centres = conn.execute(select(places.c.lat, places.c.lon).where(known).distinct().limit(_MOST_CENTRES)).all()
        here = places.c.key.in_(backend.around(conn, [(lat, lon) for lat, lon in centres], query.radius_km))
    at = claim_places.c.place == places.c.key
    return Condition(
        select(claim_places.c.claim).join(places, at).where(here).distinct(),
        exists().where(claim_places.c.claim == claims.c.key, at, here),
    )


def _hits(conn: Connection, keys: Sequence[int]) -> tuple[Hit, ...]:
    """The hits of some claims, in the same order."""
    rows = conn.execute(
        select(claims, *_ARTICLE).join(articles, articles.c.key == claims.c.article).where(claims.c.key.in_(keys))
    )
    found = {row.key: row for row in rows}
    sources = _lists(conn, select(links.c.claim, links.c.source_text).order_by(links.c.claim, links.c.depth), keys)
    types = _lists(conn, select(events.c.claim, events.c.type).order_by(events.c.claim, events.c.nth), keys)
    name = func.coalesce(places.c.name_ar, places.c.text)
    near = select(claim_places.c.claim, name).join(places, places.c.key == claim_places.c.place)
    named = _lists(conn, near.order_by(claim_places.c.claim, claim_places.c.place), keys)
    return tuple(_hit(found[key], sources[key], types[key], named[key]) for key in keys)


_ARTICLE = (
    articles.c.capture,
    articles.c.id.label("article_id"),
    articles.c.outlet,
    articles.c.published,
    articles.c.url,
    articles.c.title,
)


def _lists(conn: Connection, wanted: Select[Any], keys: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """For each claim the values of the second column, each once."""
    lists: dict[int, dict[str, None]] = defaultdict(dict)
    for claim, value in conn.execute(wanted.where(wanted.selected_columns[0].in_(keys))):
        lists[claim][value] = None
    return defaultdict(tuple, {claim: tuple(values) for claim, values in lists.items()})


def _hit(row: Any, sources: tuple[str, ...], types: tuple[str, ...], named: tuple[str, ...]) -> Hit:
    return Hit(
        sha256=row.capture,
        article=row.article_id,
        claim=row.id,
        outlet=row.outlet,
        published=row.published,
        url=row.url,
        title=row.title,
        text=row.text,
        stance=row.stance,
        sources=sources,
        types=types,
        places=named,
        first_day=row.first_day,
        last_day=row.last_day,
        gloss=row.gloss_en,
    )
