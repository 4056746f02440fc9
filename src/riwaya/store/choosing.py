"""Choose claims by a query, all of them, article by article: what exports walk through."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, select

from riwaya.store.backend import Backend
from riwaya.store.base import Choice, Query
from riwaya.store.conditions import conditions
from riwaya.store.tables import articles, claims
from riwaya.store.words import Words


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
    found = {key: _choice(list(rows)) for key, rows in groupby(rows, key=lambda row: row.key)}
    return (found[key] for key in page)


def _choice(rows: Sequence[Any]) -> Choice:
    return Choice(rows[0].capture, tuple(row.id for row in rows if row.id is not None))
