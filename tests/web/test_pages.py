"""Each page in both languages, wide and narrow, light and dark; a picture of each is kept under build/."""

import pytest
from tests.web.conftest import SHOTS

PATHS = {"record": "", "search": "search?q=%D9%82%D8%B5%D9%81", "status": "status"}
VIEWS = {
    "light": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "narrow": {"viewport": {"width": 360, "height": 740}, "color_scheme": "light"},
}


@pytest.mark.parametrize("watched", list(VIEWS.values()), ids=list(VIEWS), indirect=True)
@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("name", list(PATHS))
def test_page_is_shown(watched, request, language, name):
    page = watched.open(f"/{language}/{PATHS[name]}")
    assert page.locator("h1").count() == 1
    root = page.locator("html")
    assert (root.get_attribute("lang"), root.get_attribute("dir")) == (language, {"ar": "rtl", "en": "ltr"}[language])
    too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert too_wide == 0
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}-{language}-{request.node.callspec.id.split('-')[-1]}.png", full_page=True)


def test_light_and_dark_and_the_language_are_remembered(watched):
    page = watched.open("/en/status")
    page.locator("#theme").click()
    page.locator("#theme").click()
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.locator("#language").click()
    assert page.url.endswith("/ar/status")
    assert watched.open("/").url.endswith("/ar/")
