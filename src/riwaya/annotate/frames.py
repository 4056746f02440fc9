"""Match the attribution rules: who says (cue, source) and where the content begins, sentence by sentence."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from riwaya.annotate.adjuncts import skip_adjuncts
from riwaya.annotate.document import Document
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
from riwaya.annotate.sources import Source, read_source
from riwaya.rules.lexicon import Hit
from riwaya.rules.match import Field, Matcher, Part, Phrase, takes
from riwaya.rules.schema import Rule, as_tuple
from riwaya.text.sentences import Sentence

Kind = Literal["say", "participle", "relay", "according", "behind", "silence", "colon"]
_SHORTEST_QUOTATION = 4
_NEAR = 14
_MOST_CUTS = 5
_PHRASES = (
    "source", "nucleus", "subject", "whom", "opening", "adjuncts", "clause", "plain", "quotation", "colon",
    "complement", "object", "party", "by", "to", "topic",
)  # fmt: skip
_NOMINAL = frozenset({NOUN, EITHER, QUOTE, DIGIT, RELATIVE})


class AttributionRule(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rule of `grammar/attribution`: its kind says how cue, source and content stand to each other."""

    kind: Kind


@dataclass(frozen=True)
class Frame:
    """One attribution as its rule found it; token ranges are half-open.

    `content` is where the content begins and the furthest it may reach; for `according` it is None.
    `skip` counts letters of a preposition joined to the content's first word. `near` says that a quotation
    stands right behind its cue or source, or behind a colon or comma.
    """

    rule: AttributionRule
    cue: tuple[int, int]
    hit: Hit | None
    source: Source | None
    relay: Source | None
    content: tuple[int, int] | None
    outer: tuple[int, int]
    skip: int = 0
    quotation: bool = False
    near: bool = True

    @property
    def kind(self) -> Kind:
        """The kind of the rule."""
        return self.rule.kind


class Finder:
    """The attribution rules by the word lists that anchor them."""

    def __init__(self, rules: tuple[AttributionRule, ...], matcher: Matcher) -> None:
        self._matcher = matcher
        self._by_list: dict[str, list[AttributionRule]] = {}
        self._opening = [r for r in rules if r.pattern[0].lexicon is None]
        for rule in rules:
            for name in as_tuple(rule.pattern[0].lexicon):
                self._by_list.setdefault(name, []).append(rule)
        self._keys = {n: sorted({k for r in rs for k in r.pattern[0].where}) for n, rs in self._by_list.items()}
        self._fitting: dict[tuple[str, ...], tuple[AttributionRule, ...]] = {}

    def frames(self, doc: Document, sentence: Sentence) -> list[Frame]:
        """The frames of one sentence in order of their cues; of several at one cue, the closest content."""
        found: dict[int, Frame] = {}
        field = Field(doc.tokens.norm, doc.lexemes, _phrases(doc, sentence))
        for start, rule in self._anchors(doc, sentence):
            parts = self._matcher.match_at(rule.pattern, field, start, sentence.last)
            frame = _frame(doc, rule, parts) if parts else None
            if frame is not None and _better(frame, found.get(frame.cue[0])):
                found[frame.cue[0]] = frame
        return _consistent([found[k] for k in sorted(found)])

    def _anchors(self, doc: Document, sentence: Sentence) -> Iterator[tuple[int, AttributionRule]]:
        for name in self._by_list:
            for start, hits in _starts(doc, name, sentence):
                fitting = {rule.id: rule for hit in hits for rule in self._rules(name, hit)}
                yield from ((start, rule) for rule in fitting.values())
        yield from ((sentence.first, rule) for rule in self._opening)

    def _rules(self, name: str, hit: Hit) -> tuple[AttributionRule, ...]:
        """The rules whose first element can take a hit; worked out once for each set of attributes."""
        key = (name, hit.prefix, *(hit.entry.get(k) for k in self._keys[name]))
        rules = self._fitting.get(key)
        if rules is None:
            rules = tuple(rule for rule in self._by_list[name] if takes(rule.pattern[0], hit))
            self._fitting[key] = rules
        return rules


