"""axe-core finds nothing serious on any page, light and dark; all is reached by keys; print and narrow pages hold."""

from pathlib import Path

import pytest

AXE = (Path(__file__).parent / "axe/axe.min.js").read_text(encoding="utf-8")
RUN = """async only => {
  const options = only ? {runOnly: {type: 'rule', values: [only]}} : {};
  const found = await axe.run(document, {...options, resultTypes: ['violations']});
  return found.violations.filter(v => ['serious', 'critical'].includes(v.impact))
    .map(v => `${v.id}: ${v.nodes.slice(0, 3).map(n => n.target + ' ' + (n.any[0]?.message ?? '')).join(' | ')}`);
}"""
FOCUSED = "(() => { const at = document.activeElement; return `${at.tagName} ${at.id} ${at.className}`; })()"


@pytest.mark.parametrize("watched", [{"bypass_csp": False}], indirect=True)
@pytest.mark.parametrize("language", ["ar", "en"])
def test_axe_finds_nothing_serious(watched, paths, language):
    found = {}
    for name, path in (paths | {"account": "account"}).items():
        page = watched.open(f"/{language}/{path}")
        page.wait_for_load_state("networkidle")
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        page.evaluate(AXE)
        found[f"{name} light"] = page.evaluate(RUN, None)
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        found[f"{name} dark"] = page.evaluate(RUN, "color-contrast")
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_the_first_key_leads_past_the_menu(watched):
    page = watched.open("/en/search")
    page.keyboard.press("Tab")
    assert "skip" in page.evaluate(FOCUSED)
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_a_search_is_made_by_keys_alone(watched):
    page = watched.open("/ar/search")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "q":
            break
    page.keyboard.type("قصف")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ar/search?**")
    assert page.locator(".hit").count() > 0


def test_filters_are_chosen_by_keys_alone(watched):
    page = watched.open("/en/")
    page.wait_for_selector("#record.ready")
    before = page.locator("#total").inner_text()
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('details.facet[open] button.value')"):
            break
        if page.evaluate("document.activeElement.matches('details.facet:not([open]) > summary')"):
            page.keyboard.press("Enter")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid", "the focus is seen"
    page.keyboard.press("Enter")
    assert page.locator("#total").inner_text() != before


def test_printed_pages_hold_what_was_said_and_nothing_else(watched, paths):
    for name in ("event", "article", "place", "status"):
        page = watched.open(f"/ar/{paths[name]}")
        page.emulate_media(media="print")
        assert not page.locator("header.site .menu").is_visible()
        assert page.locator("h1").is_visible()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert page.pdf(format="A4")[:5] == b"%PDF-"
        page.emulate_media(media="screen")


def test_a_page_that_is_open_goes_on_without_its_server(watched):
    page = watched.open("/en/")
    page.wait_for_selector("#record.ready")
    page.wait_for_load_state("networkidle")
    before = page.locator("#total").inner_text()
    page.context.set_offline(True)
    page.locator("#since").fill("2019-06-01")
    page.locator("#since").dispatch_event("change")
    assert page.locator("#total").inner_text() != before
    watched.faults = [fault for fault in watched.faults if "ERR_INTERNET_DISCONNECTED" not in fault]
