"""Turn the bytes of a page into text, whatever encoding it declares or forgets to declare."""

from __future__ import annotations

import codecs
import re

from riwaya.model.errors import PageError
from riwaya.read.characters import arabic_letters
from riwaya.read.language import common_words
from riwaya.read.sniff import refuse_binary

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.I)
_LEGACY = ("windows-1256", "iso-8859-6")
_ESCAPES = ("idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7")
_HIGH_BYTES = frozenset({0x00, 0x06, 0x20})
_SAMPLE = 200_000
_UNDECODED = re.compile("[\ufffd\x80-\x9f]")
_LATIN = re.compile("[\u00c0-\u024f]")


def decode(name: str, data: bytes, told: str | None = None) -> str:
    """The text of a page; `told` is the encoding that came with it, which counts no more than what the page says.

    Raises PageError for binary bytes and for an encoding that nothing tells.
    """
    marked = _by_mark(data) or _utf16_without_mark(data)
    if marked:
        mark, encoding = marked
        return data[mark:].decode(encoding, errors="replace")
    refuse_binary(name, data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _guess(name, data, told)


def declared_encoding(data: bytes) -> str | None:
    """The encoding that the first 4096 bytes of a page name, as written, or None."""
    found = _DECLARED.search(data[:4096])
    return found[1].decode("ascii") if found else None


def _by_mark(data: bytes) -> tuple[int, str] | None:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return len(mark), encoding
    return None


def _utf16_without_mark(data: bytes) -> tuple[int, str] | None:
    """UTF-16 betrays itself: every second byte is one of the few that Arabic and Latin pages begin with."""
    sample = data[: min(len(data), 4096) // 2 * 2]
    if len(sample) < 8:
        return None
    even, odd = sample[0::2], sample[1::2]
    for encoding, high, low in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if _share(high) > 0.9 and _share(low) < 0.6:
            return 0, encoding
    return None


def _share(some: bytes) -> float:
    return sum(b in _HIGH_BYTES for b in some) / len(some)


def _guess(name: str, data: bytes, told: str | None) -> str:
    declared = declared_encoding(data)
    candidates = [e for e in (told, declared, "utf-8", *_LEGACY) if e and _known(e)]
    best = max(candidates, key=lambda e: plausibility(data[:_SAMPLE].decode(e, errors="replace")))
    text = data.decode(best, errors="replace")
    if plausibility(text[:_SAMPLE]) <= 0:
        told = f"the declared encoding {declared} is unknown" if declared and not _known(declared) else None
        raise PageError(name, told or "the encoding could not be recognised")
    return text


def _known(encoding: str) -> bool:
    """Whether Python can decode `encoding` into text; rot13, base64 and other codecs are none."""
    try:
        b"<".decode(encoding, errors="replace")
    except (LookupError, ValueError):
        return False
    return codecs.lookup(encoding).name not in _ESCAPES


def plausibility(text: str) -> float:
    """How much a decoded text looks like Arabic: letters and frequent words against debris."""
    foreign = sum(ord(c) > 127 for c in text)
    if not foreign:
        return 1.0
    arabic = arabic_letters(text)
    debris = len(_UNDECODED.findall(text)) + len(_LATIN.findall(text))
    found = common_words(text)
    return (arabic - 3 * debris) / foreign + 5 * found
