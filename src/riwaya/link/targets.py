"""What an event hit (a market, a hospital, a camp), read in the words around its trigger."""

from __future__ import annotations

from riwaya.link.stems import Words
from riwaya.link.tables import Tables
from riwaya.model.claim import Claim, Event
from riwaya.model.record import Record

_REACH = 9
_BACK = 6


class Targets:
    """The targets of one article: its words in light stems, looked up around each trigger."""

    def __init__(self, record: Record, words: Words, tables: Tables) -> None:
        self._words, self._stems, self._targets = words, words.stems, tables.targets
        self._stops = {event.trigger.span.start for claim in record.claims for event in claim.events}

    def of(self, claim: Claim, event: int) -> frozenset[str]:
        """The targets named by the patients, else the first behind the trigger, else the last before it."""
        found = claim.events[event]
        patients = [t for p in found.patients for t in self._between(p.span.start, p.span.end)]
        if patients:
            return frozenset(patients)
        return frozenset(self._behind(claim, found)[:1] or self._before(claim, found)[-1:])

    def _behind(self, claim: Claim, event: Event) -> list[str]:
        first = self._words.index(event.trigger.span.start)
        last = min(first + _REACH, self._words.index(claim.span.end))
        for k in range(first + 1, last):
            if self._words.starts[k] in self._stops:
                last = k
                break
        return self._at(first, last)

    def _before(self, claim: Claim, event: Event) -> list[str]:
        last = self._words.index(event.trigger.span.start)
        first = max(last - _BACK, self._words.index(claim.span.start))
        for k in range(last - 1, first, -1):
            if self._words.starts[k] in self._stops:
                return self._at(k + 1, last)
        return self._at(first, last)

    def _between(self, start: int, end: int) -> list[str]:
        return self._at(self._words.index(start), self._words.index(end - 1) + 1)

    def _at(self, first: int, last: int) -> list[str]:
        found = []
        for k in range(first, min(last, len(self._stems))):
            for rest, name in self._targets.get(self._stems[k], ()):
                if self._stems[k + 1 : k + 1 + len(rest)] == rest:
                    found.append(name)
        return found
