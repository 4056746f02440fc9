"""Each page in both languages, wide and narrow, light and dark; a picture of each is kept under build/."""

import json
import urllib.request

import pytest
from tests.web.conftest import SHOTS

VIEWS = {
    "light": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "narrow": {"viewport": {"width": 360, "height": 740}, "color_scheme": "light"},
}


def asked(site, path):
    with urllib.request.urlopen(f"{site}/api/{path}", timeout=30) as answer:  # noqa: S310
        return json.load(answer)


@pytest.fixture(scope="session")
def paths(site):
    """The pages that there are, of things with much to show."""
    told = asked(site, "events?order=claims&limit=1")["events"][0]
    held = next(c for c in asked(site, "contradictions") if c["kind"] == "holders")
    article = asked(site, "articles?limit=1")[0]["sha256"]
    source = asked(site, "sources?limit=1")[0]["voice"]["key"]
    return {
        "record": "",
        "event": f"event/{told['id']}",
        "article": f"article/{article}",
        "capture": f"capture/{article}",
        "place": f"place/{held['place']}",
        "actor": "actor/syrian-government",
        "source": f"source?key={urllib.request.quote(source)}",
        "sources": "sources",
        "search": "search?q=%D9%82%D8%B5%D9%81",
        "status": "status",
        "api": "api",
    }


@pytest.mark.parametrize("watched", list(VIEWS.values()), ids=list(VIEWS), indirect=True)
@pytest.mark.parametrize("language", ["ar", "en"])
def test_pages_are_shown(watched, paths, request, language):
    view = request.node.callspec.id.split("-")[-1]
    SHOTS.mkdir(parents=True, exist_ok=True)
    for name, path in paths.items():
        page = watched.open(f"/{language}/{path}")
        page.wait_for_load_state("networkidle")
        assert page.locator("h1").count() == 1, name
        root = page.locator("html")
        direction = {"ar": "rtl", "en": "ltr"}[language]
        assert (root.get_attribute("lang"), root.get_attribute("dir")) == (language, direction), name
        too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert too_wide == 0, name
        assert watched.faults == [], name
        page.screenshot(path=SHOTS / f"{name}-{language}-{view}.png", full_page=name != "record")


def test_light_and_dark_and_the_language_are_remembered(watched):
    page = watched.open("/en/status")
    page.locator("#theme").click()
    page.locator("#theme").click()
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.locator("#language").click()
    assert page.url.endswith("/ar/status")
    assert watched.open("/").url.endswith("/ar/")
