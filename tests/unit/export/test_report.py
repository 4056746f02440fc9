"""The report: one file that fetches nothing and runs nothing, with every claim in its own words under its origin."""

import re

import pytest
from lxml import html
from tests.reading import record_of
from tests.unit.export.nothing import NOTHING

from riwaya.export.view import Selection
from riwaya.rules.wording import load_wording


@pytest.fixture
def page(write):
    return lambda view, **options: html.document_fromstring(write("html", view, **options).decode())


@pytest.fixture
def largest(selection):
    return max(selection.findings.events, key=lambda e: (e.n_origins, e.n_claims))


@pytest.fixture
def one(selection, largest):
    return Selection(selection.records, selection.findings, events={largest.id})


def test_nothing_is_fetched_and_nothing_runs(selection, write, page):
    root = page(selection)
    assert [e.tag for e in root.iter("script", "img", "link", "iframe", "object", "embed", "form", "base")] == []
    assert [
        name for e in root.iter("*") for name in e.attrib if name.startswith("on") or name in ("src", "srcset")
    ] == []
    assert re.findall(r"url\(|@import", root.findtext(".//style")) == []
    assert {a.get("rel") for a in root.iter("a")} == {"noreferrer noopener nofollow"}
    (policy,) = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'")
    assert write("html", selection).startswith(b"<!DOCTYPE html>\n")


def test_every_claim_stands_under_its_origin_in_its_own_words(one, largest, page):
    root = page(one)
    texts = {c.id: c.text for record in one.records for c in record.claims}
    (section,) = root.iter("section")
    assert {a.get("id").removeprefix("claim-") for a in section.iter("article") if a.get("id")} == set(largest.claims)
    for block in section.xpath("article[@id]/blockquote"):
        assert (block.get("lang"), block.get("dir")) == ("ar", "rtl")
        assert block.text == texts[block.getparent().get("id").removeprefix("claim-")]
    origins = [h.text_content() for h in section.iter("h4")]
    for number, origin in enumerate(largest.origins, 1):
        heading = next(text for text in origins if text.startswith(f"Origin {number}:"))
        assert all(" ".join(voice.name.split()) in heading for voice in origin.voices)
    counts = [b.text for b in section.find(".//ul[@class='counts']").iter("b")]
    assert counts[:3] == [str(n) for n in (largest.n_origins, largest.n_outlets, largest.n_claims)]


@pytest.mark.parametrize("kind", ["denial", "numbers", "dates"])
def test_both_sides_of_a_contradiction(selection, page, kind):
    contradiction = next(c for c in selection.findings.contradictions if c.event and c.kind == kind)
    root = page(Selection(selection.records, selection.findings, events={contradiction.event}), language="ar")
    texts = {c.id: c.text for record in selection.records for c in record.claims}
    sides = [div.text_content() for div in root.xpath("//div[@class='sides']/div")]
    words = load_wording("ar")
    for side in (contradiction.a, contradiction.b):
        says = {"denial": words.get(f"stance.{side.says}"), "numbers": side.says.partition(" ")[2]}
        says |= {"dates": side.says.partition("..")[0]}
        assert any(
            says[kind] in text and texts[side.claim] in text and all(name in text for name in side.chain)
            for text in sides
        )


def test_days_and_numbers_run_from_the_left_in_arabic(one, largest, page):
    days = [e.text for e in page(one, language="ar").iter("bdi") if e.get("dir") == "ltr"]
    assert {largest.start, largest.end} <= set(days)
    assert not [
        text for text in page(one, language="ar").xpath("//text()[not(parent::bdi)]") if "-0" in text.strip()[:8]
    ]


def test_the_report_in_arabic_reads_from_the_right(one, page):
    root = page(one, language="ar")
    assert (root.get("lang"), root.get("dir")) == ("ar", "rtl")
    words = load_wording("ar")
    text = root.text_content()
    assert words["report.rests_on"] in text
    assert load_wording("en")["report.rests_on"] not in text


def test_hostile_text_stays_text(select, page):
    title = '<script>alert(1)</script>"onload="x'
    record = record_of(f"قتل خمسة مدنيين في قصف على مدينة إدلب أمس {title}.", outlet=title, published="2019-06-21")
    root = page(select(record), asked=title)
    assert list(root.iter("script")) == []
    assert title in root.text_content()


def test_only_addresses_of_the_web_are_links(select, page):
    import msgspec

    record = record_of("قتل خمسة مدنيين في قصف على مدينة إدلب أمس.", outlet="جريدة", published="2019-06-21")
    for url, links in (
        ("javascript:alert(1)", []),
        ("https://a.example/خبر 1", ["https://a.example/%D8%AE%D8%A8%D8%B1%201"]),
    ):
        changed = msgspec.structs.replace(record, article=msgspec.structs.replace(record.article, url=url))
        assert [a.get("href") for a in page(select(changed)).iter("a")] == links


def test_nothing_is_said_to_be_nothing(page):
    assert load_wording("en")["report.nothing"] in page(NOTHING).text_content()


def test_both_languages_have_the_same_words():
    assert set(load_wording("ar")) == set(load_wording("en"))


def test_every_code_of_the_record_has_a_word():
    from typing import get_args

    from riwaya.model import claim, finding, mention
    from riwaya.rules.files import data_folder, read_toml

    words = load_wording("en")
    kinds = {
        "stance": claim.Stance,
        "certainty": claim.Certainty,
        "delivery": claim.Delivery,
    }
    kinds |= {"relation": mention.Relation, "contradiction": finding.ContradictionKind}
    codes = [f"{kind}.{value}" for kind, values in kinds.items() for value in get_args(values)]
    codes += [f"type.{name}" for name in read_toml(data_folder() / "ontology/events.toml", dict)]
    assert [code for code in codes if code not in words] == []
