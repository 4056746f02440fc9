"""Places of one record while people's places are put in: each mention stays one entry of the record's list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from msgspec.structs import replace

from riwaya.model.claim import Event, PlaceArgument
from riwaya.model.judgement import PlaceChange
from riwaya.model.mention import PlaceMention


class Places:
    """The places of a record. A correction gets a number below zero until all corrections are known."""

    def __init__(self, places: Sequence[PlaceMention]) -> None:
        self._places = tuple(places)
        self._given: list[tuple[int | None, PlaceMention]] = []
        self._index: dict[int, int] = {}

    def corrected(self, event: Event, change: PlaceChange) -> Event:
        """The event with its `nth` place put in, taken out (a gap) or added."""
        found: list[PlaceArgument | None] = list(event.places)
        given = None
        if change.to is not None:
            before = event.places[change.nth] if change.nth < len(event.places) else None
            self._given.append((before.place if before else None, change.to))
            given = PlaceArgument(text=change.to.text, span=change.to.span, place=-len(self._given))
        found[change.nth : change.nth + 1] = [given]
        return replace(event, places=tuple(found))

    def settled(self, events: Iterable[Event]) -> tuple[PlaceMention, ...]:
        """The places of the record: a mention that is corrected wherever it is used is replaced, others are added."""
        used = {argument.place for event in events for argument in event.places}
        done = list(self._places)
        given = {-k: found for k, found in enumerate(self._given, 1) if -k in used}
        for old in sorted({index for index, _ in given.values() if index is not None}):
            wanted = [place for index, place in given.values() if index == old]
            if old not in used and all(place == wanted[0] for place in wanted):
                done[old] = wanted[0]
                self._index |= {k: old for k, (index, _) in given.items() if index == old}
        added = {k: place for k, (_, place) in given.items() if k not in self._index}
        for place in sorted({_key(place): place for place in added.values()}.items()):
            self._index |= {k: len(done) for k, found in added.items() if _key(found) == place[0]}
            done.append(place[1])
        return tuple(done)

    def pointed(self, event: Event) -> Event:
        """The event with its places as indices into the settled list."""
        if all(argument.place >= 0 for argument in event.places):
            return event
        pointed = (replace(a, place=self._index.get(a.place, a.place)) for a in event.places)
        return replace(event, places=tuple(pointed))


def _key(place: PlaceMention) -> tuple[int, int, bytes]:
    return *place.span, msgspec.json.encode(place)
