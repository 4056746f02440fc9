"""What feeds list: RSS, Atom, sitemaps for news, in any encoding, with relative links; what is no feed says why."""

import pytest

from riwaya.fetch.feeds import read_feed
from riwaya.model.errors import PageError

URL = "https://marsa.example/news/feed"
RSS = """<?xml version="1.0" encoding="{encoding}"?><rss version="2.0"><channel><title>جريدة  المرسى</title>
<link>https://marsa.example/</link>{items}</channel></rss>"""
ITEM = "<item><title>خبر</title><link>{link}</link></item>"
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://marsa.example/ar/"><title>المرسى</title>
<entry><title>أ</title><link rel="alternate" href="1"/></entry><entry><link href="/2#top"/></entry></feed>"""
SITEMAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc> https://marsa.example/1 </loc>
<news:news><news:publication_date>2026-11-22</news:publication_date><news:title>خبر</news:title></news:news></url>
<url><loc>https://marsa.example/2</loc></url></urlset>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>https://marsa.example/s1.xml
</loc></sitemap></sitemapindex>"""
LAUGHS = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c SYSTEM "file:///etc/passwd">]>"""


def rss(links, encoding="utf-8"):
    return RSS.format(encoding=encoding, items="".join(ITEM.format(link=link) for link in links)).encode(encoding)


def reason(body, content_type=None):
    with pytest.raises(PageError) as fault:
        read_feed(URL, body, content_type)
    return fault.value.reason


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1256", "utf-16"])
def test_rss_in_the_encodings_of_arabic_pages(encoding):
    listing = read_feed(URL, rss(["https://marsa.example/1", "https://marsa.example/2"], encoding))
    assert listing.title == "جريدة المرسى"
    assert listing.urls == ("https://marsa.example/1", "https://marsa.example/2")


def test_the_encoding_may_stand_in_the_headers_alone():
    body = rss(["/1"], "windows-1256").replace(b' encoding="windows-1256"', b"")
    assert read_feed(URL, body, "application/rss+xml; charset=windows-1256").title == "جريدة المرسى"


def test_links_are_made_whole_each_once_without_fragments():
    links = ["/1", "2", "?id=3", "//cdn.marsa.example/4", "/1#again", "/خبر عاجل"]
    listing = read_feed(URL, rss(links))
    assert listing.urls[:4] == (
        "https://marsa.example/1",
        "https://marsa.example/news/2",
        "https://marsa.example/news/feed?id=3",
        "https://cdn.marsa.example/4",
    )
    assert listing.urls[4].startswith("https://marsa.example/%D8%AE%D8%A8%D8%B1")
    assert (len(listing.urls), listing.bad) == (5, 0)


def test_links_that_lead_elsewhere_than_the_web_are_counted():
    listing = read_feed(URL, rss(["javascript:alert(1)", "file:///etc/passwd", "mailto:a@b.example", "", "/1"]))
    assert (listing.urls, listing.bad) == (("https://marsa.example/1",), 4)


def test_atom_with_its_own_base():
    assert read_feed(URL, ATOM.encode()).urls == ("https://marsa.example/ar/1", "https://marsa.example/2")


def test_a_sitemap_for_news():
    assert read_feed(URL, SITEMAP.encode()).urls == ("https://marsa.example/1", "https://marsa.example/2")


def test_a_feed_of_ten_thousand_articles():
    assert len(read_feed(URL, rss([f"/{n}" for n in range(10_000)])).urls) == 10_000


def test_a_page_of_html_is_no_feed_but_may_name_one():
    link = '<link rel="alternate" type="application/rss+xml" href="/rss.xml">'
    page = f"<!doctype html><html><head>{link}</head><body><p>خبر</p></body></html>"
    assert reason(page.encode(), "text/html") == (
        "not a feed but a page of HTML, which names https://marsa.example/rss.xml"
    )
    assert reason(b"<html><body>404</body></html>") == "not a feed but a page of HTML"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "empty"),
        (b"{}", "neither RSS"),
        (b"\x89PNG", "neither RSS"),
        (INDEX.encode(), "(https://marsa.example/s1.xml)"),
    ],
)
def test_what_is_no_feed(body, said):
    assert said in reason(body)


@pytest.mark.parametrize("root", ["rss", "urlset"])
def test_entities_are_neither_burst_nor_followed(root):
    inside = "&c;&b;" * 50
    body = f"{LAUGHS}<{root}><channel><item><link>/1</link></item></channel><url><loc>{inside}</loc></url></{root}>"
    try:
        urls = read_feed(URL, body.encode()).urls
    except PageError:
        urls = ()
    assert not any("root" in url or "haha" in url for url in urls)


def test_a_feed_that_was_cut_lists_what_is_whole():
    body = rss([f"/{n}" for n in range(5)])
    assert read_feed(URL, body[: len(body) * 2 // 3]).urls[:2] == ("https://marsa.example/0", "https://marsa.example/1")
