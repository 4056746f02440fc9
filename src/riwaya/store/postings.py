"""Write the facets of claims: a dictionary of facets, their names, and for each facet its claims."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from sqlalchemy import Connection, and_, bindparam, delete, select

from riwaya.store import tables
from riwaya.store.backend import Backend, Point
from riwaya.store.facets import POINT, Facet, Named, coordinates

T = TypeVar("T")
_CHUNK = 500


def add_postings(
    conn: Connection,
    backend: Backend,
    found: Sequence[tuple[int, tuple[Facet, ...]]],
    named: Iterable[Named],
    next_key: Callable[[], int],
) -> None:
    """Write the facets of claims (by their keys), new facets and names first; points go into their index too."""
    names = list(dict.fromkeys(named))
    wanted = dict.fromkeys([*(f for _, facets in found for f in facets), *(name.facet for name in names)])
    keys = _known(conn, wanted)
    new = {facet: next_key() for facet in wanted if facet not in keys}
    keys |= new
    if new:
        rows = [{"key": key, "kind": facet.kind, "value": facet.value} for facet, key in new.items()]
        backend.insert(conn, tables.facets, rows)
        backend.locate(conn, [Point(k, *coordinates(f.value)) for f, k in new.items() if f.kind == POINT])
    if names:
        backend.insert(conn, tables.names, [{"form": name.form, "facet": keys[name.facet]} for name in names])
    postings = sorted((keys[facet], claim) for claim, facets in found for facet in facets)
    if postings:
        articles = dict.fromkeys((claim >> tables.KEY_BITS, facet) for facet, claim in postings)
        backend.insert(conn, tables.article_facets, [{"article": a, "facet": f} for a, f in articles])
        backend.insert(conn, tables.postings, [{"facet": facet, "claim": claim} for facet, claim in postings])


def remove_postings(conn: Connection, article: int) -> None:
    """Take the claims of an article out of all facets."""
    mine, postings = tables.article_facets, tables.postings
    first, last = tables.key_of(article, 0), tables.key_of(article + 1, 0)
    facets = list(conn.execute(select(mine.c.facet).where(mine.c.article == article)).scalars())
    if facets:
        ours = and_(postings.c.facet == bindparam("of"), postings.c.claim >= first, postings.c.claim < last)
        conn.execute(delete(postings).where(ours), [{"of": facet} for facet in facets])
    conn.execute(delete(mine).where(mine.c.article == article))


def _known(conn: Connection, wanted: Iterable[Facet]) -> dict[Facet, int]:
    """The keys of those facets that are there."""
    kept = tables.facets.c
    asked = select(kept.kind, kept.value, kept.key).where(kept.value.in_(bindparam("values", expanding=True)))
    known = {}
    for chunk in _chunks(sorted({facet.value for facet in wanted})):
        known.update({Facet(kind, value): key for kind, value, key in conn.execute(asked, {"values": chunk})})
    return known


def _chunks(items: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(items)
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk
