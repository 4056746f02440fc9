"""What is known of the pages of single outlets: selectors, their own furniture, datelines, the zone of the newsroom."""

import datetime

import msgspec
import pytest
from lxml import html

from riwaya.model.article import Article
from riwaya.read import read_inputs
from riwaya.read.outletrules import PageRules, elements, known_dateline, mark_dropped, vote_selected
from riwaya.read.outlets import load_outlets, read_outlets
from riwaya.read.selectors import select, selector_fault

TODAY = datetime.date(2026, 11, 22)
TITLE = "قصف يستهدف سوقا شعبيا في بلدة جنوبي إدلب"
BODY = [
    "استهدف قصف مدفعي سوقا شعبيا في البلدة صباح السبت، بحسب الدفاع المدني في المحافظة.",
    "وقال شاهد كان في السوق إن القذائف سقطت تباعا خلال دقائق، ثم عاد الهدوء إلى المكان.",
    "ولم يصدر تعليق من الطرف الآخر حتى ساعة إعداد الخبر.",
]
TREE = html.fromstring(
    '<div id=all><div class="a story-12 x" data-k=v1><p itemprop="articleBody x">1</p>'
    "<section><p>2</p></section></div></div>"
)


def read(text):
    [article] = read_inputs(["-"], reading_date=TODAY, stdin=text.encode())
    assert isinstance(article, Article), article
    return article


def page(url, body, head="", under=""):
    return (
        f"<html><head><meta charset=utf-8><link rel=canonical href='{url}'>{head}</head><body><div class=top>"
        f"<h1>{TITLE}</h1>{under}</div>{body}</body></html>"
    )


def paragraphs(lines=BODY):
    return "".join(f"<p>{line}</p>" for line in lines)


@pytest.mark.parametrize(
    ("selector", "found"),
    [
        ("p", ["1", "2"]),
        (".story-* p", ["1", "2"]),
        ("div.a section p", ["2"]),
        ("p[itemprop*=articleBody]", ["1"]),
        ("[data-k=v1] section p", ["2"]),
        ("[data-k^=v] [itemprop]", ["1"]),
        ("#all .x p", ["1", "2"]),
        (".story", []),
        (".stor* .x", []),
    ],
)
def test_selectors(selector, found):
    assert [e.text for e in select(TREE, selector)] == found


@pytest.mark.parametrize("selector", ["", "p > a", "p:first-child", "a,b", "[x", "..a"])
def test_selectors_that_are_not_understood(selector):
    assert selector_fault(selector)


def test_at_least_twenty_five_outlets_have_rules_with_a_zone_and_a_body():
    ruled = [outlet.name for outlet in read_outlets() if outlet.page and outlet.page.body]
    assert len(ruled) >= 25
    zoned = [outlet.name for outlet in read_outlets() if outlet.page and outlet.page.zone]
    assert len(zoned) >= 25


@pytest.mark.parametrize("rules", [o.page for o in read_outlets() if o.page], ids=lambda rules: rules.body[0])
def test_the_body_of_each_outlet_is_found_by_its_own_selectors(rules):
    for selector in rules.body:
        step = selector.split()[0]
        name = step.lstrip(".#")
        marked = f'<div class="{name}" id="{name}" property="articleBody">' if step[0] in ".#[" else f"<{step}>"
        inner = f'<div class="{selector.split()[1].lstrip(".")}">' if " " in selector else "<div>"
        tree = html.fromstring(f"<body><div><p>{BODY[0]}</p></div>{marked}{inner}{paragraphs()}</div></body>")
        from riwaya.read.htmltree import visible_lines

        blocks = visible_lines(tree)
        found = vote_selected(tree, blocks, msgspec.structs.replace(rules, body=(selector,)))
        assert found is not None
        assert [block.text for block in blocks if block.voted] == BODY


def test_a_selector_that_finds_too_little_leaves_the_page_to_the_general_way():
    url = "https://www.enabbaladi.net/archives/1"
    made_anew = f"<div class=content-article>قريبا</div><div class=another>{paragraphs()}</div>"
    assert read(page(url, made_anew)).text.split("\n") == BODY


