"""JSON Lines: the text exactly as given, one error for each broken line."""

import datetime
import hashlib
import json

from tests.reading import loaded

from riwaya.model.article import Article
from riwaya.model.errors import PageError
from riwaya.pipeline import analyse
from riwaya.read import read_inputs

TODAY = datetime.date(2026, 11, 22)
TEXT = "  قال سائق إن\u00a0الطريق مفتوح. \r\n\n وأضاف أنه آمن.\u200f "


def read(*lines):
    data = b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
    return list(read_inputs(["-"], reading_date=TODAY, stdin=data))


def test_the_text_is_taken_exactly_as_given():
    line = {"id": "a 1", "text": TEXT, "published": "2018-02-27T10:47:38+00:00", "outlet": "صوت السهل", "more": [1]}
    [article] = read(line)
    assert (article.text, article.id, article.outlet) == (TEXT, "a 1", "صوت السهل")
    assert (article.published, article.published_basis) == (line["published"], "given")
    assert article.sha256 == hashlib.sha256(json.dumps(line).encode()).hexdigest()


def test_absent_knowledge_is_null():
    [article] = read({"id": "a", "text": TEXT, "title": None, "outlet": ""})
    assert (article.title, article.outlet, article.url, article.published) == (None, None, None, None)
    assert article.published_basis == "none"


def test_a_broken_line_is_one_error_and_the_others_are_read():
    good = {"id": "a", "text": TEXT}
    items = read(
        good, b"{broken", b"[1]", {"id": " ", "text": TEXT}, {"id": "b", "text": "\n "}, {"id": 3, "text": TEXT},
        {"id": "c"}, {"id": "d", "text": "no Arabic here"}, {"id": "e", "text": TEXT, "published": "yesterday"},
        b'{"id": "f", "text": "\xff"}', b"", good,
    )  # fmt: skip
    assert [type(item) for item in items] == [Article] + [PageError] * 9 + [Article]
    assert [item.name for item in items[1:10]] == [f"standard input:{n}" for n in range(2, 11)]
    reasons = [item.reason for item in items[1:10]]
    assert "JSON" in reasons[0]
    assert reasons[2:4] == ["id is blank", "text is blank"]
    assert "text" in reasons[5]


def test_a_file_of_lines_is_streamed_and_a_line_without_end_is_refused(tmp_path):
    path = tmp_path / "a.jsonl"
    good = json.dumps({"id": "a", "text": TEXT}).encode()
    path.write_bytes(good + b"\n" + b'{"id": "' + b"x" * (21 * 1024 * 1024) + b'"}\n' + good)
    items = list(read_inputs([str(path)], reading_date=TODAY))
    assert [type(item) for item in items] == [Article, PageError, Article]
    assert (items[1].name, items[1].reason) == (f"{path}:2", "the line is longer than 20 MB")


def test_an_empty_file_of_lines(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(b"")
    [error] = read_inputs([str(tmp_path)], reading_date=TODAY)
    assert error.reason == "the file is empty"


ASIDES = """قال محافظ الحسكة إن الطريق مفتوح أمام الشاحنات منذ صباح اليوم.
اقرأ أيضا: وزير الداخلية ينفي مقتل ثلاثة جنود في هجوم على حاجز
وأضاف أن القوافل ستصل إلى المدينة مساء.
يمكنكم استلام إشعارات بأهم الموضوعات بعد تحميل أحدث نسخة من تطبيق"""


def test_furniture_in_a_given_text_is_named_and_left_and_nothing_is_read_from_it():
    [article] = read({"id": "a", "text": ASIDES})
    lines = ASIDES.split("\n")
    assert article.text == ASIDES
    assert [(r.text, r.reason) for r in article.removed] == [
        (lines[1], "related, left in the text"),
        (lines[3], "newsletter, left in the text"),
    ]
    claims = analyse(article, loaded()).claims
    assert claims
    assert not any(ASIDES.index(lines[1]) <= c.span.start < ASIDES.index(lines[2]) for c in claims)
