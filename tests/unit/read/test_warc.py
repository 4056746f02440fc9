"""WARC files: pages come out with what HTTP said of them; damage is told and passed over; memory stays bounded."""

import gzip
import io
import tracemalloc
import zlib
from collections import Counter

import brotli
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import warcs

from riwaya.model.errors import PageError
from riwaya.read.warc import Skipped, WarcPage, read_warc

LEGACY = "قال قائد الشرطة إن الطريق مفتوح".encode("windows-1256")


def read(data):
    return list(read_warc("a.warc", io.BytesIO(data)))


def urls(found):
    return [item.url.rpartition("/")[2] for item in found if isinstance(item, WarcPage)]


def faults(found):
    return [f"{item.name}: {item.reason}" for item in found if isinstance(item, PageError)]


@pytest.mark.parametrize("packing", warcs.PACKINGS.values(), ids=warcs.PACKINGS)
def test_every_page_comes_out_of_every_packing(packing):
    found = read(packing(warcs.many(5)))
    assert urls(found) == ["0", "1", "2", "3", "4"]
    assert faults(found) == []
    assert all(item.data.startswith(warcs.page()) for item in found)


def test_what_is_known_of_a_page():
    block = warcs.http(warcs.page(), media='Text/HTML; Charset="windows-1256"')
    records = [warcs.record(b"software: x\r\n", kind="warcinfo"), warcs.record(block, "<https://marsa.example/١ ٢>")]
    data = warcs.gz(records)
    skipped, page = read(data)
    assert skipped == Skipped("a.warc:0 https://marsa.example/1", "warcinfo record")
    assert (page.encoding, page.seen_at) == ("windows-1256", "2019-06-20T09:00:00Z")
    assert page.url == "https://marsa.example/١%20٢"
    assert page.record_id == "<urn:uuid:00000000-0000-4000-8000-000000000001>"
    assert page.record == records[1].removesuffix(b"\r\n\r\n")
    assert gzip.decompress(data[page.offset :]) == records[1]
    assert page.name == f"a.warc:{page.offset} {page.url}"


def test_offsets_of_a_plain_file_are_those_of_the_records():
    records = warcs.many(3)
    assert [item.offset for item in read(b"".join(records))] == [0, len(records[0]), 2 * len(records[0])]


@pytest.mark.parametrize(
    ("date", "day"),
    [("2019-06-20T21:00:00Z", 21), ("2019-06-20T12:00:00.123456Z", 20), ("20190620090000", None), ("9999", None)],
)
def test_the_day_on_which_a_page_came_is_that_of_its_outlets(date, day):
    [page] = read(warcs.record(warcs.http(warcs.page()), date=date))
    assert (page.seen_on.day if page.seen_on else None) == day


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        (warcs.http(b"", status="404 Not Found"), "status 404"),
        (warcs.http(b"", "Location: /", status="301 Moved"), "status 301"),
        (warcs.http(b"\x89PNG", media="image/png"), "media type image/png"),
        (warcs.http(b"{}", media="\x1b[2J"), "media type not known"),
        (b"not http at all", "not a response of HTTP"),
    ],
)
def test_what_is_no_page_is_skipped_with_its_reason(block, reason):
    found = read(warcs.record(block) + warcs.record(warcs.http(warcs.page()), "https://marsa.example/2"))
    assert [item.reason for item in found if isinstance(item, Skipped)] == [reason]
    assert urls(found) == ["2"]


def test_records_that_are_no_responses_are_skipped():
    kinds = ["request", "metadata", "revisit", "conversion", "\x1b[2J"]
    found = read(b"".join(warcs.record(warcs.http(warcs.page()), kind=kind) for kind in kinds))
    reasons = Counter(item.reason for item in found)
    assert reasons == Counter(
        ["request record", "metadata record", "revisit record", "conversion record", "unknown record"]
    )


def chunked(body, size=700):
    parts = [body[k : k + size] for k in range(0, len(body), size)]
    return b"".join(b"%x;note=1\r\n%b\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def raw_deflate(body):
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


ENCODINGS = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": lambda body: zstandard.ZstdCompressor(write_content_size=False).compress(body),
    "identity": bytes,
    "gzip, br": lambda body: brotli.compress(gzip.compress(body)),
}


@pytest.mark.parametrize("name", ENCODINGS)
def test_encodings_of_http_are_undone(name):
    body = ENCODINGS[name](warcs.page())
    for sent, *more in ([body], [chunked(body), "Transfer-Encoding: chunked"]):
        [page] = read(warcs.record(warcs.http(sent, f"Content-Encoding: {name}", *more)))
        assert page.data == warcs.page()


def test_deflate_without_a_head_is_undone():
    [page] = read(warcs.record(warcs.http(raw_deflate(warcs.page()), "Content-Encoding: deflate")))
    assert page.data == warcs.page()


def test_a_body_that_was_decoded_when_it_was_archived_stays_as_it_is():
    block = warcs.http(warcs.page(), "Content-Encoding: gzip", "Transfer-Encoding: chunked")
    [page] = read(warcs.record(block))
    assert page.data == warcs.page()


def bomb(name, megabytes=64):
    packer = {"gzip": lambda: zlib.compressobj(wbits=31), "br": brotli.Compressor}.get(name)
    if packer is None:
        return zstandard.ZstdCompressor().compress(bytes(megabytes << 20))
    made = packer()
    add = made.process if name == "br" else made.compress
    return b"".join(add(bytes(1 << 20)) for _ in range(megabytes)) + (made.finish() if name == "br" else made.flush())


@pytest.mark.parametrize("name", ["gzip", "br", "zstd"])
def test_a_bomb_in_the_content_encoding_is_refused_before_it_bursts(name):
    sent = warcs.record(warcs.http(bomb(name), f"Content-Encoding: {name}"))
    tracemalloc.start()
    [error] = read(sent)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "more than the limit of 20 MB when decompressed" in error.reason
    assert peak < 60 << 20


@pytest.mark.parametrize(
    ("body", "headers", "reason"),
    [
        (gzip.compress(warcs.page(), mtime=0)[:-30], ["Content-Encoding: gzip"], "cut short"),
        (b"\x1f\x8b" + bytes(30), ["Content-Encoding: gzip"], "damaged"),
        (b"\x28\xb5\x2f\xfd" + b"\xff" * 30, ["Content-Encoding: zstd"], "damaged"),
        (b"\xff" * 30, ["Content-Encoding: br"], "damaged"),
        (warcs.page(), ["Content-Encoding: lzma"], "'lzma' is not known"),
        (warcs.page(), ["Content-Encoding: gzip, gzip, gzip, gzip"], "encoded 4 times over"),
        (chunked(warcs.page())[:-40], ["Transfer-Encoding: chunked"], "cut short"),
    ],
)
def test_a_body_that_cannot_be_decoded_is_an_error_of_its_own(body, headers, reason):
    found = read(warcs.record(warcs.http(body, *headers)) + warcs.record(warcs.http(warcs.page())))
    assert [type(item) for item in found] == [PageError, WarcPage]
    assert reason in found[0].reason
    assert found[0].name == "a.warc:0 https://marsa.example/1"


@pytest.mark.parametrize("packing", warcs.PACKINGS.values(), ids=warcs.PACKINGS)
def test_a_file_that_was_cut_gives_what_is_whole_and_one_fault(packing):
    records = warcs.many(3)
    data = packing(records)
    found = read(data[: len(packing(records[:2])) + 60 if packing not in (warcs.gz_whole,) else len(data) - 20])
    assert len(faults(found)) == 1
    assert urls(found)[:2] == ["0", "1"]


@pytest.mark.parametrize("packing", [warcs.gz, warcs.zst], ids=["gzip", "Zstandard"])
def test_a_damaged_member_is_passed_over(packing):
    records = warcs.many(5)
    data = bytearray(packing(records))
    start, end = len(packing(records[:1])), len(packing(records[:2]))
    data[start + 40 : end - 20] = bytes(end - start - 60)
    found = read(bytes(data))
    assert urls(found) == ["0", "2", "3", "4"]
    assert [fault.partition(" ")[0] for fault in faults(found)] == [f"a.warc:{start}:"]
    assert "damaged" in faults(found)[0]


@pytest.mark.parametrize("packing", [warcs.plain, warcs.gz, warcs.gz_whole, warcs.zst])
@pytest.mark.parametrize("more", [-700, -1, 1, 900, 5000, 30_000_000, 10**17])
def test_a_false_length_costs_only_its_record(packing, more):
    block = warcs.http(warcs.page())
    wrong = warcs.record(block, "https://marsa.example/wrong", length=len(block) + more)
    records = warcs.many(6)
    found = read(packing([*records[:2], wrong, *records[2:]]))
    assert len(faults(found)) == 1, faults(found)
    assert "length" in faults(found)[0] or "ends within" in faults(found)[0]
    expected = ["0", "1", "2", "3", "4", "5"]
    swallowed = packing is warcs.gz_whole and more > 20_000_000
    assert urls(found) == (expected[:2] if swallowed else expected)


