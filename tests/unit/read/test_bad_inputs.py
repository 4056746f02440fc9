"""Bad inputs: each gives one PageError that names the file and the reason, and the others are read."""

import datetime
import os
import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.model.article import Article
from riwaya.model.errors import PageError
from riwaya.read import count_inputs, read_inputs

TODAY = datetime.date(2026, 11, 22)
GOOD = "الطريق مفتوح أمام القوافل\n\nقال سائق إن الطريق مفتوح أمام القوافل كلها منذ صباح أمس الباكر."
PERSIAN = "او در یک نشست خبری گفت که مذاکرات ادامه خواهد داشت و برای رسیدن به توافق باید تلاش کرد."
URDU = "انہوں نے کہا کہ سڑک کھلی ہے اور لوگ اپنے گھروں میں واپس جا رہے ہیں۔"
SORANI = "ئەو گوتی ڕێگاکە کراوەیە و خەڵک دەتوانن بگەڕێنەوە بۆ ماڵەکانیان لە گوندەکە."


def errors(data):
    return [item for item in read_inputs(["-"], reading_date=TODAY, stdin=data) if isinstance(item, PageError)]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "PNG image"),
        (b"\xff\xd8\xff\xe0 JFIF", "JPEG image"),
        (b"%PDF-1.7", "PDF"),
        (bytes(range(32)) * 60, "binary"),
        (b"<html><body><p>The road is open to everyone, the driver said.</p></body></html>", "no Arabic text found"),
        ("<html><body><ul><li><a href=x>أخبار</a></li></ul></body></html>".encode(), "no article text found"),
        ("أخبار\nرياضة\n".encode(), "no article text found"),
        (b"WARC/1.0\r\n", "a WARC head that does not end"),
        (PERSIAN.encode(), "Persian, not Arabic"),
        (URDU.encode(), "Urdu, not Arabic"),
        (SORANI.encode(), "Kurdish (Sorani), not Arabic"),
        (b"<html>" + b"a" * (21 * 1024 * 1024), "21.0 MB is above the limit of 20 MB"),
    ],
)
def test_one_error_with_a_reason(data, reason):
    [error] = errors(data)
    assert reason in error.reason
    assert "\n" not in str(error)


def test_arabic_with_a_few_foreign_letters_is_arabic():
    text = "هدوء حذر قرب چمچمال\n\nقال مصدر في قضاء چمچمال إن قوات البيشمرگة فتحت الطريق أمام السيارات منذ صباح اليوم."
    assert errors(text.encode()) == []


def test_a_folder_is_read_in_order_without_hidden_files(tmp_path):
    (tmp_path / "b.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "a").mkdir()
    (tmp_path / "a/picture.html").write_bytes(b"GIF89a")
    (tmp_path / "a/style.css").write_text("p{}")
    (tmp_path / ".hidden.txt").write_text("x")
    items = list(read_inputs([str(tmp_path), str(tmp_path / "missing")], reading_date=TODAY))
    assert [type(item) for item in items] == [PageError, Article, PageError]
    assert items[0].name == str(tmp_path / "a/picture.html")
    assert items[2].reason == "no such file or folder"
    assert count_inputs([str(tmp_path), "-"]) == 3


@pytest.mark.skipif(os.geteuid() == 0, reason="root can read every file")
def test_a_file_without_permission(tmp_path):
    (tmp_path / "a.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "a.txt").chmod(0)
    [error] = read_inputs([str(tmp_path)], reading_date=TODAY)
    assert error.reason.startswith("cannot be read")


def test_a_large_file_is_refused_without_being_read(tmp_path):
    with (tmp_path / "page.html").open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    [error] = read_inputs([str(tmp_path)], reading_date=TODAY)
    assert error.reason == "50.0 MB is above the limit of 20 MB for one page"


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_articles_or_errors(data):
    for item in read_inputs(["-"], reading_date=TODAY, stdin=data):
        assert isinstance(item, Article | PageError)


PIECES = [
    "<p>",
    "</p>",
    "<div class='share'>",
    "</div>",
    "<table>",
    "<td>",
    "<br>",
    "<h1>",
    "<time datetime='2020'>",
    "<img>",
]
PIECES += [
    "<html>",
    "<body>",
    "<script>",
    "<!--",
    "-->",
    "<title>",
    "&#0;",
    "\x00",
    "\ud800",
    "قال سائق إن الطريق مفتوح.",
    "اقرأ أيضا",
]
PIECES += [
    "camera icon",
    "الأحد 31 شباط 2020",
    "29 شباط",
    "{",
    '"',
    "\u200f",
    "<meta charset=utf-16>",
    "<li><a href=x>",
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_debris_of_pages_gives_articles_or_errors(pieces):
    data = "".join(pieces).encode("utf-8", errors="surrogatepass")
    for item in read_inputs(["-"], reading_date=TODAY, stdin=data):
        assert isinstance(item, Article | PageError)


def test_importing_the_package_is_light():
    heavy = "import riwaya.read, sys; print([m for m in ('trafilatura', 'htmldate', 'lxml') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", heavy], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


SENTENCE = "<p>قال مسؤول في الدفاع المدني إن القصف استهدف السوق الشعبي صباح السبت وأسفر عن مقتل ثلاثة أشخاص.</p>"
DEEP = 10_000


@pytest.mark.parametrize(
    "html",
    [
        "<html><body>" + "<div>" * DEEP + SENTENCE + "</div>" * DEEP,
        "<html><body>" + "<span>" * DEEP + SENTENCE,
        "<html><body>" + "<table><tr><td>" * DEEP + SENTENCE,
        "<html><body>" + "<ul><li>" * DEEP + SENTENCE,
        "<html><body>" + "<b><i>" * DEEP + SENTENCE,
        "<html><body><p " + "a=b " * 100_000 + ">" + SENTENCE,
        "<html><body>" + "<a href=/x>خبر من المدينة</a> " * 20_000 + SENTENCE,
        "<html><body></div></p></table>" + SENTENCE + "</b></i><td><p><div></body></html></html>" + SENTENCE,
        "<html><body><p>" + SENTENCE + "<p <p <div" + SENTENCE,
        "<html><head><title>قصف على السوق</title><body>" + SENTENCE + "<!-- " + SENTENCE,
    ],
    ids=["div", "span", "table", "list", "bold", "attributes", "links", "closed twice", "open tags", "open comment"],
)
def test_nested_and_broken_html_costs_neither_the_article_nor_much_time(html):
    began = time.process_time()
    [found] = read_inputs(["-"], reading_date=TODAY, stdin=html.encode())
    assert isinstance(found, Article), found
    assert "الدفاع المدني" in found.text
    assert time.process_time() - began < 10
