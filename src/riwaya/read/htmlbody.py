"""Decide which lines of an HTML page are its article, with trafilatura and own paragraphs as witnesses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from riwaya.read.characters import ends_sentence, key
from riwaya.read.furniture import is_paragraph, is_sentence
from riwaya.read.htmltree import PageBlock

_ENOUGH = 150
"""So many letters of witnessed text make an article; less calls for the next witness."""
_COVERED = 0.85
_MOSTLY_LINKS = 0.5
_PROTECTED = 0.3
_SHORT_BOXES = frozenset({"byline", "date", "icon", "navigation", "caption"})
_LETTERS = re.compile(r"[\W_]+")


def witness(blocks: Sequence[PageBlock], html_text: str) -> bool:
    """Mark the blocks that belong to the article by the first witness that finds enough text."""
    for recall in (False, True):
        _vote(blocks, _extracted(html_text, recall))
        if _mass(blocks) >= _ENOUGH:
            return True
    for block in blocks:
        block.voted = block.voted or (not block.boxes and block.linked < _MOSTLY_LINKS and is_sentence(block.text))
    return _mass(blocks) > 0


def mark_boxes(blocks: Sequence[PageBlock]) -> None:
    """Give the blocks of boxes that are not for the article their reason; a box with much of it is spared."""
    inside: Counter[Any] = Counter()
    total = max(1, _mass(blocks))
    for block in blocks:
        if block.voted:
            inside.update({element: len(block.text) for _, element in block.boxes})
    for block in blocks:
        for reason, element in block.boxes:
            spared = inside[element] / total > _PROTECTED
            short = reason in _SHORT_BOXES and block.voted and is_sentence(block.text) and reason != "caption"
            if not spared and not short and not block.reason:
                block.reason = reason


def container_of(blocks: Sequence[PageBlock]) -> Any:
    """The deepest element that holds most of the witnessed text."""
    mass: Counter[Any] = Counter()
    depth: dict[Any, int] = {}
    for block in blocks:
        if not block.voted or block.reason:
            continue
        chain = [block.element, *block.element.iterancestors()]
        for k, element in enumerate(chain):
            mass[element] += len(block.text)
            depth[element] = len(chain) - k
    if not mass:
        return None
    most = max(mass.values())
    return max((e for e in mass if mass[e] >= _COVERED * most), key=lambda e: depth[e])


def mark_outside(blocks: Sequence[PageBlock], container: Any) -> None:
    """Remove what lies outside the container, but for witnessed sentences that come just before it."""
    inside = set(container.iter())
    first = next((k for k, b in enumerate(blocks) if b.element in inside), 0)
    for k, block in enumerate(blocks):
        near = k < first and block.voted and is_sentence(block.text) and block.linked < _MOSTLY_LINKS
        if block.element not in inside and not near and not block.reason:
            block.reason = "outside the article"


def mark_links(blocks: Iterable[PageBlock]) -> None:
    """Remove lines that are mostly links to other pages, unless they read as sentences that were witnessed."""
    for block in blocks:
        if not block.reason and block.linked >= _MOSTLY_LINKS and not (block.voted and ends_sentence(block.text)):
            block.reason = "related"


def mark_heading_boxes(blocks: Sequence[PageBlock], headings: Iterable[PageBlock]) -> None:
    """Remove the whole box that a heading of furniture stands in, as far as it holds no paragraph."""
    taken = {block.element for block in blocks if block.voted and is_paragraph(block.text)}
    taken.update([ancestor for element in taken for ancestor in element.iterancestors()])
    boxes: dict[Any, str | None] = {}
    for heading in headings:
        box = None
        for ancestor in (heading.element, *heading.element.iterancestors()):
            if ancestor in taken or ancestor.tag == "body":
                break
            box = ancestor
        if box is not None:
            boxes.setdefault(box, heading.reason)
    for block in blocks:
        if not block.reason:
            chain = (block.element, *block.element.iterancestors())
            block.reason = next((boxes[element] for element in chain if element in boxes), None)


def _mass(blocks: Iterable[PageBlock]) -> int:
    return sum(len(block.text) for block in blocks if block.voted)


def _extracted(html_text: str, recall: bool) -> list[str]:
    import trafilatura

    text = trafilatura.extract(
        html_text,
        favor_precision=not recall,
        favor_recall=recall,
        include_comments=False,
        include_tables=True,
    )
    return (text or "").splitlines()


def _vote(blocks: Sequence[PageBlock], lines: Iterable[str]) -> None:
    squeezed = [_LETTERS.sub("", key(line)) for line in lines]
    whole, single = "\n".join(squeezed), frozenset(squeezed)
    for block in blocks:
        letters = _LETTERS.sub("", key(block.text))
        long_enough = len(letters) >= 25 and letters in whole
        block.voted = block.voted or bool(letters) and (letters in single or long_enough)