def _starts(doc: Document, name: str, sentence: Sentence) -> list[tuple[int, list[Hit]]]:
    """Where hits of a list begin in the sentence, with the hits that begin there."""
    hits = doc.lexemes.of(name)
    k = bisect_right(hits, sentence.first - 1, key=lambda h: h.first)
    starts: list[tuple[int, list[Hit]]] = []
    while k < len(hits) and hits[k].first < sentence.last:
        if not starts or starts[-1][0] != hits[k].first:
            starts.append((hits[k].first, []))
        starts[-1][1].append(hits[k])
        k += 1
    return starts


def _better(new: Frame, old: Frame | None) -> bool:
    """A frame whose content begins earlier wins; at the same place, the one that names its source."""
    if old is None:
        return True
    return _rank(new) < _rank(old)


def _rank(frame: Frame) -> tuple[float, int, bool, bool, str]:
    """Clauses and quotations before noun phrases, these with their source before those without one."""
    begin = frame.content[0] if frame.content else frame.cue[1]
    if frame.kind == "silence":
        return (int(frame.source is None), begin, False, False, frame.rule.id)
    nominal = "noun" in frame.rule.id or (frame.quotation and not frame.near)
    far = begin - frame.cue[1] > _NEAR and frame.source is not None
    plain = frame.rule.id.endswith("say-noun")
    nominal = nominal or frame.rule.id.endswith("say-party")
    order = 0.5 if frame.rule.id.endswith("say-party") else 1 + plain + 2 * (frame.source is None) if nominal else 0
    order = 3 + frame.quotation if far and not plain else order
    return (order, begin, frame.source is None, frame.relay is None, frame.rule.id)


def _consistent(frames: list[Frame]) -> list[Frame]:
    """Drop a frame whose cue lies inside the cue or the source of the one before it."""
    kept: list[Frame] = []
    for frame in frames:
        if kept and frame.cue[0] < _head_end(kept[-1]):
            continue
        kept.append(frame)
    return kept


def _head_end(frame: Frame) -> int:
    if frame.content is not None:
        return frame.content[0]
    return frame.source.last if frame.source else frame.cue[1]


def _frame(doc: Document, rule: AttributionRule, parts: list[Part | None]) -> Frame | None:
    roles = {e.role: p for e, p in zip(rule.pattern, parts, strict=True) if e.role and p is not None}
    source = _source(roles.get("source"))
    first, last = _cue(roles, source)
    hit = roles["cue"].hit if "cue" in roles else None
    if rule.kind == "participle" and not _circumstance(doc, first, rule, hit):
        return None
    if rule.kind == "behind" and not _behind(doc, first, source, hit):
        return None
    if hit is not None and hit.entry.get("requires") and not _has_required(doc, hit, roles.get("content")):
        return None
    if "noun" in rule.id and source is None and doc.classes[first] == EITHER and not (hit and hit.prefix):
        return None
    if hit is not None and hit.entry.get("behind") and not _closes(doc, source, first):
        return None
    content = roles.get("content")
    verb = roles.get("verb")
    end = max(p.last for p in parts if p is not None)
    quoted = content.value if content and isinstance(content.value, tuple) else None
    return Frame(
        rule=rule,
        cue=(first, verb.last if verb else last),
        hit=verb.hit if verb and verb.hit else hit,
        source=source,
        relay=_source(roles.get("relay")),
        content=quoted or ((content.first, content.last) if content else None),
        outer=(min(first, source.first if source else first), end),
        skip=content.value if content and isinstance(content.value, int) else 0,
        quotation=quoted is not None,
        near=quoted is None or _near(doc, quoted[0] - 1, (last, source.last if source else 0)),
    )


def _circumstance(doc: Document, first: int, rule: AttributionRule, hit: Hit | None) -> bool:
    """Whether a participle tells what its subject does meanwhile: its ending; before a noun also a mark or waw."""
    if not doc.tokens.norm[first].endswith(doc.marks.circumstance):
        return False
    return "noun" not in rule.id or bool(hit and hit.prefix) or first == 0 or doc.classes[first - 1] in (MARK, QUOTE)


