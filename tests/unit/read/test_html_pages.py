"""HTML pages: body, title, date of publication by order of trust, captions, outlet."""

import datetime
import json

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
PAGE_DATE = (
    '<script type="application/ld+json">{"@type":"WebPage","datePublished":"2021-05-04T10:00:00+03:00",}</script>'
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
        ({"under_title": "<div>الثلاثاء 22 رمضان 1442 هـ</div>", "before": HEADER}, "2021-05-04", "page"),
        ({"under_title": "<div>22 رمضان 1442 الموافق 4 أيار 2021</div>"}, "2021-05-04", "page"),
        ({"head": '<meta name="date" content="5/4/2021 4:31:00 PM">'}, "2021-05-04", "metadata"),
        ({"under_title": "<div>أرسلت في Tuesday, May 4, 2021 من قبل admin</div>"}, "2021-05-04", "page"),
        ({"head": PAGE_DATE, "before": HEADER}, "2021-05-04T10:00:00+03:00", "metadata"),
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


def test_a_line_of_agencies_below_the_text_is_the_source():
    article = read(page(after="<div>صوت السهل</div>", body=[*BODY, "(رويترز، أ ف ب)"]))
    assert article.text.split("\n") == BODY
    assert [r.reason for r in article.removed if "رويترز" in r.text] == ["source"]


def test_the_rest_of_a_text_behind_a_button_is_not_lost():
    folded = (
        f"</p><a href=#more>تابع القراءة</a><div id=more style='display:none'><p>{BODY[2]}</p><p>{BODY[3]}</p></div><p>"
    )
    assert read(page(body=[BODY[0], BODY[1] + folded])).text.split("\n") == BODY


def test_a_page_that_scripts_draw_is_read_from_its_data():
    data = json.dumps({"props": {"article": {"title": TITLE, "blocks": [], "content": [{"text": b} for b in BODY]}}})
    html = (
        f"<html><head><meta charset=utf-8><title>{TITLE}</title></head><body><div id=app></div>"
        f"<script id=__NEXT_DATA__ type=application/json>{data}</script></body></html>"
    )
    article = read(html)
    assert (article.text.split("\n"), article.title) == (BODY, TITLE)


def test_a_text_in_noscript_is_read_where_nothing_else_is():
    inside = "".join(f"<p>{line}</p>" for line in BODY)
    head = f"<html><head><meta charset=utf-8></head><body><h1>{TITLE}</h1>"
    html = f"{head}<noscript><div>{inside}</div></noscript></body></html>"
    assert read(html).text.split("\n") == BODY
    shown = page(after="<noscript><p>متصفحك قديم ولا يعرض بعض أجزاء هذه الصفحة كما ينبغي لها.</p></noscript>")
    assert read(shown).text.split("\n") == BODY


def test_of_two_articles_that_of_the_title_is_read():
    other = "".join(f"<p>{line.replace('السهل', 'الجبل')} وقد تكرر ذلك مرارا.</p>" for line in [*BODY, *BODY])
    below = f"<article><h1>مقال آخر من يوم آخر في الجبل</h1><div>{other}</div></article>"
    assert read(page(after=below)).text.split("\n") == BODY


def test_comments_longer_than_the_article_stay_out():
    said = "".join(
        f"<div><b>قارئ {k}</b><p>كلام طويل من قارئ يحكي فيه عن قريته {k} وعن أهلها وعن الأيام الخوالي.</p></div>"
        for k in range(6)
    )
    assert read(page(after=f"<div><h3>6 تعليقات</h3>{said}</div>")).text.split("\n") == BODY


def test_a_stamp_of_day_and_hour_beside_a_picture_is_no_caption():
    stamp = "<div><div>الأربعاء، 28 آب/اغسطس 2013، آخر تحديث 14:00 (GMT+0400)</div></div><div><img src='a.jpg'/></div>"
    article = read(page(under_title=stamp))
    assert (article.captions, str(article.published)) == ((), "2013-08-28")
