"""Inputs of crawls, made for the tests: articles, JSON Lines, pages, WARC files sound and damaged."""

from __future__ import annotations

import gzip
import json
import zlib
from itertools import count

import zstandard

TOWNS = ("الرقة", "هجين", "اللطامنة", "الباغوز", "تل ملح", "كركوك", "غريان", "الحديدة", "مأرب", "الموصل")
DEEDS = ("انفجار عبوة ناسفة", "غارة جوية", "قصف مدفعي", "هجوم مسلح", "اشتباكات")
SPEAKERS = ("قائد الشرطة", "مدير المشفى", "رئيس البلدية", "شاهد عيان", "المتحدث باسم الدفاع المدني")
ENGLISH = "<html><body><p>Only English words stand on this page, and nothing else at all.</p></body></html>"


def words(number):
    """An article unlike those of other numbers."""
    town, deed, speaker = (some[(number // step) % len(some)] for some, step in ((TOWNS, 1), (DEEDS, 3), (SPEAKERS, 7)))
    return "\n".join(
        f"قال {speaker} رقم {number * 7 + k} إن {number + k + 3} أشخاص قتلوا في {deed} وسط مدينة {town} "
        f"يوم الجمعة الماضي، وأضاف أن {number * 3 + k} منزلا تضررت في الحي {number + k}."
        for k in range(3)
    )


def line(number, **fields):
    given = {"id": f"a{number}", "text": words(number), "outlet": "جريدة", "published": "2019-06-21"}
    return json.dumps(given | fields, ensure_ascii=False).encode() + b"\n"


def lines(path, numbers):
    path.write_bytes(b"".join(map(line, numbers)))
    return path


def page(number, body=None):
    """An HTML page of an article."""
    paragraphs = "".join(f"<p>{part}</p>" for part in words(number).split("\n")) if body is None else body
    title = f"خبر عاجل من المدينة رقم {number}"
    return (
        f'<html><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
    ).encode()


def response(url, body, kind="text/html; charset=utf-8", status="200 OK", more=""):
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{more}\r\n".encode()
    return warc_record("response", head + body, f"WARC-Target-URI: {url}\r\n")


def warc_record(kind, block, more="", length=None, numbers=count(1)):  # noqa: B008 - one row of numbers for all
    size = len(block) if length is None else length
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Date: 2019-06-22T10:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{next(numbers):012d}>\r\n{more}"
        f"Content-Type: application/http; msgtype={kind}\r\nContent-Length: {size}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def cc_news(numbers):
    """The records of a file in the layout of CC-NEWS: warcinfo, then a request and a response for each page."""
    yield warc_record("warcinfo", b"software: news-please\r\n")
    for number in numbers:
        yield warc_record("request", b"GET / HTTP/1.1\r\nHost: jarida.example\r\n\r\n")
        yield response(f"https://jarida.example/news/{number}", page(number))


def gzipped(records):
    """Each record a member of its own."""
    return b"".join(map(gzip.compress, records))


def zstandarded(records):
    return b"".join(map(zstandard.ZstdCompressor().compress, records))


def bomb(megabytes):
    """Some thousand bytes of gzip that become so many megabytes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(packer.compress(bytes(1 << 20)) for _ in range(megabytes)) + packer.flush()
