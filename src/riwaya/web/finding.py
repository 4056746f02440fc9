"""Events as pages and the API ask for them: the query of the store, and whether somebody judged them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from riwaya.model.finding import EventCluster
from riwaya.store.base import FoundEvents, Store
from riwaya.web.params import EventParams
from riwaya.web.standing import standing_of

_PAGE = 500


def found_events(store: Store, asked: EventParams) -> FoundEvents:
    """The events that are asked for. Raises StoreError, UsageError."""
    if asked.reviewed is None:
        return store.find_events(asked.query(), asked.order, asked.offset)
    wanted = list(islice(reviewed_events(store, asked), asked.offset, asked.offset + asked.limit + 1))
    return FoundEvents(tuple(wanted[: asked.limit]), len(wanted) > asked.limit)


def judged_claims(store: Store) -> frozenset[str]:
    """The ids of claims that somebody accepted, corrected or rejected."""
    standing = standing_of(store).claims
    return frozenset(claim for claim, found in standing.items() if found.standing != "open")


def reviewed_events(store: Store, asked: EventParams) -> Iterator[EventCluster]:
    """The events that are asked for one after the other, with or without a judged claim."""
    judged, query, offset = judged_claims(store), replace(asked.query(), limit=_PAGE), 0
    while True:
        found = store.find_events(query, asked.order, offset)
        yield from (event for event in found.events if judged.isdisjoint(event.claims) is not asked.reviewed)
        if not found.more:
            return
        offset += len(found.events)
