"""HTML pages: body, title, date of publication by order of trust, captions, outlet."""

import datetime

import pytest

from riwaya.model.article import Article
from riwaya.read import read_inputs

TODAY = datetime.date(2026, 11, 22)
TITLE = "مزارعون يعودون إلى حقولهم بعد عام من النزوح"
BODY = [
    "عاد عشرات المزارعين إلى حقولهم في السهل الشرقي بعد عام كامل من النزوح، وفق ما قالت نقابتهم.",
    "وقال النقيب سامر الحسن: «الأرض ما زالت ملوثة بالألغام» و“نحتاج إلى فرق نزع”.",
    "ولم يعلق المجلس المحلي على ذلك.",
    "وأضاف الحسن أن المضخات تحتاج إلى الوقود قبل بداية موسم الري في الشهر المقبل.",
]


def page(head="", before="", under_title="", after="", body=None, title=f"<h1>{TITLE}</h1>"):
    paragraphs = "".join(f"<p>{p}</p>" for p in (body or BODY))
    return (
        f"<!doctype html><html lang=ar><head><meta charset=utf-8>{head}</head><body>{before}<main>{title}"
        f"{under_title}<div class=text>{paragraphs}</div>{after}</main></body></html>"
    )


def read(text):
    [article] = read_inputs(["-"], reading_date=TODAY, stdin=text.encode() if isinstance(text, str) else text)
    assert isinstance(article, Article), article
    return article


def test_the_body_keeps_every_paragraph_and_its_characters():
    article = read(page())
    assert article.text.split("\n") == BODY
    assert article.title == TITLE


def test_boxes_between_paragraphs_go_with_their_reason():
    box = "</p><aside class=rel><b>اقرأ أيضا</b><a href=/1>أسعار القمح في السوق المحلية ترتفع</a></aside><p>"
    article = read(page(body=[BODY[0] + box, *BODY[1:]]))
    assert article.text.split("\n") == BODY
    assert any(r.reason == "related" and "القمح" in r.text for r in article.removed)


def test_a_pull_quote_is_not_said_twice():
    article = read(page(body=[*BODY[:2], "الأرض ما زالت ملوثة بالألغام", *BODY[2:]]))
    assert article.text.split("\n") == BODY


def test_comments_share_newsletter_and_footer_stay_out():
    after = (
        "<div class=share>شارك: <a href=x>فيسبوك</a></div><div><p>اشترك في نشرتنا البريدية</p></div>"
        "<h3>التعليقات</h3><div class=comment><p>كلام جميل من قارئ يتابع هذه الصفحة كل يوم ويشكر كاتبها عليه.</p></div>"
        "<footer>جميع الحقوق محفوظة</footer>"
    )
    assert read(page(after=after)).text.split("\n") == BODY


HEADER = "<div class=top><p>الجمعة 20 نوفمبر 2026</p><ul><li>أخبار</li><li>رياضة</li><li>صحة</li></ul></div>"
JSON_LD = (
    '<script type="application/ld+json">{"@graph":[{"@type":"WebPage","datePublished":"2020-01-01"},'
    '{"@type":"NewsArticle","headline":"%s","datePublished":"2021-05-04T10:00:00+03:00"}]}</script>'
)


@pytest.mark.parametrize(
    ("parts", "published", "basis"),
    [
        ({"head": JSON_LD % TITLE, "before": HEADER}, "2021-05-04T10:00:00+03:00", "metadata"),
        ({"head": '<meta property="article:published_time" content="2021-05-04">'}, "2021-05-04", "metadata"),
        (
            {"under_title": "<time datetime=2021-05-04T08:00>4 أيار</time>", "before": HEADER},
            "2021-05-04T08:00:00",
            "metadata",
        ),
        ({"under_title": "<b itemprop=datePublished content=2021-05-04>قبل عام</b>"}, "2021-05-04", "metadata"),
        ({"under_title": "<abbr class=published title=2021-05-04>قبل عام</abbr>"}, "2021-05-04", "page"),
        ({"under_title": "<div>نشر في 4 أيار/مايو 2021 الساعة 10:20</div>", "before": HEADER}, "2021-05-04", "page"),
        ({"under_title": "<div>٤ ماي ٢٠٢١</div>", "before": HEADER}, "2021-05-04", "page"),
        ({"under_title": "<div>الثلاثاء 4 أيار</div>", "before": HEADER}, "2021-05-04", "weekday"),
        ({"head": '<link rel=canonical href="https://x.example/2021/05/04/farm">'}, "2021-05-04", "page"),
        ({"body": [*BODY, "وكان الحسن قال اليوم، الثلاثاء 4 أيار، إن الحصاد تأخر كثيرا."]}, "2021-05-04", "weekday"),
        ({"before": HEADER}, None, "none"),
        ({"head": '<meta property="article:published_time" content="2031-05-04">'}, None, "none"),
    ],
)
def test_the_date_of_publication_by_order_of_trust(parts, published, basis):
    article = read(page(**parts))
    assert (article.published, article.published_basis) == (published, basis)


