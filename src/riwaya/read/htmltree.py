"""Turn an HTML tree into the visible lines of its page, each with the element it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import msgspec

from riwaya.read.characters import clean_line
from riwaya.read.furniture import Block
from riwaya.read.wrapped import join_wrapped

_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "ins",
    ]
    + [
        "kbd",
        "label",
        "mark",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "source",
        "span",
        "strike",
        "strong",
    ]
    + ["sub", "sup", "time", "tt", "u", "var", "wbr", "picture", "data", "center"]
)
_UNSEEN = (
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "iframe",
    "object",
    "select",
    "textarea",
    "audio",
)
_BOX_TAGS = {
    "nav": "navigation",
    "menu": "navigation",
    "button": "navigation",
    "form": "navigation",
    "footer": "footer",
    "aside": "related",
    "figcaption": "caption",
    "dialog": "cookies",
}
_HEAD = ("head", "title")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_KEEPS_BREAKS = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.I)
_BREAKING_CLASS = re.compile(r"(?:^|[\s-])pre-(?:line|wrap)(?:\s|$)")
_BLANK_LINE = re.compile('(?<=[.!?\u061f\u2026:\u00bb\u201d")])[ \t\r\u00a0]*\n[ \t\r\u00a0]*\n\\s*(?=\\S)')
_NOTE = re.compile(r"[\s\[(]*\d{1,3}[\s\])]*")
_PARAGRAPH = "\u2029"
_BREAK = "\u2028"
_TOO_DEEP = re.compile(
    r"</?(?:div|span|font|b|i|u|center|section|table|tbody|tr|td|blockquote|ul|ol|dl|em|strong|big|small)\b[^>]*>", re.I
)
_NAME_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")


@dataclass
class PageBlock(Block):
    """A visible line of an HTML page: its innermost block element, boxes around it, share of linked text."""

    element: Any = None
    boxes: tuple[tuple[str, Any], ...] = ()
    linked: float = 0.0


@dataclass
class _Line:
    pieces: list[str] = field(default_factory=list)
    linked: int = 0


def parse_html(text: str) -> Any | None:
    """The element tree of a page, or None when nothing can be made of it."""
    tree, too_deep = _parsed(text)
    return _parsed(_TOO_DEEP.sub("\n\n", text))[0] if too_deep else tree


def _parsed(text: str) -> tuple[Any | None, bool]:
    """The tree, and whether the parser gave up because tags were nested beyond what it follows."""
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    data = text.replace("\x00", "").encode("utf-8", errors="replace")
    try:
        tree = html.document_fromstring(data, parser=parser)
    except (etree.LxmlError, ValueError):
        tree = None
    return tree, any("depth" in fault.message.lower() for fault in parser.error_log)


def strip_unseen(tree: Any) -> None:
    """Take out of `tree` the elements that no reader sees."""
    from lxml import etree

    etree.strip_elements(tree, *_UNSEEN, with_tail=False)
    for mark in tree.iter("sup"):
        if _NOTE.fullmatch("".join(mark.itertext())):
            mark[:], mark.text = [], None


def visible_lines(tree: Any) -> list[PageBlock]:
    """The visible lines of a page in document order."""
    return list(_Walk(tree).lines())


class _Walk:
    """One walk over a tree: collects text until a block element or a line break ends the line."""

    def __init__(self, tree: Any) -> None:
        self._tree = tree
        self._line = _Line()
        self._broken = 0
        self._blocks: list[Any] = [tree]
        self._boxes: list[tuple[str, Any]] = []
        self._anchors = 0

    def lines(self) -> Iterator[PageBlock]:
        from lxml import etree

        walk = etree.iterwalk(self._tree, events=("start", "end"))
        for event, element in walk:
            tag = element.tag if isinstance(element.tag, str) else ""
            if tag not in _INLINE:
                yield from self._flush()
            if event == "start":
                self._enter(element, tag)
                if tag in _HEAD:
                    walk.skip_subtree()
                else:
                    self._add(element.text)
            else:
                self._leave(element, tag)
                self._add(element.tail)
                if not element.tail and tag in ("span", "a", "time") and element.getnext() is not None:
                    self._line.pieces.append(" ")
        yield from self._flush()

    def _enter(self, element: Any, tag: str) -> None:
        self._anchors += tag == "a"
        self._broken += keeps_breaks(element, tag)
        if tag not in _INLINE:
            self._blocks.append(element)
        box = box_reason(element, tag)
        if box:
            self._boxes.append((box, element))

    def _leave(self, element: Any, tag: str) -> None:
        self._anchors -= tag == "a"
        self._broken -= keeps_breaks(element, tag)
        if tag not in _INLINE:
            self._blocks.pop()
        if self._boxes and self._boxes[-1][1] is element:
            self._boxes.pop()

    def _add(self, text: str | None) -> None:
        if text:
            parted = text.replace("\n", _BREAK) if self._broken else _BLANK_LINE.sub(_PARAGRAPH, text)
            self._line.pieces.append(parted)
            self._line.linked += len(text.strip()) if self._anchors else 0

    def _flush(self) -> Iterator[PageBlock]:
        whole = "".join(self._line.pieces)
        linked, self._line = self._line.linked, _Line()
        if not whole or whole.isspace():
            return
        share = min(1.0, linked / len(whole.strip()))
        for text in _parted(whole):
            yield PageBlock(text, element=self._blocks[-1], boxes=tuple(self._boxes), linked=share)


def _parted(whole: str) -> Iterator[str]:
    """The lines of a run of text: as the page breaks it, wrapped lines of preformatted text joined."""
    for paragraph in whole.split(_PARAGRAPH):
        lines = [clean_line(line) for line in paragraph.split(_BREAK)]
        yield from (line for line in join_wrapped(lines) if line)


def keeps_breaks(element: Any, tag: str) -> bool:
    """Whether line breaks in the source of an element are seen by its readers."""
    if tag == "pre":
        return True
    style = element.get("style")
    if style and _KEEPS_BREAKS.search(style):
        return True
    return "pre-" in (names := element.get("class") or "") and _BREAKING_CLASS.search(names) is not None


def box_reason(element: Any, tag: str) -> str | None:
    """What an element is for when it is not for the article, by its tag, class, id, or because it is hidden."""
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return "hidden"
    if _HIDDEN.search(element.get("style") or ""):
        return "hidden"
    if tag in _BOX_TAGS:
        return _BOX_TAGS[tag]
    if tag in ("html", "body"):
        return None
    names = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('role') or ''}"
    parts = (part.lower() for part in _NAME_PARTS.findall(names))
    return next((_attributes()[part] for part in parts if part in _attributes()), None)


def is_lead(element: Any) -> bool:
    """Whether an element is named as the lead or the subtitle of an article."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return any(part.lower() in _box_words().lead for part in _NAME_PARTS.findall(names))


@cache
def _box_words() -> BoxWords:
    from riwaya.rules.files import data_folder, read_toml

    return read_toml(data_folder() / "furniture/attributes.toml", BoxWords)


@cache
def _attributes() -> dict[str, str]:
    table = _box_words()
    pairs = msgspec.structs.asdict(table).items()
    return {word: reason for reason, listed in pairs if reason not in ("about", "lead") for word in listed}


class BoxWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`furniture/attributes.toml`: words of class and id by what the box is for."""

    about: str
    related: tuple[str, ...]
    share: tuple[str, ...]
    newsletter: tuple[str, ...]
    donation: tuple[str, ...]
    comments: tuple[str, ...]
    navigation: tuple[str, ...]
    cookies: tuple[str, ...]
    advertisement: tuple[str, ...]
    tags: tuple[str, ...]
    footer: tuple[str, ...]
    caption: tuple[str, ...]
    byline: tuple[str, ...]
    date: tuple[str, ...]
    icon: tuple[str, ...]
    notes: tuple[str, ...]
    lead: tuple[str, ...]
