"""The HTTP API: what is documented is answered, with entity tags; errors say what is wrong."""

import pytest
from fastapi.testclient import TestClient

from riwaya.web import create_app


@pytest.fixture(scope="module")
def client(settings):
    with TestClient(create_app(settings)) as found:
        yield found


def test_every_schema_that_is_named_is_there(client):
    described = client.get("/api/openapi.json").json()
    named = set()

    def walk(part):
        if isinstance(part, dict):
            named.update([part["$ref"].rpartition("/")[2]] if "$ref" in part else [])
            part = list(part.values())
        if isinstance(part, list):
            for one in part:
                walk(one)

    walk(described["paths"])
    assert named
    assert named - set(described["components"]["schemas"]) == set()
    assert all(path.startswith("/api/") for path in described["paths"])


@pytest.mark.parametrize(
    "path",
    ["events", "events/columns", "claims?q=a", "articles", "sources", "contradictions", "status", "actors",
     "places/names?language=en"],
)  # fmt: skip
def test_what_has_not_changed_is_not_sent_again(client, path):
    first = client.get(f"/api/{path}")
    assert first.status_code == 200
    again = client.get(f"/api/{path}", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_pages_of_events_hold_each_once(client):
    whole = [event["id"] for event in client.get("/api/events", params={"limit": 500}).json()["events"]]
    found, offset = [], 0
    while True:
        page = client.get("/api/events", params={"limit": 20, "offset": offset}).json()
        found += [event["id"] for event in page["events"]]
        offset += 20
        if not page["more"]:
            break
    assert found == whole
    assert len(set(found)) == len(found)


def test_columns_say_what_the_events_say(client):
    columns = client.get("/api/events/columns").json()
    for nth, id in enumerate(columns["id"]):
        event = client.get(f"/api/events/{id}").json()
        assert columns["types"][columns["type"][nth]] == event["type"]
        assert columns["n_origins"][nth] == event["n_origins"]
        first, last = columns["claims"]["offsets"][nth : nth + 2]
        assert last - first == event["n_claims"]
        outlets = {columns["outlets"][code] for code in columns["claims"]["outlet"][first:last]}
        assert outlets == set(event["outlets"])


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("events/none", 404), ("claims/none", 404), ("articles/" + "0" * 64, 404), ("articles/xyz", 422),
        ("actors/nobody-at-all", 404), ("source?key=none", 404), ("events?box=1,2,3", 422), ("events?limit=0", 422),
        ("events?box=10,80,20,-80", 422), ("events?unknown=1", 422), ("events?since=yesterday", 422),
        ("claims?q=%00", 422), ("events?stance=sure", 422),
    ],
)  # fmt: skip
def test_errors_are_json_with_a_message(client, path, status):
    answer = client.get(f"/api/{path}")
    assert answer.status_code == status
    assert answer.json()["status"] == status
    assert answer.json()["message"]


def test_an_empty_field_of_a_form_asks_for_nothing(client):
    empty = (
        "q=&actor=&place=&radius_km=&since=&until=&stance=&certainty=&outlet=&source=&box=&min_origins=&contradicted="
    )
    assert client.get(f"/api/events?{empty}").json() == client.get("/api/events").json()
    assert client.get(f"/en/search?{empty}").status_code == 200


def test_reviewed_events_are_told_from_others(client):
    assert client.get("/api/events", params={"reviewed": True}).json()["events"] == []
    every = client.get("/api/events", params={"limit": 7}).json()
    assert client.get("/api/events", params={"limit": 7, "reviewed": False}).json() == every


@pytest.mark.parametrize(
    ("accepted", "kind"),
    [
        ("text/csv", "text/csv"), ("application/geo+json, application/json;q=0.5", "application/geo+json"),
        ("*/*", "application/json"), ("text/csv;q=0.2, application/json", "application/json"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["events", "claims"])
def test_the_form_that_is_accepted_is_sent(client, path, accepted, kind):
    answer = client.get(f"/api/{path}?type=attack", headers={"Accept": accepted})
    assert answer.headers["content-type"].partition(";")[0] == kind
    assert answer.content


def test_a_view_is_exported_in_every_format(client):
    names = [one["name"] for one in client.get("/api/export").json()]
    assert {"csv", "geojson", "kml", "html"} <= set(names)
    every = client.get("/api/events?limit=500&type=attack").json()["events"]
    for name in names:
        answer = client.get(f"/api/export/{name}?type=attack")
        assert answer.status_code == 200, name
        assert answer.headers["content-disposition"].startswith("attachment"), name
        assert answer.headers["content-security-policy"].startswith("sandbox"), name
    points = client.get("/api/export/geojson?type=attack").json()["features"]
    assert {feature["id"] for feature in points} <= {event["id"] for event in every}
    assert client.get("/api/export/geojson?reviewed=true").json()["features"] == []
    assert client.get("/api/export/nothing").status_code == 404