def _behind(doc: Document, first: int, source: Source | None, hit: Hit | None) -> bool:
    """Whether a verb of saying stands behind a quotation, or with its subject between two commas."""
    comma = first > 1 and doc.tokens.norm[first - 1] in doc.marks.comma
    if doc.classes[first - 1] == QUOTE or (comma and doc.classes[first - 2] == QUOTE):
        return first > 0
    after = source.last if source else first
    between = comma and after < len(doc.tokens) and doc.tokens.norm[after] in doc.marks.comma
    return between and hit is not None and hit.entry.get("tense") == "imperfect"


def _has_required(doc: Document, hit: Hit, content: Part | None) -> bool:
    """Whether the content has what the verb needs in its sense of saying: blame for, describe as (by)."""
    if content is None:
        return True
    wanted = hit.entry.get("requires")
    inside = range(content.first, content.last)
    if wanted == "by":
        return any(doc.tokens.norm[i].startswith(doc.marks.letter_by) for i in inside)
    return any(doc.lexemes.at(i, "blames") for i in inside)


def _near(doc: Document, mark: int, behind: tuple[int, ...]) -> bool:
    before = doc.tokens.norm[mark - 1] if mark else ""
    return mark in behind or before in doc.marks.colon or before in doc.marks.comma or doc.classes[mark - 1] == "M"


def _closes(doc: Document, source: Source | None, first: int) -> bool:
    """Whether words stand before the attribution in its clause and a mark closes it: as he said, also said."""
    if source is None or source.last >= len(doc.tokens):
        return source is not None and first > 0
    if first == 0 or doc.tokens.norm[first - 1] in doc.marks.stop:
        return doc.tokens.norm[source.last] in doc.marks.comma and doc.time_at(source.last + 1) is None
    if doc.classes[first - 1] != MARK:
        return False
    return doc.classes[source.last] == MARK


def _cue(roles: dict[str, Part], source: Source | None) -> tuple[int, int]:
    if "cue" in roles:
        return roles["cue"].first, roles["cue"].last
    end = source.last if source else 0
    return end, end


def _source(part: Part | None) -> Source | None:
    return part.value if part is not None and isinstance(part.value, Source) else None


def _phrases(doc: Document, sentence: Sentence) -> dict[str, Phrase]:
    """The phrases of one sentence; each is read at most once at a token."""
    reader = _Reader(doc, sentence)
    return {name: Phrase(reader.begins(name), cache(getattr(reader, name))) for name in _PHRASES}


