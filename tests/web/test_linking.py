"""While a record is served, what is added to it is linked, and pages go on being read."""

import json
import time
from dataclasses import replace

from fastapi.testclient import TestClient
from tests.web.conftest import fill

from riwaya.store.location import create_store
from riwaya.web import create_app

TEXT = "قال المتحدث سامر الحسن إن القوات سيطرت على بلدة الشجرة يوم الجمعة."


def page(folder, number):
    folder.mkdir(exist_ok=True)
    article = {"id": f"a{number}", "text": TEXT, "published": "2019-02-01", "outlet": f"صحيفة {number}"}
    (folder / f"{number}.jsonl").write_text(json.dumps(article), encoding="utf-8")


def until(true, seconds=60):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.2)


def test_what_is_added_meanwhile_is_linked(tmp_path, settings):
    location, pages = str(tmp_path / "riwaya.db"), tmp_path / "pages"
    store, _ = create_store(location)
    page(pages, 1)
    fill(store, tmp_path, pages)
    with TestClient(create_app(replace(settings, record=location, refresh_s=0.3))) as client:
        first = client.get("/api/events").json()["events"]
        tag = client.get("/api/events/columns").headers["etag"]
        assert [event["n_outlets"] for event in first] == [1] * len(first)
        page(pages, 2)
        fill(store, tmp_path, pages)
        until(lambda: max(event["n_outlets"] for event in client.get("/api/events").json()["events"]) == 2)
        until(lambda: client.get("/api/events/columns").headers["etag"] != tag)
        assert client.get("/api/status").json()["fault"] is None
    store.close()


def test_an_empty_record_is_served(tmp_path, settings):
    create_store(str(tmp_path / "riwaya.db"))[0].close()
    with TestClient(create_app(replace(settings, record=str(tmp_path / "riwaya.db")))) as client:
        assert client.get("/api/events").json() == {"events": [], "more": False}
        assert client.get("/api/events/columns").json()["id"] == []
        for path in ("", "search?q=a", "sources", "status"):
            assert client.get(f"/en/{path}").status_code == 200
