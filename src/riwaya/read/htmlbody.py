"""Decide which lines of an HTML page are its article, by its structure and, in doubt, by trafilatura."""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from riwaya.read.characters import ends_sentence, key, words
from riwaya.read.dates import find_dates
from riwaya.read.embedded import text_of
from riwaya.read.furniture import is_paragraph, is_sentence, load_furniture
from riwaya.read.htmlreader import read_structure, vote_inside
from riwaya.read.htmltree import PageBlock, is_lead

_ENOUGH = 150
"""So many letters of witnessed text make an article; less calls for the next witness."""
_COVERED = 0.85
_LEAD_WORDS = 8
_NAMED_WORDS = 3
_LEADING = 0.6
"""What stands between title and text and is longer than so much of the text is no lead."""
_HEADINGS = ("h2", "h3", "h4")
_DESCRIBED = 30
_SMALL_BOX = 0.12
_FORM_LINES = 4
_RIVALS = 4
_UNLIKE = 0.3
_MOSTLY_LINKS = 0.5
_PROTECTED = 0.3
_SHORT_BOXES = frozenset({"byline", "date", "icon", "navigation", "caption"})
_LETTERS = re.compile(r"[\W_]+")


def witness(tree: Any, blocks: Sequence[PageBlock], title: PageBlock | None, declared: str = "") -> Any:
    """Mark the blocks that belong to the article and return the element around them; None when there are none.

    The structure of the page decides. When two places of a page could be its article, or when none could,
    the body that the page declares for programs is asked, where it declares one, else trafilatura.
    """
    found = read_structure(blocks, title)
    if found is None:
        return _last_witness(tree, blocks)
    container = found.container
    if not found.sure:
        said = _said(blocks, text_of(declared)) or _said(blocks, _extracted(tree, recall=False))
        containers = [found.container, *found.others[:_RIVALS]]
        shares = _shared(blocks, said, containers)
        container = containers[shares.index(max(shares))]
        if max(shares) < _UNLIKE and sum(len(blocks[k].text) for k in said) >= _ENOUGH:
            return _voted_by(blocks, said)
    vote_inside(blocks, container)
    return container


def _voted_by(blocks: Sequence[PageBlock], said: Iterable[int]) -> Any:
    for k in said:
        blocks[k].voted = True
    return container_of(blocks)


def _shared(blocks: Sequence[PageBlock], extracted: frozenset[int], containers: Sequence[Any]) -> list[float]:
    """How much of the sentences in each container and of those extracted is common to both."""
    shares = []
    for container in containers:
        inside = set(container.iter())
        sentences = [k for k, b in enumerate(blocks) if b.element in inside and is_sentence(b.text)]
        common = sum(len(blocks[k].text) for k in sentences if k in extracted)
        either = sum(len(blocks[k].text) for k in {*sentences, *(k for k in extracted if is_sentence(blocks[k].text))})
        shares.append(common / max(1, either))
    return shares


def _last_witness(tree: Any, blocks: Sequence[PageBlock]) -> Any:
    """Where there are few sentences: what trafilatura extracts, else any sentence outside boxes."""
    for recall in (False, True):
        for k in _said(blocks, _extracted(tree, recall)):
            blocks[k].voted = True
        if _mass(blocks) >= _ENOUGH:
            return container_of(blocks)
    for block in blocks:
        block.voted = block.voted or (not block.boxes and block.linked < _MOSTLY_LINKS and is_sentence(block.text))
    return container_of(blocks)


def forget_boxes(blocks: Sequence[PageBlock], container: Any) -> None:
    """Forget boxes that hold the whole article: they are named misleadingly."""
    around = {container, *container.iterancestors()}
    for block in blocks:
        if any(element in around for _, element in block.boxes):
            block.boxes = tuple((reason, element) for reason, element in block.boxes if element not in around)


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


def mark_outside(blocks: Sequence[PageBlock], container: Any, title: PageBlock | None, about: str | None) -> None:
    """Remove what lies outside the container, but for a lead or subtitle that stands before it.

    A lead is a sentence or a longer line below the title and in no box, or what the page says of itself (`about`).
    """
    inside = set(container.iter())
    first = next((k for k, b in enumerate(blocks) if b.element in inside), 0)
    titled = next((k for k, block in enumerate(blocks) if block is title), first)
    described = key(about or "")
    _vote_after(blocks, inside, container)
    leads = [block for block in blocks[titled + 1 : first] if not block.reason and _may_lead(block)]
    if sum(len(block.text) for block in leads) > _LEADING * _mass(blocks):
        leads = [block for block in leads if is_lead(block.element)]
    for k, block in enumerate(blocks):
        if block.element in inside or block.reason:
            continue
        if k < first and (any(block is lead for lead in leads) or _says(described, block)):
            block.voted = True
        else:
            block.reason = "outside the article"


