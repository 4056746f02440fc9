"""Tell what kind of file some bytes are, and refuse what cannot be an article."""

from __future__ import annotations

import re
from typing import Literal

from riwaya.model.errors import PageError

Kind = Literal["html", "text", "jsonl"]

LIMIT = 20 * 1024 * 1024
"""A page of more bytes is refused: no article is that long, and parsing would take minutes."""

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"BM", "a BMP image"),
    (b"\x00\x00\x01\x00", "an icon image"),
    (b"II*\x00", "a TIFF image"),
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"SQLite format 3", "an SQLite database"),
    (b"OggS", "an audio file"),
    (b"ID3", "an audio file"),
    (b"{\\rtf", "an RTF document"),
)
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|article|main|div|p|meta|table|h1|br)\b[^>]*>", re.I)
_MHTML = re.compile(rb"^(?:From|MIME-Version):[^\n]*\n(?:[^\n]*\n){0,12}?Content-Type: multipart/related", re.I)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SAMPLE = 65536


def size_fault(size: int) -> str | None:
    """Why a page of `size` bytes is not read, or None."""
    if size == 0:
        return "the file is empty"
    if size > LIMIT:
        return f"{size / 1048576:.1f} MB is above the limit of {LIMIT // 1048576} MB for one page"
    return None


def refuse_foreign(name: str, data: bytes) -> None:
    """Raise PageError for bytes that are known to be no text."""
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        raise PageError(name, "a WebP image, not a page")
    if data[4:8] == b"ftyp":
        raise PageError(name, "a video or image file, not a page")
    for magic, what in _MAGIC:
        if data.startswith(magic) and (len(magic) > 2 or _CONTROL.search(data[:512])):
            raise PageError(name, f"{what}, not a page")
    if _MHTML.match(data[:4096]):
        raise PageError(name, "a web archive (MHTML): save the page as HTML instead")


def refuse_binary(name: str, data: bytes) -> None:
    """Raise PageError for bytes with control characters that no text of one-byte letters holds."""
    sample = data[:_SAMPLE]
    controls = len(_CONTROL.findall(sample))
    if controls > max(2, len(sample) // 200):
        raise PageError(name, "a binary file, not a page")


def kind_of(name: str, text: str) -> Kind:
    """Whether decoded text is HTML, JSON Lines or plain text: by what it holds, not by its name."""
    start = text[:_SAMPLE].lstrip()
    if start.startswith("{") and re.match(r'\{\s*("|\})', start):
        return "jsonl"
    if _HTML.search(start) or (name.lower().endswith((".html", ".htm", ".xhtml")) and "<" in start):
        return "html"
    return "text"
