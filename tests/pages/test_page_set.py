"""The test set of pages: every page is read, and the figures keep the bounds that were set for them."""

from __future__ import annotations

import pytest
from tests.pages.pageset import PARTS, READING_DATE, Page, Read, figures, overlap, pages

from riwaya.model.article import Article
from riwaya.read import Received, read_received

LEAST_F1 = 0.97
LEAST_DATES = 0.95
WORST_PAGE = 0.85
ALL = pages()


def read(page: Page) -> Article:
    article = read_received(Received(page.name, "page", page.path.read_bytes()), READING_DATE)
    assert isinstance(article, Article), article
    return article


@pytest.fixture(scope="module")
def articles() -> dict[str, Article]:
    return {page.name: read(page) for page in ALL}


def test_the_set_is_as_large_as_it_should_be() -> None:
    assert len(ALL) >= 40
    assert len({page.layout for page in ALL}) >= 25
    assert len(pages("held")) + len(pages("blind")) >= len(ALL) // 3
    assert {page.part for page in ALL} == set(PARTS)


@pytest.mark.parametrize("part", [None, *PARTS])
def test_text_and_date_reach_their_bounds(part: str | None, articles: dict[str, Article]) -> None:
    some = pages(part)
    found = figures(some, [Read(a.text, a.title, a.published) for a in (articles[page.name] for page in some)])
    assert (found.f1 >= LEAST_F1, found.dates >= LEAST_DATES) == (True, True), found


@pytest.mark.parametrize("page", ALL, ids=lambda page: page.name)
def test_no_page_is_read_badly(page: Page, articles: dict[str, Article]) -> None:
    article = articles[page.name]
    assert overlap(article.text, page.text)[2] >= WORST_PAGE
    assert all(removed.reason for removed in article.removed)


@pytest.mark.parametrize("page", ALL, ids=lambda page: page.name)
def test_what_is_kept_and_removed_is_on_the_page_once(page: Page, articles: dict[str, Article]) -> None:
    article = articles[page.name]
    lines = article.text.split("\n")
    assert all(line == line.strip() and line for line in lines)
    assert not {removed.text for removed in article.removed if removed.reason == "title"} & set(lines)