def test_the_day_of_the_visit_loses_against_a_later_line_of_the_article():
    after = "<p class=stamp>تاريخ النشر: 4-5-2021</p>"
    assert read(page(before=HEADER, after=after)).published == "2021-05-04"


@pytest.mark.parametrize(
    ("head", "outlet", "url"),
    [
        ('<link rel=canonical href="https://www.enabbaladi.net/1">', "عنب بلدي", "https://www.enabbaladi.net/1"),
        ('<meta property="og:url" content="https://arabic.rt.com/x">', "آر تي عربي", "https://arabic.rt.com/x"),
        ('<meta property="og:site_name" content="BBC News عربي">', "بي بي سي عربي", None),
        ('<meta property="og:site_name" content="صوت السهل">', "صوت السهل", None),
        (f"<title>{TITLE} | صوت السهل</title>", "صوت السهل", None),
        (f"<title>{TITLE} - Reuters</title>", "رويترز", None),
    ],
)
def test_the_outlet(head, outlet, url):
    article = read(page(head=head))
    assert (article.outlet, article.url, article.title) == (outlet, url, TITLE)


def test_a_caption_is_kept_once_and_not_in_the_text():
    caption = "جرارات في السهل الشرقي - آذار 2020 (صوت السهل)"
    figure = f'<figure><img src=a.jpg alt="{caption}"><figcaption>{caption}</figcaption></figure><div>{caption}</div>'
    article = read(page(under_title=figure))
    assert [(c.text, c.credit, c.date) for c in article.captions] == [(caption, "صوت السهل", "2020")]
    assert caption not in article.text


def test_a_line_under_a_picture_is_a_caption_without_any_class():
    under = "<div><div><img src=a.jpg></div><div>جرار قرب بئر قديمة</div></div>"
    article = read(page(under_title=under))
    assert [c.text for c in article.captions] == ["جرار قرب بئر قديمة"]


def test_a_page_of_tables_and_line_breaks():
    lines = "<br><br>".join(BODY)
    html = (
        f"<html><head><title>{TITLE}</title></head><body><table><tr><td><a href=1>أخبار</a><br><a href=2>صور</a></td>"
        f"<td><table><tr><td><b>{TITLE}</b></td></tr><tr><td>{lines}</td></tr></table></td></tr></table></body></html>"
    )
    assert read(html).text.split("\n") == BODY


SIMPLE = str.maketrans({"“": '"', "”": '"', "«": '"', "»": '"'})


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "windows-1256", "iso-8859-6", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize(
    "declared", ["<meta charset=utf-8>", "", "<meta charset=windows-1256>", "<meta charset=x-strange>"]
)
def test_encodings_declared_rightly_wrongly_or_not_at_all(encoding, declared):
    html = page().translate(SIMPLE).replace("<meta charset=utf-8>", declared)
    assert read(html.encode(encoding)).text == "\n".join(BODY).translate(SIMPLE)


def test_credit_and_caption_each_with_a_label():
    figure = (
        "<figure><img src=a.jpg><div><span>مصدر الصورة، </span>Getty Images</div>"
        "<figcaption><span>التعليق على الصورة، </span><p>فرق الهندسة في السهل</p></figcaption></figure>"
    )
    [caption] = read(page(under_title=figure)).captions
    assert (caption.text, caption.credit) == ("فرق الهندسة في السهل", "Getty Images")


def test_lists_and_subheadings_belong_to_the_article():
    body = [BODY[0], *BODY[1:3], "</p><h2>ألغام في الحقول</h2><ul><li>نزعت الفرق مئة لغم.</li></ul><p>" + BODY[3]]
    text = read(page(body=body)).text.split("\n")
    assert text == [*BODY[:3], "ألغام في الحقول", "نزعت الفرق مئة لغم.", BODY[3]]


def test_text_after_the_end_of_the_page_does_no_harm():
    assert read(page() + "بقايا </html> نص").text.split("\n") == BODY
