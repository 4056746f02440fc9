"""Match the attribution rules: who says (cue, source) and where the content begins, sentence by sentence."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import compress
from math import inf
from operator import attrgetter
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from riwaya.annotate.document import Document
from riwaya.annotate.frame_checks import (
    circumstance,
    closes,
    comma_at,
    had,
    has_required,
    is_name,
    marked,
    may_say,
    put_to,
    stands_behind,
    stands_near,
    swallows,
)
from riwaya.annotate.frame_phrases import Phrases
from riwaya.annotate.marks import QUOTES
from riwaya.annotate.phrases import EITHER
from riwaya.annotate.sources import Source
from riwaya.rules.lexicon import Entry, Hit
from riwaya.rules.match import END, Field, Matcher, Part, Places, Roles, Spots, Step, takes
from riwaya.rules.schema import Rule, as_tuple
from riwaya.text.sentences import Sentence

Kind = Literal["say", "participle", "relay", "according", "behind", "silence", "colon"]
Complement = Literal["clause", "noun", "object", "party"]
_QUOTES = re.compile(bytes((QUOTES,)))
_NEAR = 14
_BEHIND = 1.5
"""The order of words before their verb: a clause or a quotation ahead of the verb is rather what it says."""
_SWALLOWING = 2.5
"""The order of a noun phrase whose source reaches over the verb's own object: that object is rather what it says."""
_Rank = tuple[float, int, bool, bool, str]


