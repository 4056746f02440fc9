"""Choose claims by a query, all of them, article by article: what exports walk through."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, select

from riwaya.store.backend import Backend
from riwaya.store.base import Choice, EventCounts, Query
from riwaya.store.conditions import conditions
from riwaya.store.found_tables import found_event_claims, found_events
from riwaya.store.tables import articles, claims
from riwaya.store.words import Words

Events = dict[str, list[EventCounts]]


@dataclass(frozen=True)
class Choosing:
    """A query as tests of a claim, and the articles (by key) in which claims fulfil it, in their order."""

    tests: Sequence[ColumnElement[bool]]
    articles: Sequence[int]


def chosen(conn: Connection, backend: Backend, words: Words, query: Query) -> Choosing:
    """The articles in which claims fulfil a query, by day of publication and id; all where it asks for nothing."""
    tests = [condition.test for condition in conditions(conn, backend, words, query)]
    wanted = select(articles.c.key, articles.c.published, articles.c.id)
    if not query.superseded:
        wanted = wanted.where(articles.c.latest)
    if tests:
        fulfilled = select(claims.c.article).where(*tests)
        wanted = wanted.where(articles.c.key.in_(fulfilled))
    # Sorted here, for databases differ in how they sort text.
    found = sorted(conn.execute(wanted), key=lambda row: (row.published or "", row.id, row.key))
    return Choosing(tests, [row.key for row in found])


def choices(conn: Connection, choosing: Choosing, page: Sequence[int]) -> Iterator[Choice]:
    """The claims that were chosen of some articles, in the order of the articles and of their texts."""
    here = and_(claims.c.article == articles.c.key, *choosing.tests)
    wanted = select(articles.c.key, articles.c.capture, claims.c.id).outerjoin_from(articles, claims, here)
    rows = conn.execute(wanted.where(articles.c.key.in_(page)).order_by(articles.c.key, claims.c.key))
    told = _events(conn, page)
    found = {key: _choice(list(rows), told[key]) for key, rows in groupby(rows, key=lambda row: row.key)}
    return (found[key] for key in page)


def _choice(rows: Sequence[Any], told: Events) -> Choice:
    ids = tuple(row.id for row in rows if row.id is not None)
    return Choice(rows[0].capture, ids, {id: tuple(told[id]) for id in ids if id in told})


def _events(conn: Connection, page: Sequence[int]) -> dict[int, Events]:
    """The events that the claims of articles tell of, by article and claim."""
    rests, event = found_event_claims.c, found_events.c
    wanted = (
        select(claims.c.article, claims.c.id.label("claim"), event.id, event.n_outlets, event.n_origins)
        .join(found_event_claims, rests.claim == claims.c.key)
        .join(found_events, event.key == rests.finding)
        .where(claims.c.article.in_(page))
        .order_by(event.key)
    )
    told: dict[int, Events] = defaultdict(lambda: defaultdict(list))
    for row in conn.execute(wanted):
        told[row.article][row.claim].append(EventCounts(row.id, row.n_outlets, row.n_origins))
    return told
