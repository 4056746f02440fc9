"""The queue of a record: a window of claims that the store finds, in the order in which to review them."""

from __future__ import annotations

from collections.abc import Iterator

from riwaya.review import State, Waiting, grounds, judged_record, queue
from riwaya.review.queue import Order
from riwaya.store.base import Query, Store

WINDOW = 400
"""So many claims beyond those judged are put into order; the rest of a large record waits behind them."""
_FIRST = ("unconfirmed", "possible", "probable")
_EVER = "0001-01-01"


def waiting(store: Store, standing: State, order: Order, limit: int) -> list[Waiting]:
    """What to review next, at most `limit` claims.

    The order is exact for records, or selections, of up to WINDOW claims that are not judged; beyond, it is exact
    within a window of the least certain, or of the latest.
    """
    wanted = _window(store, order, WINDOW + len(standing.claims) + limit)
    readings = dict.fromkeys(sha256 for claim, sha256 in wanted.items() if standing.of(claim).standing == "open")
    records = [judged_record(record, standing) for sha256 in readings if (record := store.record(sha256))]
    found = grounds(store.events_of(tuple(wanted)), store.contradictions())
    return [item for item in queue(records, found, standing, order) if item.claim in wanted][:limit]


def _window(store: Store, order: Order, size: int) -> dict[str, str]:
    """So many claims, each with its capture."""
    wanted: dict[str, str] = {}
    for claim, sha256 in _candidates(store, order, size):
        wanted.setdefault(claim, sha256)
        if len(wanted) >= size:
            break
    return wanted


def _candidates(store: Store, order: Order, size: int) -> Iterator[tuple[str, str]]:
    for query in _queries(order, size):
        yield from ((hit.claim, hit.sha256) for hit in store.search(query).hits)
    if order in ("uncertain", "new"):
        yield from ((claim, choice.sha256) for choice in store.choose(Query()) for claim in choice.claims)


def _queries(order: Order, size: int) -> list[Query]:
    match order:
        case "contradicted":
            return [Query(contradicted=True, limit=size)]
        case "single":
            return [Query(max_origins=1, limit=size)]
        case "uncertain":
            return [Query(certainty=certainty, limit=size) for certainty in _FIRST]
        case "new":
            return [Query(since=_EVER, limit=size)]