class AttributionRule(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rule of `grammar/attribution`: its kind says how cue, source and content stand to each other.

    complement: what its content is: a clause or a quotation; a noun phrase behind a preposition or a
    participle (noun), or right behind the verb (object); somebody, of whom a clause follows (party)
    """

    kind: Kind
    complement: Complement = "clause"


class Frame(Struct, frozen=True, gc=False):
    """One attribution as its rule found it; token ranges are half-open. `kind` and `nominal` are those of the rule.

    `content` is where the content begins and the furthest it may reach; for `according` it is None.
    `skip` counts letters of a preposition joined to the content's first word. `near` says that a quotation
    stands right behind its cue or source, or behind a colon or comma; of a verb behind its words, that a comma follows.
    """

    rule: AttributionRule
    kind: Kind
    nominal: bool
    cue: tuple[int, int]
    hit: Hit | None
    source: Source | None
    relay: Source | None
    content: tuple[int, int] | None
    outer: tuple[int, int]
    skip: int = 0
    quotation: bool = False
    near: bool = True


class _Ready(Struct, frozen=True):
    """A rule made ready: how it is matched behind its anchor, and what must stand there for that.

    `floor` is the best order (see `_rank`) that a frame of the rule can have; `bounded` says that it has content,
    behind which nothing stands that the rule needs; `placed` that not every place will do for its cue; `nominal` that
    its content is a noun phrase.
    """

    rule: AttributionRule
    role: str | None
    step: Step
    needs: tuple[Spots, ...]
    floor: float
    bounded: bool
    placed: bool
    nominal: bool

    @property
    def priority(self) -> tuple[float, bool]:
        """Rules of low priority seldom win where others have matched: they are tried last."""
        return self.floor, any(need.phrase for need in self.needs)


class _Taken(Struct, frozen=True):
    """What an anchor of an entry is to the rules: what it is told by from others spelt alike, and who can take it."""

    entry: Entry
    sense: str
    rules: tuple[_Ready, ...]


class Finder:
    """The attribution rules by the word lists that anchor them; `opening` those that begin with a sentence."""

    def __init__(self, rules: tuple[AttributionRule, ...], matcher: Matcher) -> None:
        anchored = sorted((_ready(r, matcher) for r in rules if r.pattern[0].lexicon), key=attrgetter("priority"))
        self.opening = [_ready(rule, matcher) for rule in rules if not rule.pattern[0].lexicon]
        self._by_list: dict[str, list[_Ready]] = {}
        for ready in anchored:
            for name in as_tuple(ready.rule.pattern[0].lexicon):
                self._by_list.setdefault(name, []).append(ready)
        needed = (need.words for ready in (*self.opening, *anchored) for need in ready.needs)
        self.words = frozenset().union(*needed)
        self._taken: dict[tuple[int, str], _Taken] = {}

    def anchors(self, doc: Document) -> Iterator[tuple[Hit, tuple[_Ready, ...]]]:
        """The hits that anchor rules, over the whole text, and those whose first element can take them.

        One of each spelling where several forms are spelt alike.
        """
        for name in self._by_list:
            met: set[tuple[int, str]] = set()
            for hit in doc.lexemes.of(name):
                taken = self._taken.get((id(hit.entry), hit.prefix)) or self._take(hit)
                sense = (hit.first, taken.sense)
                if sense not in met:
                    met.add(sense)
                    if taken.rules:
                        yield hit, taken.rules

    def _take(self, hit: Hit) -> _Taken:
        """The rules whose first element can take a hit; worked out once for each entry and prefix."""
        entry = hit.entry
        rules = tuple(ready for ready in self._by_list[entry.list] if takes(ready.rule.pattern[0], hit))
        sense = f"{entry.get('frames')} {entry.get('tense')}"
        taken = self._taken[id(entry), hit.prefix] = _Taken(entry, sense, rules)
        return taken


def _ready(rule: AttributionRule, matcher: Matcher) -> _Ready:
    behind = rule.pattern[1:] if rule.pattern[0].lexicon else rule.pattern
    floor = {"clause": 0, "party": 0.5, "noun": 1, "object": 2}[rule.complement] if rule.kind != "silence" else 0
    bounded = any(element.role == "content" for element in rule.pattern)
    placed, role = rule.kind in ("participle", "behind"), rule.pattern[0].role
    nominal = rule.complement in ("noun", "object")
    return _Ready(rule, role, matcher.ready(behind), matcher.needs(behind), floor, bounded, placed, nominal)


class Frames:
    """The frames of one text, sentence by sentence."""

    def __init__(self, doc: Document, finder: Finder) -> None:
        self._doc, self._phrases = doc, Phrases(doc)
        words = _places(doc.tokens.norm, finder.words | doc.marks.colon)
        colons = sorted(i for mark in doc.marks.colon for i in words.get(mark, ()))
        quoted = frozenset([found.end() for found in _QUOTES.finditer(doc.shapes)])
        self._places = Places(doc.lexemes, words, self._phrases.starts(colons), quoted)
        self._field = Field(doc.tokens.norm, doc.lexemes, self._phrases, self._places)
        self._firsts = [sentence.first for sentence in doc.layout.sentences]
        self._anchored: dict[int, list[tuple[Hit, tuple[_Ready, ...]]]] = {}
        for anchor in finder.anchors(doc):
            self._anchored.setdefault(self._sentence(anchor[0].first), []).append(anchor)
        self._opened: dict[int, list[_Ready]] = {}
        for ready in finder.opening:
            for first in self._with_all(ready.needs):
                self._opened.setdefault(first, []).append(ready)

    def _with_all(self, needs: tuple[Spots, ...]) -> Iterable[int]:
        """The first tokens of the sentences in which all of some needs stand."""
        if not all(map(self._places.__getitem__, needs)):
            return ()
        first, *others = [{*map(self._sentence, self._places[need])} for need in needs] or [{*self._firsts}]
        return first.intersection(*others)

    def _sentence(self, token: int) -> int:
        """The first token of the sentence in which a token stands."""
        return self._firsts[bisect_right(self._firsts, token) - 1]

    def of(self, sentence: Sentence) -> list[Frame]:
        """The frames of one sentence in order of their cues; of several at one cue, the closest content."""
        if sentence.first not in self._anchored and sentence.first not in self._opened:
            return []
        self._phrases.enter(sentence)
        self._field.last = sentence.last
        found: dict[int, tuple[_Rank, Frame]] = {}
        for hit, rules in self._anchored.get(sentence.first, ()):
            self._match(hit, rules, sentence.last, found)
        for ready in self._opened.get(sentence.first, ()):
            opened = ready.step(self._field, sentence.first)
            if opened is not None:
                self._note(ready, opened, found)
        if len(found) < 2:
            return [frame for _, frame in found.values()]
        return _consistent([found[k][1] for k in sorted(found)])

    def _match(self, hit: Hit, rules: tuple[_Ready, ...], last: int, found: dict[int, tuple[_Rank, Frame]]) -> None:
        """Note the rules that match behind a hit before token `last`, but for those that cannot win."""
        field, behind = self._field, hit.last
        order, begin = _best(found, hit.first, last)
        for ready in rules:
            if ready.floor > order:
                return
            bound = begin if ready.bounded and ready.floor >= order else last
            for need in ready.needs:
                spots = self._places[need]
                if not spots or spots[-1] < behind or spots[bisect_left(spots, behind)] >= bound:
                    break
            else:
                placed = not ready.placed or _in_place(self._doc, ready, hit)
                roles = ready.step(field, behind) if placed else None
                if roles is not None:
                    if ready.role:
                        roles[ready.role] = Part(hit.first, hit.last, hit)
                    self._note(ready, roles, found)
                    order, begin = _best(found, hit.first, last)

    def _note(self, ready: _Ready, roles: Roles, found: dict[int, tuple[_Rank, Frame]]) -> None:
        """Keep the frame of a rule that has matched, if it is better than what was found at its cue."""
        frame = _frame(self._doc, ready, roles)
        if frame is None:
            return
        rank, best = _rank(frame), found.get(frame.cue[0])
        if frame.rule.complement == "noun" and swallows(self._doc, frame.source):
            rank = (_SWALLOWING, *rank[1:])
        if best is None or rank < best[0]:
            found[frame.cue[0]] = (rank, frame)


def _places(norm: list[str], wanted: frozenset[str]) -> dict[str, list[int]]:
    """The tokens of some words, by the word."""
    places = defaultdict[str, list[int]](list)
    for i in compress(range(len(norm)), map(wanted.__contains__, norm)):
        places[norm[i]].append(i)
    return places


def _best(found: dict[int, tuple[_Rank, Frame]], cue: int, last: int) -> tuple[float, int]:
    """The order of a cue's best frame and where its content begins; where there is none, what any is better than."""
    return found[cue][0][:2] if cue in found else (inf, last)


def _in_place(doc: Document, ready: _Ready, hit: Hit) -> bool:
    """Whether a cue stands where a frame of the rule may have it."""
    if ready.rule.kind == "participle":
        return circumstance(doc, hit.first, hit, nominal=ready.nominal)
    return ready.rule.kind != "behind" or marked(doc, hit.first)


def _rank(frame: Frame) -> _Rank:
    """What a frame is chosen by, the lowest first: content that begins earlier, a source.

    Clauses and quotations before noun phrases, these with their source before those without one.
    """
    begin = frame.content[0] if frame.content else frame.cue[1]
    if frame.kind == "silence":
        return (int(frame.source is None), begin, False, False, frame.rule.id)
    if frame.kind == "behind" and not frame.near:
        return (_BEHIND, begin, False, False, frame.rule.id)
    complement, sourced, order = frame.rule.complement, frame.source is not None, 0.0
    if sourced and begin - frame.cue[1] > _NEAR and complement != "object":
        order = 3 + frame.quotation
    elif complement == "party":
        order = 0.5
    elif frame.nominal or (frame.quotation and not frame.near):
        order = 1 + (complement == "object") + 2 * (not sourced)
    return (order, begin, not sourced, frame.relay is None, frame.rule.id)


def _consistent(frames: list[Frame]) -> list[Frame]:
    """Drop a frame whose cue lies inside the cue or the source of the one before it; a medium named there relays it."""
    kept: list[Frame] = []
    for frame in frames:
        if kept and (frame.cue[0] < _head_end(kept[-1]) or _told_of(frame, kept[-1])):
            if frame.kind == "according" and frame.source is not None and frame.source.kind == "media":
                kept[-1] = replace(kept[-1], relay=kept[-1].relay or frame.source)
            continue
        kept.append(frame)
    return kept


def _told_of(silence: Frame, speech: Frame) -> bool:
    """Whether a silence is what somebody reports (he said that the president gave no date): his, not the outlet's."""
    if silence.kind != "silence" or speech.kind != "say" or speech.content is None:
        return False
    begin = silence.source.first if silence.source else silence.cue[0]
    return begin == speech.content[0] or silence.cue[0] == speech.content[0]


def _head_end(frame: Frame) -> int:
    if frame.content is not None:
        return frame.content[0]
    return frame.source.last if frame.source else frame.cue[1]


def _frame(doc: Document, ready: _Ready, roles: Roles) -> Frame | None:
    rule, nominal = ready.rule, ready.nominal
    cue, source, content = roles.get("cue"), _source(roles.get("source")), roles.get("content")
    first = last = source.last if source else 0
    if cue is not None:
        first, last = cue.first, cue.last
    hit = cue.hit if cue is not None else None
    attributes = hit.entry.attributes if hit is not None else {}
    if rule.kind == "behind" and not stands_behind(doc, first, source, hit):
        return None
    if hit is not None and not (may_say(doc, hit, source) and has_required(doc, hit, content)):
        return None
    if nominal and source is None and doc.classes[first] == EITHER and not (hit and hit.prefix or had(doc, first)):
        return None
    if attributes.get("behind") and not closes(doc, source, first):
        return None
    if is_name(doc, source, content):
        return None
    asked = put_to(doc, hit, source, content) if nominal and hit is not None else None
    if asked is not None:
        source, content = None, asked
    verb, end = roles.get("verb"), source.last if source else 0
    quoted = content.value if content and isinstance(content.value, tuple) else None
    return Frame(
        rule=rule,
        kind=rule.kind,
        nominal=nominal,
        cue=(first, verb.last if verb else last),
        hit=verb.hit if verb and verb.hit else hit,
        source=source,
        relay=_source(roles.get("relay")),
        content=quoted or ((content.first, content.last) if content else None),
        outer=(min(first, source.first if source else first), roles[END].last),
        skip=content.value if content and isinstance(content.value, int) else 0,
        quotation=quoted is not None,
        near=comma_at(doc, end)
        if rule.kind == "behind"
        else quoted is None or stands_near(doc, quoted[0] - 1, (last, end)),
    )


def _source(part: Part | None) -> Source | None:
    return part.value if part is not None and isinstance(part.value, Source) else None
