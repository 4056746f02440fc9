"""WARC files for tests, put together byte by byte, so that they do not depend on what they test."""

import gzip

import zstandard

PAGE = """<!doctype html><html lang="ar"><head><meta charset="utf-8"><title>{title} | جريدة المرسى</title></head><body>
<h1>{title}</h1><p>الخميس 20 حزيران 2019</p>
<p>قال قائد الشرطة إن ثلاثة أشخاص قتلوا في انفجار عبوة ناسفة وسط مدينة الرقة يوم الأربعاء الماضي.</p>
<p>وأضاف أن الانفجار أدى إلى إصابة عشرة مدنيين نقلوا إلى المستشفى الوطني في المدينة.</p>
</body></html>"""


def page(title="مقتل ثلاثة في انفجار وسط الرقة"):
    return PAGE.format(title=title).encode()


def http(body, *headers, status="200 OK", media="text/html; charset=utf-8"):
    kind = [f"Content-Type: {media}"] if media else []
    return "\r\n".join([f"HTTP/1.1 {status}", *kind, *headers, "", ""]).encode() + body


def record(block, url="https://marsa.example/1", kind="response", date="2019-06-20T09:00:00Z", length=None):
    head = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Target-URI: {url}",
        f"WARC-Date: {date}",
        "WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>",
        "Content-Type: application/http; msgtype=response",
        f"Content-Length: {len(block) if length is None else length}",
    ]
    return "\r\n".join([*head, "", ""]).encode() + block + b"\r\n\r\n"


def many(number, size=2000):
    """Records of pages with addresses of their own, of about so many bytes each."""
    filler = b"<!--" + b"x" * size + b"-->"
    return [record(http(page() + filler), f"https://marsa.example/{n}") for n in range(number)]


def plain(records):
    return b"".join(records)


def gz(records):
    return b"".join(gzip.compress(one, mtime=0) for one in records)


def gz_whole(records):
    return gzip.compress(b"".join(records), mtime=0)


def zst(records):
    return b"".join(zstandard.ZstdCompressor().compress(one) for one in records)


def zst_dictionary(records):
    """The files of the Archive Team: a dictionary in a frame to be skipped, then frames that need it."""
    words = zstandard.ZstdCompressionDict(page() * 4, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
    frame = words.as_bytes()
    packed = zstandard.ZstdCompressor(dict_data=words)
    head = b"\x5d\x2a\x4d\x18" + len(frame).to_bytes(4, "little") + frame
    return head + b"".join(packed.compress(one) for one in records)


PACKINGS = {"plain": plain, "gzip": gz, "one gzip": gz_whole, "Zstandard": zst, "dictionary": zst_dictionary}
