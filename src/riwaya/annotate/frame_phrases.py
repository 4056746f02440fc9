"""The phrases that attribution rules may ask for, read sentence by sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from msgspec.structs import replace

from riwaya.annotate.adjuncts import skip_adjuncts
from riwaya.annotate.document import Document
from riwaya.annotate.marks import ARTICLE
from riwaya.annotate.phrase_index import is_deed
from riwaya.annotate.phrases import (
    COMPLEMENTIZER,
    DIGIT,
    EITHER,
    MARK,
    NOUN,
    PREPOSITION,
    QUOTE,
    RELATIVE,
    by_joined,
    is_definite,
    noun_phrase,
)
from riwaya.annotate.sources import Source, is_joined, read_source
from riwaya.rules.match import Part
from riwaya.text.sentences import Sentence

_SHORTEST_QUOTATION = 4
_MOST_CUTS = 5
_LONGEST_NAME = 8
_NO_SUBJECTS = ("requests", "charges", "blames", "event_words", "each_of")
_LEADING = PREPOSITION + QUOTE + RELATIVE
_NOMINAL = frozenset({NOUN, EITHER, QUOTE, DIGIT, RELATIVE})


STARTS_KNOWN = frozenset({"colon", "quotation"})
"""The phrases of which `Phrases.starts` tells where they begin."""


class Phrases(dict[str, "_Ends"]):
    """The phrases of one text, made when first asked for; each is read at most once at a token."""

    def __init__(self, doc: Document) -> None:
        super().__init__()
        self._reader = _Reader(doc)

    def enter(self, sentence: Sentence) -> None:
        """Read inside this sentence from now on."""
        self._reader.first, self._reader.limit = sentence.first, sentence.last

    def starts(self, colons: Sequence[int]) -> Mapping[str, Sequence[int]]:
        """The tokens at which quotations can begin, and those of colons."""
        return {"colon": colons, "quotation": [q.open for q in self._reader.doc.layout.quotations]}

    def __missing__(self, name: str) -> _Ends:
        phrase = self[name] = _Ends(getattr(self._reader, name))
        return phrase


class _Ends(dict[int, Iterable[Part]]):
    """The possible ends of a phrase by where it begins, each read when first asked for."""

    def __init__(self, read: Callable[[int], Iterable[Part]]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, token: int) -> Iterable[Part]:
        ends = self[token] = self._read(token)
        return ends


class _Cuts:
    """The whole of a phrase and, read once they are asked for, its shorter readings."""

    def __init__(self, whole: Part, shorter: Callable[[], list[Part]]) -> None:
        self._whole, self._read = whole, shorter
        self._shorter: list[Part] | None = None

    def __iter__(self) -> Iterator[Part]:
        yield self._whole
        if self._shorter is None:
            self._shorter = self._read()
        yield from self._shorter


class _Reader:
    """The phrases that attribution rules may ask for, read inside one sentence, tokens `[first, limit)`."""

    def __init__(self, doc: Document) -> None:
        self.doc, self.first, self.limit = doc, 0, 0
        inserted = doc.lexemes.starts["adverbs", "accompaniments"]
        self._inserted = inserted.union(doc.timed, doc.outlet, doc.index.addressed)
        self._marks = doc.marks.comma | doc.marks.dash
        self._sources: dict[int, Source | None] = {}

    def _source_at(self, i: int) -> Source | None:
        """The source that begins at a token, read once for all phrases that ask for one."""
        if i not in self._sources:
            found = read_source(self.doc, i, self.limit)
            charged = self._charged(found) if found is not None else None
            self._sources[i] = read_source(self.doc, i, charged) if charged is not None else found
        return self._sources[i]

    def _charged(self, source: Source) -> int | None:
        """Where inside a source a word for what is claimed or rejected stands, which nothing before it governs."""
        norm, charges = self.doc.tokens.norm, self.doc.lexemes.starts["charges"]
        inside = (k for k in range(source.first + 1, source.last) if k in charges)
        ended = self.doc.marks.adjective
        return next((k for k in inside if is_definite(self.doc, k - 1) or norm[k - 1].endswith(ended)), None)

    def source(self, i: int) -> Iterable[Part]:
        """A source's noun phrase; it may also end before a preposition in it, which then belongs to the verb."""
        found = None if self._addressed(i) else self._source_at(i)
        if found is None:
            return []
        return _Cuts(Part(i, found.last, value=found), lambda: self._before_joints(i, found))

    def _before_joints(self, i: int, source: Source) -> list[Part]:
        """The source, ending before a preposition."""
        joints = (k for k in range(source.first + 1, source.last) if self._joint(k))
        cut = (read_source(self.doc, i, k) for k in joints)
        return [Part(i, s.last, value=s) for s in islice((s for s in cut if s is not None), _MOST_CUTS)]

    def _addressed(self, i: int) -> bool:
        """Whether li- is joined to the word at `i` in all that the lists know of it: whom somebody told."""
        if i not in self.doc.index.to_joined:
            return False
        return all(hit.prefix in self.doc.marks.joined_to for hit in self.doc.lexemes.by_start[i])

    def nucleus(self, i: int) -> list[Part]:
        """The same, shortest first: for a verb that governs what might belong to its subject."""
        return sorted(self.source(i), key=lambda part: part.last)

    def _construct(self, k: int) -> bool:
        """Whether a definite word at `k` completes what stands before it: mission (of) the UN, A and the B."""
        doc = self.doc
        if self._office(k - 1):
            return True
        if not (is_definite(doc, k) or k in doc.index.names):
            return False
        if doc.tokens.norm[k].startswith(doc.marks.and_) and k not in doc.index.names:
            return True
        if is_definite(doc, k - 1) and doc.tokens.norm[k].endswith(doc.marks.adjective):
            return True
        ended = is_definite(doc, k - 1) or k in doc.index.ends or doc.place_ending(k)
        return not ended or k in doc.people

    def _office(self, k: int) -> bool:
        """Whether an indefinite office stands at `k`, which a body behind it completes: head (of the) government."""
        doc = self.doc
        if k not in doc.index.titles or k + 1 not in doc.index.bodies or is_definite(doc, k):
            return False
        title = doc.lexemes.at(k, "titles")
        single = title is not None and title.last == k + 1 and doc.lexemes.at(k, "source_nouns") is not None
        return single and k not in doc.lexemes.starts["vague_offices"]

    def _joint(self, k: int) -> bool:
        """Whether a preposition stands at `k`, by itself or joined, and not inside the name of a known actor."""
        if self.doc.classes[k] != PREPOSITION and k not in self.doc.index.to_joined:
            return False
        return not self._named(k)

    def _named(self, k: int) -> bool:
        """Whether `k` stands inside the name of a known actor."""
        actors = self.doc.index.actors
        return any(k < actors[i].last for i in range(max(0, k - _LONGEST_NAME), k) if i in actors)

    def subject(self, i: int) -> Iterable[Part]:
        """A source that is plainly somebody: known, or headed by a noun for people or bodies."""
        doc, found = self.doc, self._source_at(i)
        if found is None:
            return []
        known = found.actor or doc.lexemes.at(found.first, "source_nouns", "titles") or found.kind == "person"
        named = any(agent.span == found.span for agent in doc.agents_in(found.first, found.last))
        plain = found.kind != "person" or found.actor or named or found.first in doc.index.titled
        if not (known and plain):
            return self._before_deed(i, found.last)
        return _Cuts(Part(i, found.last, value=found), lambda: self._shorter(i, found.last))

    def _before_deed(self, i: int, last: int) -> list[Part]:
        """Somebody definite whom no list knows, right before an indefinite noun of what is done: X (its) seizure."""
        doc = self.doc
        if doc.classes[i] != NOUN or self._deed_at(i) or doc.lexemes.at(i, *_NO_SUBJECTS):
            return []
        deeds = (k for k in range(i + 1, min(last + 1, self.limit)) if self._deed_at(k))
        k = next((k for k in deeds if not is_definite(doc, k) and is_definite(doc, k - 1)), None)
        found = read_source(doc, i, k) if k is not None else None
        if found is None or found.last != k:
            return []
        return [Part(i, k, value=replace(found, kind="organization") if found.kind == "person" else found)]

    def _deed_at(self, i: int) -> bool:
        """Whether a noun of what is done stands at `i`, nothing joined to it."""
        return any(is_deed(hit) and not hit.prefix for hit in self.doc.lexemes.by_start.get(i, ()))

    def _shorter(self, i: int, last: int) -> list[Part]:
        """The same source, ending earlier: behind a name in it, or before a word that may begin an object."""
        doc = self.doc
        ends = {e for _, e in doc.names_in(i, last)}
        inside = {k for first, end in doc.names_in(i, last) for k in range(first + 1, end)}
        lists = ("source_nouns", "actors", "verbs", "nominals", "each_of", "charges", "blames")
        begins = (k for k in range(i + 1, last) if is_definite(doc, k) or doc.lexemes.at(k, *lists))
        ends |= {k for k in begins if k not in inside and not self._construct(k) and not self._named(k)}
        ends |= {k for k in range(i + 1, last) if self._joint(k)}
        cut = [read_source(doc, i, end) for end in sorted(ends, reverse=True) if i < end < last]
        return [Part(i, s.last, value=s) for s in cut if s is not None and s.last < last][:_MOST_CUTS]

    def whom(self, i: int) -> Iterable[Part]:
        """A source behind a word for according to, which may join it by li-."""
        doc = self.doc
        if doc.tokens.norm[i] in doc.marks.to:
            i += 1
        return self.subject(i) if i < self.limit else []

    def opening(self, i: int) -> list[Part]:
        """A source that opens the sentence and is followed by a colon."""
        if i != self.first:
            return []
        found = [p for p in self.subject(i) if p.last < self.limit]
        return [p for p in found if self.doc.tokens.norm[p.last] in self.doc.marks.colon]

    def headed(self, i: int) -> list[Part]:
        """A medium that opens the sentence."""
        if i != self.first:
            return []
        return [p for p in self.subject(i) if isinstance(p.value, Source) and p.value.kind == "media"]

    def adjuncts(self, i: int) -> list[Part]:
        """Commas, times, adverbs, channels and relative clauses between a verb and what follows it."""
        doc = self.doc
        if i not in self._inserted and doc.classes[i] not in _LEADING and doc.tokens.norm[i] not in self._marks:
            return []
        end = skip_adjuncts(doc, i, self.limit)
        return [Part(i, end)] if end > i else []

    def plain(self, i: int) -> list[Part]:
        """The rest of the sentence, if no quotation begins it."""
        quoted = (q for at in (i - 1, i) for q in self.doc.opened(at))
        if any(q.close - q.open > 2 for q in quoted) or self.doc.classes[i] == COMPLEMENTIZER:
            return []
        return self.clause(i)

    def clause(self, i: int) -> list[Part]:
        """The rest of the sentence, if it has two words at least."""
        kinds = self.doc.classes[i : min(i + 6, self.limit)]
        return [Part(i, self.limit)] if len(kinds) - kinds.count(MARK) - kinds.count(QUOTE) >= 2 else []

    def quotation(self, i: int) -> list[Part]:
        """A quotation of some length; its content may go on over several sentences."""
        for q in self.doc.opened(i):
            colon = i > 0 and self.doc.tokens.norm[i - 1] in self.doc.marks.colon
            if (q.closed or colon) and q.close - q.open > (2 if colon else _SHORTEST_QUOTATION):
                return [Part(i, min(q.close + q.closed, self.limit), value=(q.open + 1, q.close))]
        return []

    def colon(self, i: int) -> list[Part]:
        """A colon."""
        return [Part(i, i + 1)] if self.doc.tokens.norm[i] in self.doc.marks.colon else []

    def complement(self, i: int) -> list[Part]:
        """The rest of the sentence, beginning with a noun or a relative."""
        adverb = self.doc.lexemes.at(i - 1, "adverbs") if i else None
        if self.doc.classes[i] not in _NOMINAL or adverb is not None and adverb.last > i:
            return []
        return [Part(i, self.limit, value=1 if by_joined(self.doc, i) else None)]

    def party(self, i: int) -> list[Part]:
        """The rest of the sentence, beginning with somebody: a known actor, a person, a noun for people or bodies."""
        doc = self.doc
        if i in doc.people and i not in doc.index.ends or is_joined(doc, i):
            return []
        somebody = i in doc.index.titled or i in doc.index.actors or doc.agent_at(i)
        return self.object(i) if somebody or doc.lexemes.at(i, "each_of", "parties") else []

    def request(self, i: int) -> list[Part]:
        """The rest of the sentence, beginning with a request or a question, whatever preposition joins it."""
        hit = self.doc.lexemes.at(i, "requests")
        return [Part(i, self.limit, value=len(hit.prefix) or None)] if hit else []

    def end(self, i: int) -> list[Part]:
        """The end of the sentence."""
        return [Part(i, i)] if i == self.limit or self.doc.classes[i] == MARK and i + 1 == self.limit else []

    def topic(self, i: int) -> list[Part]:
        """One noun phrase: what somebody was silent on."""
        found = noun_phrase(self.doc, i, self.limit)
        return [Part(i, found.last)] if found else []

    def object(self, i: int) -> list[Part]:
        """The rest of the sentence, beginning with a noun."""
        place = self.doc.place_at(i)
        joined = place is not None and place.item.span.start > self.doc.tokens.start[i]
        joined = joined or i in self.doc.index.to_joined or by_joined(self.doc, i)
        joined = joined or (self.doc.classes[i] == RELATIVE and self.doc.shapes[i] & ARTICLE > 0)
        return [Part(i, self.limit)] if self.doc.classes[i] in _NOMINAL and not joined else []

    def by(self, i: int) -> list[Part]:
        """The rest of the sentence, beginning with a noun that bi- is joined to."""
        return self._joined(i, self.doc.marks.by)

    def to(self, i: int) -> list[Part]:
        """The rest of the sentence, beginning with a noun that li- is joined to."""
        return self._joined(i, self.doc.marks.to)

    def _deed(self, i: int) -> bool:
        """Whether li- is joined to a noun of what happens: called for a meeting, not prayed for the dead."""
        hits = self.doc.lexemes.by_start.get(i, ())
        return any(hit.prefix in self.doc.marks.to and is_deed(hit) for hit in hits)

    def _joined(self, i: int, clitics: frozenset[str]) -> list[Part]:
        word = self.doc.tokens.norm[i]
        letter = min(clitics, key=len)
        if word == letter and i + 1 < self.limit:
            return [Part(i + 1, self.limit)]
        if self.doc.classes[i] != NOUN or len(word) < 4 or not word.startswith(letter):
            return []
        if clitics == self.doc.marks.to and not self._deed(i):
            return []
        return [Part(i, self.limit, value=1)]
