"""Each example page is read, and read as a person did."""

from __future__ import annotations

import pytest

from riwaya.pipeline import Resources, resources

from .expected import Expected
from .harness import ROOT, below, differences, expectations, figures, floors, read_page

PAGES = list(expectations())


@pytest.fixture(scope="module")
def given() -> Resources:
    return resources()


def by_name(expected: Expected) -> str:
    return expected.name


def test_every_page_has_an_expectation() -> None:
    pages = {path.relative_to(ROOT).as_posix() for path in (ROOT / "examples").glob("*/*.html")}
    assert pages == {expected.raw["page"] for expected in PAGES}


def test_every_page_has_floors_and_no_other() -> None:
    assert set(floors()) == {expected.name for expected in PAGES}


@pytest.mark.parametrize("expected", PAGES, ids=by_name)
def test_page_says_it_is_an_example(expected: Expected) -> None:
    page = (ROOT / expected.raw["page"]).read_bytes()
    coding = "windows-1256" if b"charset=windows-1256" in page else "utf-8"
    assert "كُتبت هذه الصفحة مثالًا لبرنامج رواية" in page.decode(coding)


@pytest.mark.parametrize("expected", PAGES, ids=by_name)
def test_page_reads_as_expected(expected: Expected) -> None:
    assert differences(expected, read_page(expected)) == []


@pytest.mark.parametrize("expected", PAGES, ids=by_name)
def test_quotes_are_found_and_unambiguous(expected: Expected) -> None:
    gold = expected.gold(read_page(expected).text)
    contents = [claim["span"] for claim in gold["claims"]]
    assert all(before[1] <= after[0] for before, after in zip(contents, contents[1:], strict=False))


@pytest.mark.parametrize("expected", PAGES, ids=by_name)
def test_figures_keep_their_floors(expected: Expected, given: Resources) -> None:
    assert below(figures(expected, read_page(expected), given), floors()[expected.name]) == []
