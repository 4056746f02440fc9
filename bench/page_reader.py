"""Read pages with one extractor and print what it finds as JSON: run by bench/pages.py in the environment of each.

usage: page_reader.py SYSTEM ROUNDS FILE...
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

Found = dict[str, str | None]


def riwaya(data: bytes) -> Found:
    from datetime import date

    from riwaya.model.article import Article
    from riwaya.read import Received, read_received

    found = read_received(Received("page", "page", data), date(2026, 11, 22))
    if not isinstance(found, Article):
        return {}
    return {"text": found.text, "title": found.title, "published": found.published}


def riwaya_record(data: bytes) -> Found:
    from datetime import date

    from riwaya.model.article import Article
    from riwaya.pipeline import analyse
    from riwaya.read import Received, read_received

    found = read_received(Received("page", "page", data), date(2026, 11, 22))
    if not isinstance(found, Article):
        return {}
    record = analyse(found, _resources())
    return {"text": record.article.text, "title": record.article.title, "published": record.article.published}


@cache
def _resources() -> Any:
    from riwaya.pipeline import resources

    return resources()


def _trafilatura(data: bytes, precision: bool) -> Found:
    import trafilatura

    found = trafilatura.bare_extraction(data, favor_precision=precision, include_comments=False, with_metadata=True)
    return {"text": found.text, "title": found.title, "published": found.date} if found else {}


def trafilatura_precision(data: bytes) -> Found:
    return _trafilatura(data, precision=True)


def trafilatura_default(data: bytes) -> Found:
    return _trafilatura(data, precision=False)


def trafilatura_text(data: bytes) -> Found:
    import trafilatura

    return {"text": trafilatura.extract(data, favor_precision=True, include_comments=False)}


def newspaper4k(data: bytes) -> Found:
    from newspaper import Article as Paper

    paper = Paper("http://page.example/article", language="ar", fetch_images=False)
    paper.download(input_html=_decoded(data))
    paper.parse()
    published = paper.publish_date.isoformat() if hasattr(paper.publish_date, "isoformat") else paper.publish_date
    return {"text": paper.text, "title": paper.title, "published": published or None}


def readability(data: bytes) -> Found:
    from lxml import html
    from readability import Document

    document = Document(_decoded(data))
    return {"text": "\n".join(html.fromstring(document.summary()).itertext()), "title": document.short_title()}


def _decoded(data: bytes) -> str:
    """The text of a page for those who take none but text: by its mark, its declaration, or what fits."""
    from charset_normalizer import from_bytes

    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return str(from_bytes(data).best())


SYSTEMS: dict[str, Callable[[bytes], Found]] = {
    "riwaya": riwaya,
    "riwaya-record": riwaya_record,
    "trafilatura-precision": trafilatura_precision,
    "trafilatura-default": trafilatura_default,
    "trafilatura-text": trafilatura_text,
    "newspaper4k": newspaper4k,
    "readability": readability,
}


def main() -> None:
    """Read every page once to get started, then again for the clock; the time is that of the processor."""
    read, rounds = SYSTEMS[sys.argv[1]], int(sys.argv[2])
    pages = [Path(name).read_bytes() for name in sys.argv[3:]]
    found = [_tried(read, page) for page in pages]
    began = time.process_time()
    for _ in range(rounds):
        for page in pages:
            _tried(read, page)
    seconds = time.process_time() - began
    json.dump({"found": found, "pages_per_second": rounds * len(pages) / seconds}, sys.stdout)


def _tried(read: Callable[[bytes], Found], page: bytes) -> Found:
    """What is found; a system that fails on a page found nothing there, and the others go on."""
    try:
        return read(page)
    except Exception as fault:  # noqa: BLE001 - each system raises errors of its own
        print(f"{type(fault).__name__}: {fault}"[:200], file=sys.stderr)
        return {}


if __name__ == "__main__":
    main()
