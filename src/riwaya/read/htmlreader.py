"""Find the element of a page that holds its article by where sentences stand close together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from riwaya.read.characters import key, mostly_arabic, words
from riwaya.read.furniture import is_sentence, load_furniture
from riwaya.read.htmltree import PageBlock

_ENOUGH = 150
"""So many letters of sentences make an article."""
_LONGEST = 400
"""A block of more letters counts no more: one long paragraph is not an article."""
_FADE = 0.7
"""What a sentence still counts for an element one branching further up."""
_RIVAL = 0.6
_TITLED = 1.3
_UNTITLED = 0.3
_TITLE_WORDS = 3
_HIDDEN_WEIGHT = 0.5
_MOSTLY_LINKS = 0.5
_MAIN_SHARE = 0.3
_LEVELS = 60
_COMMENTS = 4
"""Readers may write so many times as much as the article; a counter of comments above a text opens nothing."""
_OTHERS = frozenset(
    {"related", "comments", "newsletter", "donation", "navigation", "cookies", "advertisement", "footer"}
)
_NOT_TEXT = frozenset({"caption", "tags", "share", "notes"})


@dataclass(frozen=True)
class Reading:
    """The element that holds the article, the best that lie elsewhere, and whether the first is beyond doubt."""

    container: Any
    others: tuple[Any, ...]
    sure: bool


class _Scores:
    """How densely sentences stand in every element of a page."""

    def __init__(self, blocks: Sequence[PageBlock]) -> None:
        self._chains = [list(_chain(block.element)) for block in blocks]
        self._counts: Counter[Any] = Counter(e for chain in self._chains for e in chain)
        self.first: dict[Any, int] = {}
        self.score: defaultdict[Any, float] = defaultdict(float)
        self.depth: dict[Any, int] = {}

    def add(self, k: int, weight: float) -> None:
        """Count the sentence of block `k` for the elements around it, less with every branching."""
        chain = self._chains[k]
        below = chain[0] if chain else None
        for level, element in enumerate(chain):
            if self._counts[element] > self._counts[below]:
                weight *= _FADE
            below = element
            self.first.setdefault(element, k)
            self.score[element] += weight
            self.depth.setdefault(element, len(chain) - level)


def read_structure(blocks: Sequence[PageBlock], title: PageBlock | None) -> Reading | None:
    """The element with the densest sentences; None when the page holds too few."""
    scores = _Scores(blocks)
    shares = _box_shares(blocks)
    places = _titled(blocks, title)
    letters = 0
    for k, block in enumerate(blocks[: _before_comments(blocks, shares)]):
        weight = _weight(block, shares)
        if weight and places[k]:
            letters += len(block.text)
            scores.add(k, weight * places[k] * min(len(block.text), _LONGEST))
    if letters < _ENOUGH:
        return None
    ranked = sorted(scores.score, key=lambda e: (-scores.score[e], -scores.depth[e], scores.first[e]))
    best = ranked[0]
    of_others = min((k for k, place in enumerate(places) if place == _UNTITLED), default=len(blocks))
    others = tuple(e for e in _apart(ranked, best) if scores.first[e] < of_others)
    rival = scores.score[others[0]] / scores.score[best] if others else 0.0
    return Reading(best, others, rival < _RIVAL and _holds_most(blocks[:of_others], best))


def _holds_most(blocks: Sequence[PageBlock], best: Any) -> bool:
    """Whether what was passed over, in boxes for other things, is less than what was found."""
    inside = set(best.iter())
    sentences = [b for b in blocks if b.linked < _MOSTLY_LINKS and is_sentence(b.text) and mostly_arabic(b.text)]
    found = sum(len(b.text) for b in sentences if b.element in inside)
    return 2 * found >= sum(len(b.text) for b in sentences)


def _before_comments(blocks: Sequence[PageBlock], shares: dict[Any, float]) -> int:
    """How many blocks stand before the comments, if the sentences above their heading can be an article."""
    masses = [len(b.text) if _weight(b, shares) else 0 for b in blocks]
    seen, rest = 0, sum(masses)
    for k, block in enumerate(blocks):
        seen, rest = seen + masses[k], rest - masses[k]
        if seen >= _ENOUGH and rest < _COMMENTS * seen and _opens_comments(block):
            return k
    return len(blocks)


def _opens_comments(block: PageBlock) -> bool:
    judged = load_furniture().judge(block.text)
    return judged.opens == "rest" and judged.reason == "comments"


def vote_inside(blocks: Sequence[PageBlock], container: Any) -> None:
    """Mark the sentences of an element as the article, up to the comments below it."""
    inside = [b for b in blocks if any(e is container for e in _chain(b.element))]
    shares = _box_shares(blocks)
    for block in inside[: _before_comments(inside, shares)]:
        block.voted = block.voted or _weight(block, shares) > 0


def _weight(block: PageBlock, shares: dict[Any, float]) -> float:
    """How much a block counts as a sentence of the article: not at all in boxes for other things."""
    if block.linked >= _MOSTLY_LINKS or not is_sentence(block.text) or not mostly_arabic(block.text):
        return 0.0
    weight = 1.0
    for reason, element in block.boxes:
        if reason in _NOT_TEXT or (reason in _OTHERS and shares.get(element, 0.0) <= _MAIN_SHARE):
            return 0.0
        weight *= _HIDDEN_WEIGHT if reason == "hidden" else 1.0
    return weight


def _box_shares(blocks: Sequence[PageBlock]) -> dict[Any, float]:
    """The share of the page's sentences in every box; a box that holds much of them is named misleadingly."""
    inside: Counter[Any] = Counter()
    total = 0
    for block in blocks:
        if block.linked < _MOSTLY_LINKS and is_sentence(block.text):
            total += len(block.text)
            inside.update({element: len(block.text) for _, element in block.boxes})
    return {element: mass / total for element, mass in inside.items()}


def _titled(blocks: Sequence[PageBlock], title: PageBlock | None) -> list[float]:
    """What each block counts by where it stands: more below the title, less below the title of another article."""
    if title is None:
        return [1.0] * len(blocks)
    at = next(k for k, block in enumerate(blocks) if block is title)
    others = (k for k in range(at + 1, len(blocks)) if _is_title_of_other(blocks[k], title))
    end = next(others, len(blocks))
    return [*[1.0] * at, 0.0, *[_TITLED] * (end - at - 1), *[_UNTITLED] * (len(blocks) - end)]


def _is_title_of_other(block: PageBlock, title: PageBlock) -> bool:
    return block.element.tag == "h1" and len(words(block.text)) >= _TITLE_WORDS and key(block.text) != key(title.text)


def _apart(ranked: Iterable[Any], best: Any) -> Iterator[Any]:
    """The elements that neither hold the best one nor stand in it, best first."""
    above = set(_chain(best))
    for element in ranked:
        if element not in above and all(e is not best for e in _chain(element)):
            yield element


def _chain(element: Any) -> Iterator[Any]:
    for _ in range(_LEVELS):
        if element is None:
            return
        yield element
        element = element.getparent()
