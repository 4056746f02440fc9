"""Reviewing in the browser: what is decided by keys and mouse is kept, shown, undone, and linked."""

import re
import shutil
from urllib.parse import quote

import httpx2
import msgspec
import pytest
from tests.corpora import ROOT
from tests.web.conftest import NOW, SHOTS, Serving, Watched, fill

from riwaya.linked import link_record
from riwaya.model.judgement import Bulk, Note, Reject, SpanChange, Split
from riwaya.review import judged_record, state
from riwaya.store.base import Query
from riwaya.store.location import create_store, open_store
from riwaya.web import Settings, create_app

EMOJI = "🟢🟢 قال ناشط من الرقة إن ثلاثة أشخاص قتلوا في انفجار عبوة ناسفة وسط مدينة الرقة الجمعة."


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A linked record of some example pages, and of a text that begins with emoji."""
    folder = tmp_path_factory.mktemp("template")
    pages = folder / "pages"
    for outlet in ("barqiya", "alwatad"):
        shutil.copytree(ROOT / "examples" / outlet, pages / outlet)
    line = {"id": "emoji", "text": EMOJI, "outlet": "جريدة", "published": "2019-06-23"}
    (pages / "more.jsonl").write_bytes(msgspec.json.encode(line))
    store, _ = create_store(str(folder / "riwaya.db"))
    fill(store, folder / "data", pages)
    link_record(store, NOW.isoformat())
    store.close()
    return folder


@pytest.fixture
def record(template, tmp_path):
    """The settings of a copy of that record, for what is decided in it."""
    folder = tmp_path / "record"
    shutil.copytree(template, folder)
    return Settings(record=str(folder / "riwaya.db"), data=folder / "data", now=lambda: NOW, refresh_s=0.2)


@pytest.fixture
def desk(record):
    with Serving(create_app(record)) as serving:
        yield serving.address


@pytest.fixture
def reviewer(browser, desk):
    """Opens a browser for a person of some name."""
    opened = []

    def named(name="rasha", **options):
        context = browser.new_context(viewport={"width": 1280, "height": 900}, **options)
        context.add_cookies([{"name": "riwaya_name", "value": quote(name), "url": desk}])
        opened.append((context, Watched(context, desk)))
        return opened[-1][1]

    yield named
    for context, watched in opened:
        context.close()
        assert watched.faults == []


@pytest.fixture
def kept(record):
    store = open_store(record.record)
    yield store
    store.close()


def acts(store):
    return [found.act for found in store.judgements()]


def first_claim(store, article=None):
    records = [r for r in store.records() if article in (None, r.article.id)]
    return next((r, c) for r in records for c in r.claims if c.events)


def tab_to(page, selector, most=300):
    """Press Tab until an element has the focus."""
    for _ in range(most):
        if page.evaluate("selector => document.activeElement?.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached by Tab")


def shot(page, name):
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png", full_page=True)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_claim_is_corrected_and_undone_by_keys_alone(reviewer, kept, language):
    page = reviewer().open(f"/{language}/review?order=new")
    shot(page, f"review-queue-{language}")
    page.keyboard.press("j")
    with page.expect_event("load"):
        page.keyboard.press("Enter")
    page.keyboard.press("e")
    before = page.locator("#correct [data-words]").first.inner_text()
    page.keyboard.press("]")
    words = page.locator("#correct [data-words]").first.inner_text()
    assert before.endswith(words)
    assert len(words) < len(before)
    shot(page, f"review-correct-{language}")
    tab_to(page, "#correct > button[type=submit]")
    with page.expect_event("load"):
        page.keyboard.press("Enter")
    (act,) = acts(kept)
    assert isinstance(act.change, SpanChange)
    assert act.change.text.split() == words.split()
    assert page.locator(".standing").inner_text() == {"ar": "مصحَّح", "en": "corrected"}[language]
    assert page.locator(".claim .words").inner_text().split() == words.split()
    assert page.locator(".log li").count() == 1
    with page.expect_event("load"):
        page.keyboard.press("u")
    assert page.locator(".claim .words").inner_text().split() == before.split()
    assert page.locator(".log li.undone").count() == 1
    assert [found.who for found in kept.judgements()] == ["rasha", "rasha"]
    assert list(kept.faults()) == []


def test_words_selected_with_the_mouse_behind_emoji_are_counted_in_code_points(reviewer, kept):
    record, claim = first_claim(kept, "emoji")
    page = reviewer().open(f"/ar/review/claim/{claim.id}#{claim.id}")
    page.locator('[data-open="correct"]').click()
    page.evaluate(
        """words => {
            const node = document.querySelector("#text p").firstChild;
            const at = node.data.indexOf(words);
            getSelection().setBaseAndExtent(node, at, node, at + words.length);
        }""",
        "انفجار عبوة ناسفة",
    )
    page.wait_for_timeout(50)
    page.locator('#correct [data-field="span"] [data-take]').click()
    with page.expect_event("load"):
        page.locator("#correct > button[type=submit]").click()
    (act,) = acts(kept)
    start = EMOJI.index("انفجار")
    assert tuple(act.change.span) == (start, start + len("انفجار عبوة ناسفة"))
    assert judged_record(record, state(kept.judgements())).claims[0].text == "انفجار عبوة ناسفة"


def test_fields_are_corrected_each_by_an_act(reviewer, kept):
    _, claim = first_claim(kept, "emoji")
    page = reviewer().open(f"/en/review/claim/{claim.id}")
    page.keyboard.press("e")
    page.locator('#correct [data-field="certainty"] select').select_option("possible")
    event = page.locator('#correct [data-field="type"][data-event="0"] select')
    event.select_option("shelling")
    page.locator('#correct [data-field="date"][data-event="0"] [name="start"]').fill("2019-06-20")
    source = page.locator('#correct [data-field="source"][data-nth="0"] [name="actor"]')
    source.fill("قسد")
    page.locator('#actors option[value="sdf"]').wait_for(state="attached")
    source.fill("sdf")
    page.locator("#correct [name=why]").fill("as the desk found out")
    shot(page, "review-fields-en")
    with page.expect_event("load"):
        page.locator("#correct > button[type=submit]").click()
    done = acts(kept)
    assert [act.change.__struct_config__.tag for act in done] == ["certainty", "source", "type", "date"]
    assert done[1].change.to.actor == "sdf"
    assert {act.why for act in done} == {"as the desk found out"}


def test_a_place_is_taken_from_the_map(reviewer, kept):
    record, claim = next((r, c) for r in kept.records() for c in r.claims if c.events and c.events[0].places)
    page = reviewer().open(f"/en/review/claim/{claim.id}")
    page.keyboard.press("e")
    field = page.locator('#correct [data-field="place"][data-event="0"][data-nth="0"]')
    field.locator("[data-map]").click()
    page.wait_for_timeout(300)
    page.locator("#map").press("ArrowRight")
    page.wait_for_timeout(400)
    shot(page, "review-map-en")
    page.locator('#map-dialog button[value="take"]').click()
    page.wait_for_timeout(200)
    assert field.locator('[name="place"]').input_value() == ""
    with page.expect_event("load"):
        page.locator("#correct > button[type=submit]").click()
    (act,) = acts(kept)
    change = (act.corrections[0] if isinstance(act, Bulk) else act).change
    before = record.places[claim.events[0].places[0].place]
    assert (change.to.id, change.to.text) == (None, before.text)
    assert (change.to.lat, change.to.lon) != (before.lat, before.lon)


def test_the_same_mention_everywhere_is_one_act(reviewer, kept):
    places = {}
    for record in kept.records():
        for claim in record.claims:
            for event in claim.events:
                for nth, place in enumerate(event.places):
                    key = (place.text, record.places[place.place].id)
                    places.setdefault(key, []).append((claim, claim.events.index(event), nth))
    claim, event, nth = next(found for key, found in sorted(places.items(), key=str) if len(found) > 2)[0]
    page = reviewer().open(f"/en/review/claim/{claim.id}")
    page.keyboard.press("e")
    field = page.locator(f'#correct [data-field="place"][data-event="{event}"][data-nth="{nth}"]')
    field.locator('[name="place"]').fill("geonames:172955")
    field.locator('[name="same"]').check()
    page.locator("[data-same]", has_text=re.compile(r"\d")).wait_for()
    with page.expect_event("load"):
        page.locator("#correct > button[type=submit]").click()
    (act,) = acts(kept)
    assert isinstance(act, Bulk)
    assert len(act.corrections) > 2
    assert {c.change.to.id for c in act.corrections} == {"geonames:172955"}


def test_accepting_and_rejecting_lead_to_the_next(reviewer, kept):
    page = reviewer().open("/en/review")
    waiting = page.locator(".queue .hit").count()
    with page.expect_event("load"):
        page.locator(".queue a").first.click()
    first = page.locator("#claims > li").get_attribute("id")
    with page.expect_event("load"):
        page.keyboard.press("a")
    second = page.locator("#claims > li").get_attribute("id")
    assert first != second
    page.keyboard.press("r")
    page.keyboard.press("Enter")
    assert len(acts(kept)) == 1, "a rejection wants its reason"
    page.keyboard.type("This is a caption.")
    with page.expect_event("load"):
        page.keyboard.press("Enter")
    accepted, rejected = acts(kept)
    assert (accepted.claim, rejected.claim, rejected.why) == (first, second, "This is a caption.")
    assert isinstance(rejected, Reject)
    address = page.url.split("/review/claim/")[0]
    page.goto(f"{address}/review")
    assert page.locator(".queue .hit").count() == waiting - 2
    article = kept.told([second])[0].sha256
    page.goto(f"{address}/article/{article}")
    assert page.locator(f"#claims > [id='{second}']").count() == 0
    assert page.locator("details.rejected a").count() == 1


def test_notes_are_shown_as_they_were_written(reviewer, kept):
    _, claim = first_claim(kept)
    page = reviewer().open(f"/ar/review/claim/{claim.id}")
    page.keyboard.press("n")
    page.keyboard.type("<script>alert(1)</script> اسألوا المكتب")
    with page.expect_event("load"):
        page.keyboard.press("Enter")
    assert isinstance(acts(kept)[0], Note)
    assert page.locator(".claim .note").inner_text().startswith("<script>alert(1)</script> اسألوا المكتب")


def test_an_event_is_split_by_keys_and_put_together_again(reviewer, kept):
    event = next(e for e in kept.find_events(Query(limit=500)).events if len(e.members) > 2)
    page = reviewer().open(f"/ar/review/event/{quote(event.id)}")
    shot(page, "review-event-ar")
    page.keyboard.press("j")
    page.keyboard.press("Space")
    with page.expect_event("load"):
        page.keyboard.press("s")
    (act,) = acts(kept)
    assert isinstance(act, Split)
    assert {m.claim for m in act.members} | {m.claim for m in act.others} == set(event.claims)
    assert page.locator(".log li").count() == 1
    with page.expect_event("load"):
        page.locator("[data-undo]").first.click()
    assert page.locator(".log li.undone").count() == 1


def test_keys_are_listed_on_request(reviewer):
    page = reviewer().open("/ar/review")
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#help").is_visible()


def test_two_people_code_a_batch_blind(reviewer, kept):
    rasha, omar = reviewer("rasha"), reviewer("omar")
    page = rasha.open("/en/review/batches")
    page.locator("#batch [name=name]").fill("week 1")
    page.locator("#batch [name=number]").fill("2")
    page.locator("#batch [name=b]").fill("omar")
    with page.expect_event("load"):
        page.locator("#batch button").click()
    code(page, "asserted", "a secret source")
    assert page.locator("table.agreement").count() == 0
    other = omar.open("/en/review/batch/week%201/code")
    shot(other, "review-code-en")
    assert "a secret source" not in other.content()
    assert "asserted" not in other.locator("#claims").inner_text()
    assert "a secret source" not in omar.open("/en/review/log").content()
    code(omar.open("/en/review/batch/week%201"), "denied", "a secret source")
    page = omar.open("/en/review/batch/week%201")
    shot(page, "review-agreement-en")
    assert page.locator("table.agreement tbody tr").count() == 7
    assert page.locator(".hit").count() == 2
    assert page.locator(".hit tbody tr").count() == 2
    stranger = reviewer("somebody").open("/en/review/batch/week%201/code")
    assert stranger.locator("#code").count() == 0


def code(page, stance, source):
    with page.expect_event("load"):
        page.locator("a.button").click()
    for _ in range(2):
        page.locator("#code [name=keep]").select_option("accept")
        page.locator("#code [name=stance]").select_option(stance)
        page.locator("#code [name=certainty]").select_option("certain")
        page.locator("#code [name=source]").fill(source)
        with page.expect_event("load"):
            page.locator("#code button[type=submit]").click()
    with page.expect_event("load"):
        page.locator("a.button").click()


REFUSED = {
    "no act": ({}, 422),
    "an act that there is not": ({"do": "praise"}, 422),
    "a rejection without a reason": ({"do": "reject", "claim": "x"}, 422),
    "a claim that there is not": ({"do": "accept", "claim": "x"}, 400),
    "an event that there is not": ({"do": "merge", "members": ["event:x", "event:y"]}, 400),
    "a judgement that there is not": ({"do": "undo", "number": 999}, 400),
    "a place beyond the poles": ({"do": "correct", "claim": "x", "wish": {"field": "place", "lat": 91, "lon": 0}}, 422),
}


def test_what_the_api_refuses(desk, kept):
    with httpx2.Client(base_url=desk) as client:
        page = client.get("/en/review").text
        token = page.split('name="csrf-token" content="')[1].split('"')[0]
        for what, (act, status) in REFUSED.items():
            answer = client.post("/api/review/acts", json=act, headers={"X-CSRF-Token": token})
            assert answer.status_code == status, what
        _, claim = first_claim(kept)
        fine = {"do": "accept", "claim": claim.id}
        for headers in (
            {},
            {"X-CSRF-Token": "guessed"},
            {"X-CSRF-Token": token, "Origin": "https://elsewhere.example"},
        ):
            assert client.post("/api/review/acts", json=fine, headers=headers).status_code == 403
        assert acts(kept) == []
        assert client.post("/api/review/acts", json=fine, headers={"X-CSRF-Token": token}).status_code == 201
        assert client.get("/api/review/log", params={"claim": claim.id}).json()[0]["act"] == {
            "do": "accept",
            "claim": claim.id,
            "why": None,
        }
        assert client.get("/en/review/candidates").status_code == 200
        assert client.get("/review/candidates.csv").text.startswith("id,name_ar")
        for path in (
            "/en/review/claim/none",
            "/en/review/event/none",
            "/en/review/batch/none",
            "/en/review/batch/none/code",
        ):
            assert client.get(path).status_code == 404