@pytest.mark.parametrize("length", ["-5", "many", "", "1e3", "9" * 30])
def test_a_length_that_is_no_number(length):
    records = warcs.many(2)
    wrong = warcs.record(warcs.http(warcs.page()), length=length)
    found = read(wrong + b"".join(records))
    assert urls(found) == ["0", "1"]
    assert faults(found) == ["a.warc:0: a WARC record without a length"]


def test_bytes_between_records_are_passed_over():
    records = warcs.many(2)
    for joint in (bytes(4000), b"junk\r\n\r\nWAR", b"\r\n" * 500):
        found = read(records[0] + joint + records[1])
        assert "1" in urls(found)
        assert len(faults(found)) == (0 if joint.isspace() else 1)


def test_a_warc_inside_a_page_is_no_record():
    inner = warcs.record(warcs.http(warcs.page()), "https://marsa.example/forged")
    found = read(warcs.plain([warcs.record(warcs.http(b"\r\n\r\n" + inner, media="text/plain"))]))
    assert urls(found) == ["1"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the file is empty"),
        (b"\r\n", "the file is empty"),
        (b"<html>" * 100, "not a WARC file"),
        (gzip.compress(b"<html>" * 100, mtime=0), "not a WARC file"),
        (b"\x1f\x8b\x08" + b"\xff" * 40, "damaged gzip"),
        (b"WARC/1.0\r\n" + b"X-Y: z\r\n" * 20_000, "a WARC head that does not end"),
        (b"WARC/1.0\r\nWARC-Type: resp", "a WARC head that does not end"),
        (b"\x5d\x2a\x4d\x18\xff\xff\xff\xff", "dictionary"),
        (b"\x28\xb5\x2f\xfd" + bytes(10), "Zstandard"),
    ],
)
def test_what_is_no_warc_file_is_one_fault(data, reason):
    [error] = read(data)
    assert reason in error.reason


class Endless(io.RawIOBase):
    """A file of which only the beginning and the end are kept: so many bytes lie between them."""

    def __init__(self, start, between, end):
        self._parts = [io.BytesIO(start), between, io.BytesIO(end)]

    def read(self, size=-1):
        if data := self._parts[0].read(size):
            return data
        if self._parts[1] > 0:
            self._parts[1] -= size
            return b"x" * min(size, self._parts[1] + size)
        return self._parts[2].read(size)


@pytest.mark.parametrize(("media", "kind"), [("text/html", PageError), ("video/mp4", Skipped)])
def test_a_page_of_100_megabytes_is_passed_over_without_holding_it(media, kind):
    size = 100 << 20
    head = warcs.http(b"", media=media)
    start = warcs.record(head, length=len(head) + size).removesuffix(b"\r\n\r\n")
    rest = b"\r\n\r\n" + warcs.record(warcs.http(warcs.page()), "https://marsa.example/2")
    tracemalloc.start()
    big, page = read_warc("a.warc", Endless(start, size, rest))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(big, kind)
    assert "100.0 MB is above the limit of 20 MB" in big.reason or kind is Skipped
    assert page.url.endswith("/2")
    assert peak < 8 << 20


def test_a_bomb_as_a_warc_file_takes_little_memory():
    packer = zlib.compressobj(wbits=31)
    bomb = packer.compress(b"WARC/1.0\r\n") + b"".join(packer.compress(bytes(1 << 20)) for _ in range(100))
    tracemalloc.start()
    [error] = read(bomb + packer.flush())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "head that does not end" in error.reason
    assert peak < 40 << 20


@given(data=st.data(), packing=st.sampled_from(sorted(warcs.PACKINGS)))
@settings(max_examples=120, deadline=None, derandomize=True, database=None)
def test_whatever_is_damaged_nothing_is_raised_and_nothing_invented(data, packing):
    records = warcs.many(3, size=300)
    whole = warcs.PACKINGS[packing](records)
    damaged = bytearray(whole[: data.draw(st.integers(1, len(whole)))])
    for at in data.draw(st.lists(st.integers(0, len(damaged) - 1), max_size=4)):
        damaged[at] = data.draw(st.integers(0, 255))
    found = read(bytes(damaged))
    pages = [item for item in found if isinstance(item, WarcPage)]
    assert 1 <= len(found) <= 12
    if packing == "gzip":
        assert {page.record for page in pages} <= {record.removesuffix(b"\r\n\r\n") for record in records}