def _vote_after(blocks: Sequence[PageBlock], inside: set[Any], container: Any) -> None:
    """Take what follows the container in the same shape: headings of its kind and sentences, up to anything else."""
    last = max((k for k, b in enumerate(blocks) if b.element in inside), default=len(blocks))
    beside = set(container.getparent().iter()) if container.getparent() is not None else set()
    headings = {b.element.tag for b in blocks if b.element in inside and b.element.tag in _HEADINGS and not b.reason}
    for k in range(last + 1, len(blocks) - 1):
        block, below = blocks[k], blocks[k + 1]
        heading = block.element.tag in headings and is_sentence(below.text)
        plain = not block.reason and not block.boxes and block.linked < _MOSTLY_LINKS and block.element in beside
        if not plain or not headings or load_furniture().judge(block.text).reason:
            return
        if not heading and not is_sentence(block.text):
            return
        inside.add(block.element)


def _may_lead(block: PageBlock) -> bool:
    count = len(words(block.text))
    if find_dates(block.text) and not ends_sentence(block.text):
        return False
    long_enough = is_sentence(block.text) or count >= _LEAD_WORDS or (count >= _NAMED_WORDS and is_lead(block.element))
    return long_enough and not block.boxes and block.linked < _MOSTLY_LINKS


def _says(described: str, block: PageBlock) -> bool:
    """Whether a line is the description of the page or its beginning."""
    said = key(block.text)
    return len(said) >= _DESCRIBED and (said == described or described.startswith(said))


def mark_links(blocks: Iterable[PageBlock]) -> None:
    """Remove lines that are mostly links to other pages, unless they read as sentences that were witnessed."""
    for block in blocks:
        if not block.reason and block.linked >= _MOSTLY_LINKS and not (block.voted and ends_sentence(block.text)):
            block.reason = "related"


def mark_heading_boxes(blocks: Sequence[PageBlock]) -> None:
    """Remove the whole box that a heading of furniture stands in with other lines, as far as it holds no paragraph.

    A box that begins with such a heading may hold a paragraph or two of its own, if they are little of the text.
    """
    boxes = _heading_boxes(blocks)
    for block in blocks:
        if not block.reason and boxes:
            chain = (block.element, *block.element.iterancestors())
            block.reason = next((boxes[element] for element in chain if element in boxes), None)


def mark_forms(blocks: Sequence[PageBlock], container: Any) -> None:
    """Remove the few lines around a field for a mail address: an invitation to subscribe."""
    mass, lines, _ = _contents(blocks)
    small = _SMALL_BOX * max(mass.values(), default=0)
    boxes: set[Any] = set()
    for field in container.iter("input"):
        if (field.get("type") or "").lower() == "email":
            boxes.update(e for e in field.iterancestors() if lines[e] <= _FORM_LINES and mass[e] <= small)
    for block in blocks:
        if not block.reason and any(element in boxes for element in (block.element, *block.element.iterancestors())):
            block.reason = "newsletter"


def _heading_boxes(blocks: Sequence[PageBlock]) -> dict[Any, str | None]:
    mass, lines, first = _contents(blocks)
    small = _SMALL_BOX * max(mass.values(), default=0)
    boxes: dict[Any, str | None] = {}
    for block in blocks:
        judged = None if block.reason else load_furniture().judge(block.text)
        if judged is None or judged.opens == "nothing":
            continue
        box = None
        for ancestor in (block.element, *block.element.iterancestors()):
            if ancestor.tag == "body" or mass[ancestor] > (small if first[ancestor] is block else 0):
                break
            box = ancestor
        if box is not None and lines[box] > 1:
            boxes.setdefault(box, judged.reason)
    return boxes


def _contents(blocks: Sequence[PageBlock]) -> tuple[Counter[Any], Counter[Any], dict[Any, PageBlock]]:
    """Letters of witnessed paragraphs, number of lines and first line of every element."""
    mass: Counter[Any] = Counter()
    lines: Counter[Any] = Counter()
    first: dict[Any, PageBlock] = {}
    for block in blocks:
        voted = len(block.text) if block.voted and is_paragraph(block.text) else 0
        for element in (block.element, *block.element.iterancestors()):
            mass[element] += voted
            lines[element] += 1
            first.setdefault(element, block)
    return mass, lines, first


def _mass(blocks: Iterable[PageBlock]) -> int:
    return sum(len(block.text) for block in blocks if block.voted)


def _extracted(tree: Any, recall: bool) -> list[str]:
    import trafilatura

    text = trafilatura.extract(
        copy.deepcopy(tree),
        favor_precision=not recall,
        favor_recall=recall,
        include_comments=False,
        include_tables=True,
        fast=not recall,
    )
    return (text or "").splitlines()


def _said(blocks: Sequence[PageBlock], lines: Iterable[str]) -> frozenset[int]:
    """Which blocks stand in some lines."""
    squeezed = [_LETTERS.sub("", key(line)) for line in lines]
    whole, single = "\n".join(squeezed), frozenset(squeezed)
    letters = [_LETTERS.sub("", key(block.text)) for block in blocks]
    return frozenset(
        k for k, said in enumerate(letters) if said and (said in single or (len(said) >= 25 and said in whole))
    )
