"""Where it happened: the places that belong to an event, by clause, relation and coordination."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from riwaya.annotate.arguments import Reader
from riwaya.annotate.event_draft import Draft
from riwaya.annotate.phrases import QUOTE, RELATIVE
from riwaya.annotate.scene import Scene

_DESCRIBING = frozenset({"near", "border_with"})
_BESIDE = 6
_TALKS = frozenset({"meeting", "negotiation", "demand", "accusation", "threat"})
_BOUNDS = frozenset({"break", "that"})
_WITHIN = frozenset({"np", "time", "comma", "relative"})


class Siting(Struct, frozen=True):
    """Gives the events of one sentence their places; `alive` are the chunks of events that were kept."""

    scene: Scene
    reader: Reader
    alive: frozenset[int]

    def site(self, drafts: Sequence[Draft]) -> None:
        """Fill in the places of all drafts."""
        for draft in drafts:
            draft.places = self._own(draft)
        pairs = [*pairwise(drafts)]
        for hands_back in (self._coordinated, self._hands_back) if pairs else ():
            for before, draft in pairs:
                if not before.places and draft.places and hands_back(before, draft):
                    before.places = draft.places
        for before, draft in pairs:
            if not draft.places and draft.found.kind.local and self._continues(before.chunk, draft.chunk):
                draft.places = before.places

    def _coordinated(self, before: Draft, draft: Draft) -> bool:
        return self.reader.coordinated(before.chunk, draft.chunk)

    def _own(self, draft: Draft) -> Sequence[int]:
        """Places after the trigger in its clause, else before it; a participle or relative looks back."""
        k, chunks = draft.chunk, self.reader.chunks
        if self._describes(draft):
            back = self._in(self._begin(k), chunks[k].first)
            if back:
                if self._adjacent(back[-1], k):
                    return self._last_group(back)
                return self._antecedent(back, k) or self._heads(back)[:1]
        after = self._in(chunks[k].last, chunks[-1].last)
        for through in (False, True) if after else ():
            end = self._end(k, through=through)
            if draft.type in _TALKS:
                end = self._topic_at(k, end)
            if self.scene.doc.places[after.start].first < end:
                return self._heads(self._in(chunks[k].last, end))
        return self._heads(self._in(self._begin(k), chunks[k].first)) if draft.found.kind.local else ()

    def _antecedent(self, back: Sequence[int], k: int) -> list[int]:
        """The places of the noun phrase that a relative clause or a participle describes, but what contains it."""
        chunks, j = self.reader.chunks, k - 1
        while j >= 0 and chunks[j].kind in ("relative", "comma"):
            j -= 1
        while (
            j > 0
            and chunks[j].kind == "np"
            and chunks[j].prep in self.scene.lexis.words.inside
            and chunks[j - 1].kind == "np"
        ):
            if not self._in(chunks[j - 1].first, chunks[j - 1].last):
                break
            j -= 1
        if j < 0 or chunks[j].kind != "np":
            return []
        places = self.scene.doc.places
        inside = [n for n in back if chunks[j].first <= places[n].first < chunks[j].last]
        return self._last_group(inside) if inside else []

    def _topic_at(self, k: int, last: int) -> int:
        """Where what talks or a meeting are about begins behind chunk `k`: about, concerning, to discuss."""
        norm = self.scene.doc.tokens.norm
        for i in range(self.reader.chunks[k].last, last):
            if norm[i] in self.scene.lexis.words.topic:
                return i
        return last

    def _hands_back(self, before: Draft, draft: Draft) -> bool:
        """Whether an event without a place happens where the one behind it does: its aim, or the missile it stopped."""
        if before.type == "weapons_disrupted" and draft.type in ("shelling", "drone_strike", "attack"):
            return draft.found.verbal and self._continues(before.chunk, draft.chunk) and not draft.found.prefix
        found = draft.found
        purpose = found.tense in ("masdar", "phrase") and found.prefix in self.scene.doc.marks.to
        return before.found.kind.absorbs_deaths and purpose and self._continues(before.chunk, draft.chunk)

    def _adjacent(self, n: int, k: int) -> bool:
        """Whether nothing but a relative stands between a place and the event that describes it."""
        last, first = self.scene.doc.places[n].last, self.reader.chunks[k].first
        return not self.scene.doc.classes[last:first].strip(QUOTE + RELATIVE)

    def _describes(self, draft: Draft) -> bool:
        """Whether the event describes a place before it: `the town, besieged since ...`."""
        found, chunks, k = draft.found, self.reader.chunks, draft.chunk
        relative = k > 0 and chunks[k - 1].kind == "relative"
        return found.tense == "passive_participle" or found.trigger.subject == "place" or relative

    def _end(self, k: int, *, through: bool) -> int:
        """The token where the clause of the event at chunk `k` ends; light verbs do not end it.

        With `through` no verb does, but for another event.
        """
        chunks = self.reader.chunks
        nominal = not chunks[k].finite
        for j in range(k + 1, len(chunks)):
            chunk = chunks[j]
            kind = chunk.kind
            if kind in _WITHIN:
                continue
            if kind == "verb":
                if not through and not (nominal and self.reader.gives(chunk)):
                    return chunk.first
            elif kind != "event" or j in self.alive:
                return chunk.first
        return chunks[-1].last

    def _begin(self, k: int) -> int:
        """The token where the clause of the event at chunk `k` begins."""
        for j in range(k - 1, -1, -1):
            chunk = self.reader.chunks[j]
            if chunk.kind in _BOUNDS or (chunk.kind == "event" and j in self.alive):
                return chunk.last
        return self.reader.chunks[0].first

    def _in(self, first: int, last: int) -> range:
        before = self.scene.places_before
        return range(before[first], before[last])

    def _heads(self, found: Sequence[int]) -> Sequence[int]:
        """Places but those that only say where the place before them lies."""
        if len(found) < 2:
            return found
        out: list[int] = []
        before = -_BESIDE
        for n in found:
            place = self.scene.doc.places[n]
            far = place.item.relation == "direction_of" and place.item.feature in ("country", "city")
            if not (out and (far or place.item.relation in _DESCRIBING) and place.first - before < _BESIDE):
                out.append(n)
            before = place.last
        return out

    def _last_group(self, found: Sequence[int]) -> list[int]:
        """The place nearest before the event, with those joined to it."""
        places, norm = self.scene.doc.places, self.scene.doc.tokens.norm
        out = [found[-1]]
        for n in reversed(found[:-1]):
            word = norm[places[out[0]].first]
            if places[out[0]].first - places[n].last > 1 or not word.startswith(self.scene.doc.marks.and_):
                break
            out.insert(0, n)
        return out

    def _continues(self, a: int, b: int) -> bool:
        """Whether event `b` goes on where event `a` took place: no new clause begins between them."""
        return self.reader.unbroken(a + 1, b)
