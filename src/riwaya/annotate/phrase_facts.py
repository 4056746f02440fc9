"""What decides at each token whether a noun phrase goes on, worked out when it is first asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from riwaya.annotate.marks import ADVERB, AND, ARTICLE, BY, DEFINITE, KIND, OPENS
from riwaya.annotate.phrase_index import is_deed
from riwaya.rules.lexicon import Hit

if TYPE_CHECKING:
    from riwaya.annotate.document import Document

READ = 1
"""Set for every token that was looked at."""
STOP = 2
"""Every phrase ends before the token: a word of saying, an adverb, a time, whom somebody told."""
WORD = 4
"""A noun or a number at which nothing begins that is longer than a word."""
WHOLE = 8
"""A name or a place begins here, which a phrase takes whole; above `LENGTH` stands how many tokens it has."""
LOOSE = 32
"""A noun that may go on a phrase behind an indefinite word. (16 is `marks.DEFINITE`.)"""
TIGHT = 64
"""A noun that may go on a phrase behind a definite word."""
LISTED = 128
"""A noun without the article that a list knows: it does not follow the definite name of a body."""
TAIL = 256
"""A preposition may lead on inside the phrase here."""
ODD = 512
"""Something begins here that has to be looked at each time: an insertion, a compound, what a group calls itself."""
NAME = 1024
"""A name or a known actor begins here."""
LENGTH = 16
_NOUNS = "NA"
_EITHER = "A"
_DIGIT = "D"
_SHORTEST = 4
_OPENING = bytes((OPENS,))
_ENDING = bytes(0 if chr(letter) in _NOUNS else READ | WORD if chr(letter) == _DIGIT else READ for letter in range(256))
_NOMINAL = bytes(255 if chr(letter) in _NOUNS else 0 for letter in range(256))
_WITH_ARTICLE = bytes(
    READ | WORD | DEFINITE | LOOSE | TIGHT if shape & ARTICLE and not shape & BY else 0 for shape in range(256)
)
_BARE = bytes(
    0
    if shape & (ARTICLE | AND | BY)
    else READ | WORD | LOOSE | LISTED | (DEFINITE if shape & DEFINITE else 0 if shape & KIND == ADVERB else TIGHT)
    for shape in range(256)
)
"""What classes and shapes tell of most tokens: that are no nouns, nouns with the article, or bare ones."""
_UNKNOWN, _KNOWN, _VERBAL = 255 ^ LISTED, 255, 255 ^ TIGHT
"""What is left of that for bare nouns that no list knows, that one knows, and that may be verbs or stand for deeds."""


class PhraseFacts:
    """The facts of one text by token, as bits (see the constants of this module).

    `bits` holds what was worked out so far, 0 where nobody has asked yet.
    """

    def __init__(self, doc: Document) -> None:
        index = self._index = doc.index
        self._classes, self._shapes, self._norm, self._marks = doc.classes, doc.shapes, doc.tokens.norm, doc.marks
        self._hits, self._verbal = doc.lexemes.by_start, doc.lexemes.starts["verbs", "nominals"]
        homographs = doc.lexemes.starts["noun_homographs"]
        self._verbal |= doc.lexemes.starts["demonstratives"]
        self._verbal -= {i for i in self._verbal & homographs if not any(map(is_deed, self._hits[i]))}
        timed = {i for found in doc.times for i in range(found.first, found.last)}
        self._stops = (timed - index.names.keys()) | index.stops | index.addressed
        self._places = {found.first: found.last for found in doc.places}
        self._stops |= {i for i in self._places.keys() & {*self._places.values()} if not doc.shapes[i] & AND}
        self._odd = doc.lexemes.starts["group_signs"].union(index.compounds, doc.quoted, _all(_OPENING, doc.shapes))
        self._tails = index.tails | index.to_joined
        self.bits = [*self._by_shape().to_bytes(len(doc.classes), "big")]
        self._mark()
        self._mark_whole()

    def _by_shape(self) -> int:
        """What is known of all tokens at once, a byte for each; 0 where it has to be worked out."""
        classes, shapes = self._classes.encode("ascii"), self._shapes
        listed = bytearray((_UNKNOWN,)) * len(classes)
        for i in self._hits:
            listed[i] = _KNOWN
        for i in self._verbal:
            listed[i] = _VERBAL
        bare = _number(shapes.translate(_BARE)) & _number(listed)
        nominal = _number(classes.translate(_NOMINAL))
        return _number(classes.translate(_ENDING)) | nominal & (_number(shapes.translate(_WITH_ARTICLE)) | bare)

    def _mark(self) -> None:
        """Add to what is known of tokens what begins there; deeds with the article behind names are left to `read`."""
        bits, index = self.bits, self._index
        for i in index.ends:
            if i < len(bits) and self._shapes[i] & ARTICLE:
                bits[i] = 0
        for tokens, flag, no_longer in ((self._stops, STOP, 0), (self._tails, TAIL, 0), (self._odd, ODD, WORD)):
            for i in tokens:
                if bits[i]:
                    bits[i] = bits[i] & ~no_longer | flag

    def _mark_whole(self) -> None:
        """Add to what is known of tokens which names and places begin there."""
        for tokens, no_longer in ((self._index.names, WORD | LISTED), (self._places, WORD)):
            for i in tokens:
                if self.bits[i]:
                    self.bits[i] = self.bits[i] & ~no_longer | self._whole(i)

    def read(self, i: int) -> int:
        """The facts of token `i`, from now on in `bits`."""
        kind, shape = self._classes[i], self._shapes[i]
        bits = READ | (shape & DEFINITE)
        if kind in _NOUNS:
            bits |= self._noun(i, kind, shape)
        if i in self._stops:
            bits |= STOP
        if i in self._tails:
            bits |= TAIL
        if i in self._odd:
            bits |= ODD
        bits |= self._whole(i)
        if not bits & (ODD | WHOLE) and (kind in _NOUNS or kind == _DIGIT):
            bits |= WORD
        self.bits[i] = bits
        return bits

    def _whole(self, i: int) -> int:
        """What a name or a place that begins at token `i` tells of it; nothing where none does."""
        named, last = self._index.names.get(i, 0), self._places.get(i, 0)
        if not named and not last:
            return 0
        length = (named if named > last else last) - i
        return WHOLE | (length << LENGTH) | (NAME if named else 0)

    def _noun(self, i: int, kind: str, shape: int) -> int:
        """Behind which words a noun may stand in a phrase."""
        if i in self._index.by_masdar or (shape & BY and self._norm[i].startswith(self._marks.by_the)):
            return 0
        hits = self._hits.get(i, ())
        if shape & ARTICLE:
            return 0 if i in self._index.ends and any(map(is_deed, hits)) else LOOSE | TIGHT
        if shape & AND and self._joined(i, hits):
            return 0
        bits = LISTED | LOOSE if hits and i not in self._index.names else LOOSE
        if kind == _EITHER or shape & DEFINITE or shape & KIND == ADVERB:
            return bits
        if i in self._verbal or (shape & BY and self._by_joined(i, hits)):
            return bits
        return bits | TIGHT

    def _by_joined(self, i: int, hits: Sequence[Hit]) -> bool:
        """Whether no list knows the word with the letter of a joined bi- that it begins with."""
        return len(self._norm[i]) >= _SHORTEST and i not in self._places and "" not in [hit.prefix for hit in hits]

    def _joined(self, i: int, hits: Sequence[Hit]) -> bool:
        """Whether the waw that begins a word is the conjunction: some list knows the word without it."""
        if not hits:
            return self._norm[i].startswith(self._marks.article, 1)
        return not [hit for hit in hits if not hit.prefix.startswith(self._marks.and_)]


def _all(mark: bytes, shapes: bytes) -> list[int]:
    """Where words of one shape stand."""
    return [found.start() for found in re.finditer(mark, shapes)]


def _number(octets: bytes | bytearray) -> int:
    """Bytes as one number, so that all of them are combined at once."""
    return int.from_bytes(octets, "big")
