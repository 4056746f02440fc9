"""What of a record is exported: a view over a store, of the claims and events that a query asks for.

Records are seen as people left them, events as they were linked last. At no time is more than a page of them in
memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import islice

from riwaya.export.view import Account, Chosen, account
from riwaya.model.finding import EventCluster
from riwaya.model.record import Record
from riwaya.review import State, judged_record, state
from riwaya.store.base import Query, Store

_PAGE = 500
_TOGETHER = 50
_KEPT = 100


@dataclass(frozen=True)
class Selected:
    """What a query asks for; with `events`, only these events (ids) and their claims."""

    store: Store
    query: Query = field(default_factory=Query)
    events: Sequence[str] = ()

    def chosen(self) -> Iterator[Chosen]:
        """The articles that hold claims asked for, by day of publication and id."""
        wanted = {claim for event in self._named for claim in event.claims}
        for choice in self.store.choose(self.query):
            ids = set(choice.claims) & wanted if self.events else set(choice.claims)
            record = self._fresh(choice.sha256) if ids or not (self._asks or self.events) else None
            if record is not None:
                yield Chosen(record, tuple(claim for claim in record.claims if claim.id in ids), choice.events)

    def accounts(self) -> Iterator[Account]:
        """The events asked for, those of the latest day first."""
        events = self._found()
        while batch := list(islice(events, _TOGETHER)):
            captures = self.store.captures_of(sorted({ref.article for event in batch for ref in event.members}))
            for event in batch:
                read = {article: self._record(captures[article]) for article in _articles(event) if article in captures}
                known = {article: record for article, record in read.items() if record is not None}
                yield account(event, known, self.store.contradictions(event=event.id))

    def unknown(self) -> list[str]:
        """Those of the named events that there are not."""
        return [id for id in self.events if self.store.event(id) is None]

    @property
    def _asks(self) -> bool:
        return self.query != Query(superseded=self.query.superseded)

    @cached_property
    def _named(self) -> list[EventCluster]:
        found = (self.store.event(id) for id in dict.fromkeys(self.events))
        return sorted((event for event in found if event), key=lambda e: (e.end or "", e.id), reverse=True)

    def _found(self) -> Iterator[EventCluster]:
        if self.events and not self._asks:
            yield from self._named
            return
        page, offset, more = replace(self.query, limit=_PAGE), 0, True
        while more:
            found = self.store.find_events(page, offset=offset)
            yield from (event for event in found.events if not self.events or event.id in self.events)
            offset, more = offset + _PAGE, found.more

    @cached_property
    def _decided(self) -> State:
        return state(self.store.judgements())

    @cached_property
    def _record(self) -> Callable[[str], Record | None]:
        """The record as people left it; those of one event are often those of the next."""
        return lru_cache(maxsize=_KEPT)(self._fresh)

    def _fresh(self, sha256: str) -> Record | None:
        record = self.store.record(sha256)
        return judged_record(record, self._decided) if record else None


def _articles(event: EventCluster) -> set[str]:
    return {ref.article for ref in event.members}
