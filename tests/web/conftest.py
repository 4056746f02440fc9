"""A record of the example pages, a server in this process, and headless Chromium."""

import json
import os
import shutil
import threading
import urllib.request
from datetime import UTC, date, datetime

import pytest
import uvicorn
from playwright.sync_api import sync_playwright
from tests.corpora import ROOT

from riwaya.cli.add import Adding
from riwaya.cli.recording import EngineAtHand
from riwaya.read import receive
from riwaya.store.base import Given
from riwaya.store.location import create_store
from riwaya.web import Settings, create_app
from riwaya.web.server import bound
from riwaya.web.settings import LOOPBACK

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
ALONE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
"""Names lead nowhere: the browser is offline but for this machine."""
SHOTS = ROOT / "build/screenshots"


def fill(store, data, folder=ROOT / "examples"):
    adding = Adding(store, date(2026, 11, 1), Given(), EngineAtHand(data))
    for item in receive((str(folder),)):
        adding.add(item)
    adding.flush()
    return adding.counts


@pytest.fixture(scope="session")
def settings(tmp_path_factory):
    folder = tmp_path_factory.mktemp("record")
    location = str(folder / "riwaya.db")
    store, _ = create_store(location)
    fill(store, folder / "data")
    store.close()
    return Settings(record=location, data=folder / "data", now=lambda: NOW, hosts=(*LOOPBACK, "testserver"))


class Serving:
    """An application served in a thread of this process."""

    def __init__(self, app):
        self.listening = bound("127.0.0.1", 0)
        self.address = f"http://127.0.0.1:{self.listening.getsockname()[1]}"
        self.server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self.listening]}, daemon=True)

    def __enter__(self):
        self.thread.start()
        urllib.request.urlopen(f"{self.address}/robots.txt", timeout=30).close()  # noqa: S310
        return self

    def __exit__(self, *_):
        self.server.should_exit = True
        self.thread.join(timeout=30)
        self.listening.close()


@pytest.fixture(scope="session")
def site(settings):
    with Serving(create_app(settings)) as serving:
        yield serving.address


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
        "review": "review",
        "batches": "review/batches",
        "claim-review": f"review/claim/{told['claims'][0]}",
        "event-review": f"review/event/{told['id']}",
        "api": "api",
    }


@pytest.fixture(scope="session")
def browser():
    path = shutil.which("chromium")
    if path is None and os.environ.get("CI") != "true":
        pytest.skip("no Chromium here")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", ALONE])
        yield chromium
        chromium.close()


class Watched:
    """A page of the browser that notes what must not be: errors, and requests to other hosts."""

    def __init__(self, context, site):
        self.page, self.site = context.new_page(), site
        self.faults = []
        self.page.on("console", lambda said: self.faults.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda fault: self.faults.append(str(fault)))
        self.page.on("request", self._asked)

    def _asked(self, request):
        if not request.url.startswith((self.site, "data:", "blob:")):
            self.faults.append(f"asked for {request.url}")

    def open(self, path):
        answer = self.page.goto(f"{self.site}{path}", wait_until="load")
        assert answer.status == 200, path
        return self.page


@pytest.fixture
def watched(browser, site, request):
    options = {"viewport": {"width": 1280, "height": 900}} | getattr(request, "param", {})
    context = browser.new_context(**options)
    found = Watched(context, site)
    yield found
    context.close()
    assert found.faults == []
