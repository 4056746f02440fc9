"""Find the article in the data that a page carries for programs, for pages whose visible text is drawn by scripts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from riwaya.read.characters import arabic_letters, clean_lines

_BODIES = frozenset(
    ["articlebody", "body", "bodyhtml", "body_html", "content", "contenthtml", "html", "text", "story", "fulltext"]
    + ["full_text", "article_body", "details", "rendered", "maincontent"]
)
_PIECES = ("text", "html", "content", "value", "body")
_ENOUGH = 200
_DEEPEST = 14
_LARGEST = 4_000_000


def embedded_paragraphs(tree: Any) -> list[str]:
    """The paragraphs of the longest Arabic article in the JSON scripts of a page, else of its <noscript>; or none.

    To be called while the scripts are still in the tree.
    """
    found = [body for script in tree.iter("script") for body in _bodies(_decoded(script), 0)]
    for bodies in (found, [_source(element) for element in tree.iter("noscript")]):
        best = max(bodies, key=arabic_letters, default="")
        if arabic_letters(best) >= _ENOUGH:
            return text_of(best)
    return []


def _source(element: Any) -> str:
    """The HTML inside an element, or its text where the parser took it for text."""
    from lxml import etree

    inner = "".join(etree.tostring(child, encoding="unicode", method="html") for child in element)
    return f"{element.text or ''}{inner}"


def text_of(body: str) -> list[str]:
    """The lines of a body that is HTML or plain text."""
    from riwaya.read.htmltree import parse_html, visible_lines

    if "<" not in body:
        return clean_lines(body)
    tree = parse_html(f"<div>{body}</div>")
    return [] if tree is None else [block.text for block in visible_lines(tree)]


def page_of(title: str | None, paragraphs: list[str]) -> Any:
    """A tree with nothing but a title and paragraphs, to be read like any page."""
    from lxml.html import builder

    heading = [builder.H1(title)] if title else []
    return builder.HTML(builder.BODY(*heading, builder.DIV(*(builder.P(line) for line in paragraphs))))


def _decoded(script: Any) -> object:
    kind, text = (script.get("type") or "").lower(), script.text or ""
    if "json" not in kind or not text.strip() or len(text) > _LARGEST:
        return None
    try:
        return msgspec.json.decode(text.strip().encode("utf-8", errors="replace"))
    except (msgspec.DecodeError, RecursionError):
        return None


def _bodies(node: object, depth: int) -> Iterator[str]:
    """The texts under names that hold bodies, at any depth; a body in pieces is put together."""
    if depth > _DEEPEST:
        return
    if isinstance(node, dict):
        for name, value in node.items():
            if isinstance(value, str) and str(name).lower() in _BODIES:
                yield value
            elif isinstance(value, list) and str(name).lower() in _BODIES:
                yield "\n".join(_pieces(value))
            yield from _bodies(value, depth + 1)
    elif isinstance(node, list):
        for value in node:
            yield from _bodies(value, depth + 1)


def _pieces(values: list[object]) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            yield from (piece for name in _PIECES if isinstance(piece := value.get(name), str))