def test_boxes_and_lines_that_an_outlet_puts_into_its_text_go():
    url = "https://www.enabbaladi.net/archives/1"
    box = "<div class=donation-box><p>نحن نعمل بلا ممول ونطلب من كل قارئ أن يسهم في بقائنا بما يقدر عليه.</p></div>"
    line = "<p>دولار واحد شهريًا يصنع الفرق</p>"
    body = f"<div class=content-article><p>{BODY[0]}</p>{box}{paragraphs(BODY[1:])}{line}</div>"
    article = read(page(url, body))
    assert article.text.split("\n") == BODY
    assert {r.reason for r in article.removed} >= {"furniture of the outlet"}


def test_dropped_lines_may_be_given_by_their_beginning():
    tree = html.fromstring(f"<div>{paragraphs()}<p>المصدر : وكالتنا ومراسلوها</p></div>")
    from riwaya.read.htmltree import visible_lines

    blocks = visible_lines(tree)
    mark_dropped(tree, blocks, PageRules(lines=("المصدر : وكالتنا*",)))
    assert [block.reason for block in blocks] == [None, None, None, "furniture of the outlet"]


@pytest.mark.parametrize(
    ("url", "text", "dateline"),
    [
        ("https://sana.sy/1", "دمشق-سانا بحث الوزير مع نظيره", "دمشق-سانا"),
        ("https://www.spa.gov.sa/1", "الرياض 16 يناير 2019 م واس - استقبل", "الرياض 16 يناير 2019 م واس"),
        ("https://wam.ae/1", "أبوظبي في 7 يناير / وام / أعلنت", "أبوظبي في 7 يناير / وام"),
        ("https://shafaq.com/ar/1", "شفق نيوز/ أفاد مصدر", "شفق نيوز"),
        ("https://www.alsumaria.tv/1", "السومرية نيوز – بغداد - أعلنت", "السومرية نيوز – بغداد"),
        ("https://aawsat.com/1", "بيروت: «الشرق الأوسط»\nقال", "بيروت: «الشرق الأوسط»"),
        ("https://sana.sy/1", "وقالت سانا إن الطريق مفتوح", None),
    ],
)
def test_datelines_in_the_shape_of_their_outlet(url, text, dateline):
    assert known_dateline(text, load_outlets().by_domain(url).page) == dateline


def test_the_zone_of_the_outlet_decides_the_day():
    meta = '<meta property="article:published_time" content="2019-12-24T23:59:00Z">'
    known = read(page("https://www.annahar.com/1", f"<div>{paragraphs()}</div>", meta))
    assert known.published == "2019-12-25T01:59:00+02:00"
    unknown = read(page("https://qarya.example/1", f"<div>{paragraphs()}</div>", meta))
    assert unknown.published == "2019-12-24T23:59:00+00:00"


def test_the_same_moment_with_the_zone_of_the_outlet_is_preferred_to_utc():
    head = '<meta property="article:published_time" content="2019-12-24T23:59:00Z">'
    local = (
        '<script type="application/ld+json">{"@type":"WebPage","datePublished":"2019-12-25T01:59:00+02:00"}</script>'
    )
    head += '<meta name="pubdate" content="2019-12-25T01:59:00+02:00">' + local
    assert read(page("https://qarya.example/1", f"<div>{paragraphs()}</div>", head)).published[:10] == "2019-12-25"


def test_a_line_of_the_page_decides_between_utc_and_the_next_day():
    head = '<meta property="article:published_time" content="2019-12-24T22:30:00Z">'
    under = "<div>الأربعاء 25 كانون الأول 2019</div>"
    assert read(page("https://qarya.example/1", f"<div>{paragraphs()}</div>", head, under)).published == "2019-12-25"


def test_elements_of_the_first_selector_that_finds_any():
    assert [e.text for e in elements(TREE, (".none", "section p", "p"))] == ["2"]
