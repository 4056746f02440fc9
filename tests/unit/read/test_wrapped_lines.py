"""Lines cut at a fixed width are joined into paragraphs; whole lines are left alone."""

import datetime
import textwrap

import pytest

from riwaya.model.article import Article
from riwaya.read import read_inputs
from riwaya.read.wrapped import join_wrapped, wrap_width

TODAY = datetime.date(2026, 11, 22)
TITLE = "نزوح عشرات العائلات من قرى شمال الحسكة"
PARAGRAPHS = [
    "نزحت عشرات العائلات من ثلاث قرى شمال الحسكة ليل الجمعة، بعد قصف مدفعي متقطع استمر حتى الفجر وأصاب محطة "
    "للمياه وبيتين من الطين. وقال أحد النازحين إن أسرته مشت ساعتين حتى وصلت إلى الطريق العام.",
    "وذكر المجلس المحلي أن المدارس فُتحت لاستقبال العائلات، وأنه طلب من المنظمات خيامًا وخبزًا. ولم يرد أي منها "
    "حتى مساء السبت، بحسب عضو في المجلس تحدث إلى مراسلنا.",
    "ونفى قائد ميداني أن تكون قواته قد استهدفت القرى، وقال إن القذائف جاءت من الجهة الأخرى من خط التماس، حيث "
    "تتمركز فصائل لا تلتزم بوقف إطلاق النار منذ أسبوعين كاملين.",
]


def wrapped(width, gap="\n\n"):
    return gap.join("\n".join(textwrap.wrap(paragraph, width)) for paragraph in PARAGRAPHS)


def read(text):
    [article] = read_inputs(["-"], reading_date=TODAY, stdin=text.encode())
    assert isinstance(article, Article), article
    return article


@pytest.mark.parametrize("width", [60, 72, 80, 100])
def test_a_wrapped_page_gets_its_paragraphs_back(width):
    article = read(f"{TITLE}\n\n16 نيسان 2022\n\n{wrapped(width)}\n\nمقالات متعلقة\n\nسعر القمح\n")
    assert article.text.split("\n") == PARAGRAPHS
    assert (article.title, article.published) == (TITLE, "2022-04-16")


@pytest.mark.parametrize("width", [60, 80])
def test_without_blank_lines_paragraphs_end_at_full_stops(width):
    lines = wrapped(width, gap="\n").split("\n")
    joined = join_wrapped(lines)
    assert " ".join(joined) == " ".join(PARAGRAPHS)
    assert len(joined) <= len(lines) / 2
    assert all(line.endswith(".") for line in joined)


def test_lines_of_a_menu_are_not_drawn_into_the_text():
    article = read(f"الرئيسية\nأخبار\nتقارير\n{TITLE}\n\n{wrapped(72)}\n")
    assert article.text.split("\n") == PARAGRAPHS
    assert article.title == TITLE


@pytest.mark.parametrize(
    "lines",
    [
        PARAGRAPHS,
        ["الرئيسية", "أخبار", "تقارير", "صور"] * 5,
        ["قال إن الطريق مفتوح.", "", "وأضاف أن الجسر مغلق.", "", "ولم يعلق المجلس على ذلك بشيء."] * 3,
        [],
    ],
)
def test_whole_lines_are_not_wrapped(lines):
    assert wrap_width(lines) is None
    assert join_wrapped(lines) == [line for line in lines if line]


def test_preformatted_text_of_a_page_is_joined():
    html = f"<html><head><meta charset=utf-8></head><body><h1>{TITLE}</h1><pre>{wrapped(72)}</pre></body></html>"
    assert read(html).text.split("\n") == PARAGRAPHS


def test_lines_parted_by_blank_lines_in_one_element_are_paragraphs():
    body = "\n\n   ".join(PARAGRAPHS)
    html = f"<html><head><meta charset=utf-8></head><body><h1>{TITLE}</h1><div>{body}</div></body></html>"
    assert read(html).text.split("\n") == PARAGRAPHS
