"""The record: map, timeline, list and filters say the same; every state is in the address."""

from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import expect
from tests.web.conftest import asked


def ready(page):
    page.wait_for_selector("#record.ready")
    return page


def total(page):
    return int(page.locator("#total").inner_text().replace(",", ""))


def value(page, group, text):
    facet = page.locator("details.facet", has=page.locator("summary", has_text=group)).first
    if facet.get_attribute("open") is None:
        facet.locator("summary").click()
    return facet.locator("button.value", has_text=text).first


def test_filters_count_and_agree_with_the_api(watched, site):
    page = ready(watched.open("/en/"))
    every = asked(site, "events?limit=500")["events"]
    assert total(page) == len(every)
    button = value(page, "Event type", "attack")
    promised = int(button.locator(".num").inner_text())
    button.click()
    assert total(page) == promised == sum(event["type"] == "attack" for event in every)
    value(page, "Stance", "denied").click()
    assert parse_qs(urlsplit(page.url).query) == {"type": ["attack"], "stance": ["denied"]}
    call = page.locator("#call").get_attribute("href")
    assert total(page) == len(asked(site, f"{call.removeprefix('/api/')}&limit=500")["events"])
    assert page.locator("#list > li").count() == total(page)


def test_every_state_is_in_the_address(watched, browser):
    page = ready(watched.open("/en/"))
    everything = total(page)
    value(page, "Contradicted", "yes").click()
    some = total(page)
    assert 0 < some < everything
    page.locator("#since").fill("2019-06-01")
    page.locator("#since").dispatch_event("change")
    fewer, address = total(page), page.url
    page.go_back()
    expect(page.locator("#total")).to_have_text(str(some))
    page.go_back()
    expect(page.locator("#total")).to_have_text(str(everything))
    page.goto(address)
    assert total(ready(page)) == fewer
    page.locator("#reset").click()
    assert total(page) == everything


def test_the_brush_chooses_days_and_the_map_window_places(watched, site):
    page = ready(watched.open("/ar/"))
    everything = total(page)
    box = page.locator("#timeline").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + 30, steps=4)
    page.mouse.up()
    brushed = total(page)
    assert 0 < brushed < everything
    query = parse_qs(urlsplit(page.url).query)
    found = asked(site, f"events?limit=500&since={query['since'][0]}&until={query['until'][0]}")["events"]
    assert brushed == len(found)
    page.locator("[data-days='0']").click()
    page.locator("#follow").check()
    boxed = total(page)
    query = parse_qs(urlsplit(page.url).query)
    assert boxed == len(asked(site, f"events?limit=500&box={query['box'][0]}")["events"])
