"""Find the captions of an article's pictures in an HTML page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from riwaya.model.article import Caption
from riwaya.read.captions import Where, is_credit_name, looks_like_caption, read_caption
from riwaya.read.characters import ends_sentence, key, words
from riwaya.read.dates import is_stamp
from riwaya.read.furniture import is_paragraph, load_furniture, remainder
from riwaya.read.htmltree import PageBlock

_PICTURES = ("img", "picture", "video", "amp-img")
_CAPTION_WORDS = 50
_LEVELS = 4
_MOSTLY_LINKS = 0.5
_CARD_WORDS = 8
_CREDIT_LINES = 2
_TEXT_TAGS = ("p", "div", "td", "strong", "h4", "h5", "section", "article")
_OF_CREDIT = "image source"


def mark_captions(blocks: Sequence[PageBlock], container: Any, title: PageBlock | None) -> list[Caption]:
    """Mark the lines of captions near the article and return the captions, each once."""
    near = _near_article(container, title)
    alternatives = frozenset(key(image.get("alt") or "") for e in near[:1] for image in e.iter("img")) - {""}
    inside = {e for element in near for e in element.iter()}
    found: dict[str, Caption] = {}
    credit: str | None = None
    for block in blocks:
        if block.element not in inside or block.reason not in (None, "caption"):
            continue
        judged = load_furniture().judge(block.text)
        if judged.reason == _OF_CREDIT:
            credit = _mark_credit(block, found) or credit
        elif block.reason == "caption" and not _tells(block.text):
            block.reason = "icon"
        elif not block.reason and not judged.reason and _is_beside_picture(block, container):
            block.reason = "beside a picture"
        elif block.reason == "caption" or (not judged.reason and _is_caption(block, alternatives, container)):
            text = judged.rest
            again = key(text) in found
            block.reason = "duplicate caption" if again else "caption"
            if not again:
                found[key(text)] = read_caption(text, credit)
            credit = None
    return list(found.values())


def _tells(text: str) -> bool:
    """Whether a line says anything, unlike the counter of a gallery."""
    return any(map(str.isalpha, text))


def mark_credits(blocks: Sequence[PageBlock]) -> None:
    """Take the line after the last sentence that names agencies alone: it tells whom the text rests on."""
    last = max((k for k, block in enumerate(blocks) if block.voted), default=len(blocks))
    for block in blocks[last + 1 : last + 1 + _CREDIT_LINES]:
        bare = block.text.strip("()[] .")
        if not block.reason and block.element.tag in _TEXT_TAGS and is_credit_name(bare):
            block.reason = "source"


def _mark_credit(block: PageBlock, found: dict[str, Caption]) -> str | None:
    """Take a line that credits a picture; a caption label on the same line makes it the caption itself."""
    block.reason = _OF_CREDIT
    rest = remainder(block.text, load_furniture().starts(_OF_CREDIT))
    if rest and len(words(rest)) > 5:
        block.reason = "caption"
        found.setdefault(key(rest), read_caption(rest))
        return None
    if not rest or not words(rest):
        return None
    last = next(reversed(found.values()), None)
    if last and last.credit is None and len(found) == 1:
        found[key(last.text)] = Caption(last.text, rest, last.date)
        return None
    return rest


def _near_article(container: Any, title: PageBlock | None) -> list[Any]:
    """The smallest element around container and title, where the article's pictures stand."""
    if container is None:
        return []
    if title is None:
        return [container]
    around = {title.element, *title.element.iterancestors()}
    return [next((e for e in (container, *container.iterancestors()) if e in around), container)]


def _is_caption(block: PageBlock, alternatives: frozenset[str], container: Any) -> bool:
    count = len(words(block.text))
    if count > _CAPTION_WORDS or block.linked >= _MOSTLY_LINKS or count < 2 or not _tells(block.text):
        return False
    if is_stamp(block.text):
        return False
    where: Where = "body" if block.voted and block.element.tag == "p" else "anywhere"
    return key(block.text) in alternatives or looks_like_caption(block.text, where) or _is_alone(block, container)


def _is_beside_picture(block: PageBlock, container: Any) -> bool:
    """Whether a whole sentence stands with a picture in a box of its own: a card that leads to another article."""
    full = ends_sentence(block.text) and _CARD_WORDS <= len(words(block.text)) <= _CAPTION_WORDS
    return full and not looks_like_caption(block.text) and _is_alone(block, container)


def _is_alone(block: PageBlock, container: Any) -> bool:
    """Whether a line has a picture beside it and little else."""
    count = len(words(block.text))
    if remainder(block.text, load_furniture().starts("byline")):
        return False
    for level, ancestor in enumerate([block.element, *block.element.iterancestors()][:_LEVELS]):
        if ancestor is container or ancestor.tag in ("body", "article", "main", "tr", "table"):
            return False
        if next(ancestor.iter(*_PICTURES), None) is not None:
            alone = len(words("".join(ancestor.itertext()))) <= count + 12
            return alone and not (level == 0 and is_paragraph(block.text))
    return False
