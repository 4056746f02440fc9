"""The report of `riwaya export html` in a browser, opened from a file: it asks for nothing and fits a narrow screen."""

import pytest

from riwaya.cli.main import run


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_a_report_stands_alone(browser, settings, tmp_path, language, direction):
    out = tmp_path / "report.html"
    where = ["--record", settings.record, "--out", str(out), "--language", language]
    assert run(["export", "html", "--min-origins", "4", *where]) == 0
    context = browser.new_context(viewport={"width": 360, "height": 800}, color_scheme="dark")
    page = context.new_page()
    asked, faults = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda said: faults.append(said.text))
    page.goto(out.as_uri())
    assert asked == [out.as_uri()]
    assert faults == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.evaluate("getComputedStyle(document.body).direction") == direction
    assert page.locator("blockquote").count() > 10
    quote = page.locator("blockquote").first
    assert quote.evaluate("e => getComputedStyle(e).direction") == "rtl"
    context.close()
