"""The reader: claims and their words lead to each other; offsets are those of the record, whatever the letters."""

import json

import pytest
from playwright.sync_api import expect
from tests.web.conftest import NOW, Serving, Watched, asked

from riwaya.cli.add import Adding
from riwaya.cli.recording import EngineAtHand
from riwaya.model.span import Span
from riwaya.read import receive
from riwaya.store.base import Given
from riwaya.store.location import create_store
from riwaya.web import Settings, create_app
from riwaya.web.reader import paragraphs
from riwaya.web.units import Utf16

EMOJI = "😀 قال المتحدث سامر الحسن إن القوات سيطرت على بلدة الشجرة. 🕊️\nوأضاف أن الطريق مفتوح 𞸀 أمام الأهالي."
HIGHLIGHTED = """name => [...(CSS.highlights.get(name) ?? [])].map(range =>
  range.startContainer.data.slice(range.startOffset, range.endOffset)).join("\\n")"""


def test_code_points_become_code_units():
    text = "a😀b𞸀c"
    units = Utf16(text)
    assert [units.offset(at) for at in range(6)] == [0, 1, 3, 4, 6, 7]
    assert units.span(Span(2, 5)) == "3-7"
    assert [(one.start, one.text) for one in paragraphs("😀\n\nb")] == [(0, "😀"), (4, "b")]


@pytest.fixture(scope="module")
def emoji(tmp_path_factory, browser):
    """The page of an article with letters of two code units before its claims, and its record."""
    folder = tmp_path_factory.mktemp("emoji")
    article = {"id": "one", "text": EMOJI, "published": "2019-02-01", "outlet": "مرصد الضفة", "title": "<b>&"}
    (folder / "one.jsonl").write_text(json.dumps(article), encoding="utf-8")
    store, _ = create_store(str(folder / "riwaya.db"))
    adding = Adding(store, NOW.date(), Given(), EngineAtHand(folder))
    for item in receive((str(folder / "one.jsonl"),)):
        adding.add(item)
    (record,) = store.records()
    store.close()
    with Serving(create_app(Settings(record=str(folder / "riwaya.db"), data=folder, now=lambda: NOW))) as serving:
        context = browser.new_context()
        watched = Watched(context, serving.address)
        yield watched, record
        context.close()
        assert watched.faults == []


@pytest.mark.parametrize("how", ["", "?marks=1"])
def test_an_emoji_before_a_claim_moves_nothing(emoji, how):
    watched, record = emoji
    page = watched.open(f"/ar/article/{record.article.sha256}{how}")
    assert page.locator("h1").inner_text() == "<b>&"
    assert record.claims
    for claim in record.claims:
        page.locator(f"[id='{claim.id}'] .claim-head").click()
        if how:
            shown = "\n".join(page.locator("mark.active").all_inner_texts())
        else:
            shown = page.evaluate(HIGHLIGHTED, "active")
        assert shown.replace("\n", "") == claim.text.replace("\n", "")
        if claim.cue and not how:
            assert page.evaluate(HIGHLIGHTED, "cue") == claim.cue.text
    assert page.locator("#text").inner_text().replace("\n\n", "\n") == EMOJI


def test_keys_lead_from_claim_to_claim(watched, site):
    sha256 = asked(site, "articles?limit=1")[0]["sha256"]
    page = watched.open(f"/en/article/{sha256}")
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.locator("#claims > li").nth(1)
    expect(second).to_have_attribute("aria-current", "true")
    assert page.evaluate(HIGHLIGHTED, "active").replace("\n", "") in page.locator("#text").inner_text().replace(
        "\n", ""
    )
    assert page.url.endswith(f"#{second.get_attribute('id')}")
    page.keyboard.press("Enter")
    expect(second).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator("#claims > li").first).to_have_attribute("aria-current", "true")
    page.keyboard.press("Escape")
    assert page.locator("[aria-current=true]").count() == 0


def test_words_lead_to_their_claim(watched, site):
    sha256 = asked(site, "articles?limit=1")[0]["sha256"]
    page = watched.open(f"/ar/article/{sha256}")
    claim = asked(site, f"articles/{sha256}")["claims"][0]
    point = page.evaluate(
        """span => { const range = [...CSS.highlights.values()].flatMap(h => [...h]).find(r => true);
        const found = document.createRange(); found.setStart(range.startContainer, range.startOffset + 1);
        found.setEnd(range.startContainer, range.startOffset + 2); const box = found.getBoundingClientRect();
        return [box.x + box.width / 2, box.y + box.height / 2]; }""",
        claim["span"],
    )
    page.mouse.click(*point)
    assert page.locator("#claims > li.active").count() == 1


def test_a_capture_is_shown_without_any_right(watched, site):
    sha256 = asked(site, "articles?limit=1")[0]["sha256"]
    page = watched.open(f"/en/capture/{sha256}")
    assert page.locator("iframe").get_attribute("sandbox") == ""
    assert "<html" in page.locator("pre.capture").inner_text()
    answer = page.request.get(f"{site}/capture/{sha256}/page")
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert "allow" not in policy
    raw = page.request.get(f"{site}/capture/{sha256}/bytes")
    assert raw.headers["content-disposition"].startswith("attachment")