class _Reader:
    """The phrases that attribution rules may ask for, read inside one sentence."""

    def __init__(self, doc: Document, sentence: Sentence) -> None:
        self.doc, self.first, self.limit = doc, sentence.first, sentence.last

    def begins(self, name: str) -> Callable[[int], bool]:
        """A quick test of whether a phrase may begin at a token; quotation marks are looked at elsewhere."""
        norm, marks = self.doc.tokens.norm, self.doc.marks
        if name == "colon":
            return lambda i: norm[i] in marks.colon
        if name in ("by", "to"):
            letter = min(marks.by if name == "by" else marks.to, key=len)
            return lambda i: norm[i].startswith(letter)
        return lambda _: name != "quotation"

    def source(self, i: int) -> list[Part]:
        """A source's noun phrase; it may also end before a preposition in it, which then belongs to the verb."""
        found = read_source(self.doc, i, self.limit)
        if found is None:
            return []
        joints = (k for k in range(found.first + 1, found.last) if self._joint(k))
        cut = (read_source(self.doc, i, k) for k in joints)
        shorter = [Part(i, s.last, value=s) for s in cut if s is not None]
        return [Part(i, found.last, value=found), *shorter[:_MOST_CUTS]]

    def nucleus(self, i: int) -> list[Part]:
        """The same, shortest first: for a verb that governs what might belong to its subject."""
        return sorted(self.source(i), key=lambda part: part.last)

    def _construct(self, k: int) -> bool:
        """Whether a definite word at `k` completes what stands before it: mission (of) the UN, A and the B."""
        doc = self.doc
        if not (is_definite(doc, k) or k in doc.index.names):
            return False
        if doc.tokens.norm[k].startswith(doc.marks.and_) and k not in doc.index.names:
            return True
        ended = is_definite(doc, k - 1) or k in doc.index.ends or doc.place_ending(k)
        return not ended or k in doc.people

    def _joint(self, k: int) -> bool:
        return self.doc.classes[k] == PREPOSITION or k in self.doc.index.to_joined

    def subject(self, i: int) -> list[Part]:
        """A source that is plainly somebody: known, or headed by a noun for people or bodies."""
        doc = self.doc
        found = read_source(doc, i, self.limit)
        if found is None:
            return []
        known = found.actor or doc.lexemes.at(found.first, "source_nouns", "titles") or found.kind == "person"
        named = any(agent.span == found.span for agent in doc.agents_in(found.first, found.last))
        plain = found.kind != "person" or found.actor or named or found.first in doc.index.titled
        if not (known and plain):
            return []
        return [Part(i, found.last, value=found), *self._shorter(i, found.last)]

    def _shorter(self, i: int, last: int) -> list[Part]:
        """The same source, ending earlier: behind a name in it, or before a word that may begin an object."""
        doc = self.doc
        ends = {e for _, e in doc.names_in(i, last)}
        inside = {k for first, end in doc.names_in(i, last) for k in range(first + 1, end)}
        lists = ("source_nouns", "actors", "verbs", "nominals", "each_of")
        begins = (k for k in range(i + 1, last) if is_definite(doc, k) or doc.lexemes.at(k, *lists))
        ends |= {k for k in begins if k not in inside and not self._construct(k)}
        ends |= {k for k in range(i + 1, last) if self._joint(k)}
        cut = [read_source(doc, i, end) for end in sorted(ends, reverse=True) if i < end < last]
        return [Part(i, s.last, value=s) for s in cut if s is not None and s.last < last][:_MOST_CUTS]

    def whom(self, i: int) -> list[Part]:
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

    def adjuncts(self, i: int) -> list[Part]:
        """Commas, times, adverbs, channels and relative clauses between a verb and what follows it."""
        end = skip_adjuncts(self.doc, i, self.limit)
        return [Part(i, end)] if end > i else []

    def plain(self, i: int) -> list[Part]:
        """The rest of the sentence, if no quotation begins it."""
        quoted = (q for at in (i - 1, i) for q in self.doc.opened(at))
        if any(q.close - q.open > 2 for q in quoted) or self.doc.classes[i] == COMPLEMENTIZER:
            return []
        return self.clause(i)

    def clause(self, i: int) -> list[Part]:
        """The rest of the sentence, if it has two words at least."""
        words = sum(kind not in ".Q" for kind in self.doc.classes[i : min(i + 6, self.limit)])
        return [Part(i, self.limit)] if words >= 2 else []

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
        if self.doc.classes[i] not in _NOMINAL:
            return []
        return [Part(i, self.limit, value=1 if by_joined(self.doc, i) else None)]

    def party(self, i: int) -> list[Part]:
        """The rest of the sentence, beginning with somebody: a known actor, a person, a noun for people or bodies."""
        doc = self.doc
        if i in doc.people and i not in doc.index.ends:
            return []
        somebody = i in doc.index.titled or i in doc.index.actors or doc.agents_in(i, i + 1)
        return self.object(i) if somebody or doc.lexemes.at(i, "each_of", "parties") else []

    def topic(self, i: int) -> list[Part]:
        """One noun phrase: what somebody was silent on."""
        found = noun_phrase(self.doc, i, self.limit)
        return [Part(i, found.last)] if found else []

    def object(self, i: int) -> list[Part]:
        """The rest of the sentence, beginning with a noun."""
        place = self.doc.place_at(i)
        joined = place is not None and place.item.span.start > self.doc.tokens.start[i]
        joined = joined or i in self.doc.index.to_joined or by_joined(self.doc, i)
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
        joined = [h for h in hits if h.prefix in self.doc.marks.to]
        return any(h.entry.list == "nominals" or h.entry.get("tense") == "masdar" for h in joined)

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
