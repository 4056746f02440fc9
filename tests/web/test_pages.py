"""Each page in both languages, wide and narrow, light and dark; a picture of each is kept under build/."""

import pytest
from tests.web.conftest import SHOTS

VIEWS = {
    "light": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "narrow": {"viewport": {"width": 360, "height": 740}, "color_scheme": "light"},
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
