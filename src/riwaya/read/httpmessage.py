"""Take an HTTP response apart: status, headers, and its body with transfer and content encodings undone."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from importlib.util import find_spec

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})\b[^\n]*\n")
_END = re.compile(rb"\r?\n\r?\n")
_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\n]*)?\r?\n")
_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.I)
_MEDIA_TYPE = re.compile(r"\s*([a-z0-9!#$&^_.+-]{1,40}/[a-z0-9!#$&^_.+-]{1,60})", re.I)
_INTERIM = 200
_MOST_CODINGS = 3
_MAGIC = {"gzip": b"\x1f\x8b", "x-gzip": b"\x1f\x8b", "zstd": b"\x28\xb5\x2f\xfd"}


class BodyFault(ValueError):
    """A body whose encoding cannot be undone; its text is the reason."""


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """A response as received: `headers` in order, names in lower case; `body` still encoded."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str | None:
        """The first header of a name (in lower case)."""
        return next((value for key, value in self.headers if key == name), None)

    @property
    def media_type(self) -> str | None:
        """What the response says that it is, such as text/html."""
        found = _MEDIA_TYPE.match(self.header("content-type") or "")
        return found[1].lower() if found else None

    @property
    def charset(self) -> str | None:
        """The encoding of letters that the headers name, as written."""
        found = _CHARSET.search(self.header("content-type") or "")
        return found[1] if found else None


def parse_response(message: bytes) -> HttpResponse | None:
    """The response that a message holds, interim ones (1xx) passed over; None where it holds none."""
    while found := _STATUS.match(message):
        end = _END.search(message, found.end() - 2)
        head, rest = (message[: end.start()], message[end.end() :]) if end else (message, b"")
        if int(found[1]) >= _INTERIM or end is None:
            return HttpResponse(int(found[1]), _headers(head), rest)
        message = rest
    return None


def body_of(response: HttpResponse, limit: int) -> bytes:
    """The body as it was before encoding. Raises BodyFault, among others when it is longer than `limit` bytes."""
    body = response.body
    if "chunked" in (response.header("transfer-encoding") or "").lower():
        body = _joined(body)
    codings = [c.strip().lower() for c in (response.header("content-encoding") or "").split(",") if c.strip()]
    if len(codings) > _MOST_CODINGS:
        raise BodyFault(f"encoded {len(codings)} times over")
    for coding in reversed(codings):
        body = _undone(body, coding, limit)
    if len(body) > limit:
        raise BodyFault(f"{len(body) / 1048576:.1f} MB is above the limit of {limit // 1048576} MB for one page")
    return body


def _headers(head: bytes) -> tuple[tuple[str, str], ...]:
    lines = head.decode("latin-1").splitlines()[1:]
    pairs = (line.partition(":") for line in lines if not line.startswith((" ", "\t")))
    return tuple((name.strip().lower(), value.strip()) for name, colon, value in pairs if colon)


def _joined(body: bytes) -> bytes:
    """The chunks of a body put together; a body that was joined when it was archived stays as it is."""
    if not _CHUNK_SIZE.match(body):
        return body
    chunks: list[bytes] = []
    at = 0
    while found := _CHUNK_SIZE.match(body, at):
        size = int(found[1], 16)
        if size == 0:
            return b"".join(chunks)
        chunk = body[found.end() : found.end() + size]
        if len(chunk) < size:
            break
        chunks.append(chunk)
        at = found.end() + size
        at += 2 if body.startswith(b"\r\n", at) else 1 if body.startswith(b"\n", at) else 0
    raise BodyFault("cut short: the last chunk is missing")


def _undone(body: bytes, coding: str, limit: int) -> bytes:
    """A body without one content encoding; one that was decoded when it was archived stays as it is."""
    if coding == "identity" or not body or not body.startswith(_MAGIC.get(coding, b"")):
        return body
    if coding in ("gzip", "x-gzip"):
        plain = _inflated(body, 31, limit)
    elif coding == "deflate":
        plain = _inflated(body, 15 if body[0] & 15 == 8 and int.from_bytes(body[:2], "big") % 31 == 0 else -15, limit)
    elif coding == "br":
        plain = _unbrotlied(body, limit)
    elif coding == "zstd":
        plain = _unzstd(body, limit)
    else:
        raise BodyFault(f"the content encoding {coding[:40]!r} is not known")
    if len(plain) > limit:
        raise BodyFault(f"more than the limit of {limit // 1048576} MB when decompressed ({len(body)} bytes before)")
    return plain


def _inflated(body: bytes, window: int, limit: int) -> bytes:
    """Decompressed with zlib, member after member, at most a byte beyond the limit."""
    plain = b""
    while body and len(plain) <= limit:
        decoder = zlib.decompressobj(window)
        try:
            plain += decoder.decompress(body, limit + 1 - len(plain))
        except zlib.error as fault:
            if plain:
                break
            raise BodyFault(f"damaged: it cannot be decompressed ({fault})") from fault
        if not decoder.eof and len(plain) <= limit:
            raise BodyFault("cut short: compressed bytes are missing")
        body = decoder.unused_data
    return plain


def _unbrotlied(body: bytes, limit: int) -> bytes:
    if find_spec("brotli") is None:
        raise BodyFault("compressed with Brotli, which needs brotli: pip install 'riwaya[crawl]'")
    import brotli

    decoder = brotli.Decompressor()
    try:
        plain: bytes = decoder.process(body, output_buffer_limit=limit + 1)
    except brotli.error as fault:
        raise BodyFault("damaged: it cannot be decompressed (Brotli)") from fault
    if not decoder.is_finished() and len(plain) <= limit:
        raise BodyFault("cut short: compressed bytes are missing")
    return plain


def _unzstd(body: bytes, limit: int) -> bytes:
    if find_spec("zstandard") is None:
        raise BodyFault("compressed with Zstandard, which needs zstandard: pip install 'riwaya[crawl]'")
    import zstandard

    try:
        with zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(body, read_across_frames=True) as plain:
            return bytes(plain.read(limit + 1))
    except zstandard.ZstdError as fault:
        raise BodyFault("damaged: it cannot be decompressed (Zstandard)") from fault
