"""Events by columns and lists of articles: what programs filter by themselves, the same from both stores."""

from datetime import date, timedelta

from tests.contract.entries import SHELLING, entry, page_bytes


def day(number):
    return None if number is None else (date(1970, 1, 1) + timedelta(days=number)).isoformat()


def test_columns_hold_each_event_the_latest_first(linked, findings):
    columns = linked.event_columns()
    events = {event.id: event for event in findings.events}
    assert sorted(columns.id) == sorted(events)
    for nth, id in enumerate(columns.id):
        event = events[id]
        place = columns.places[columns.place[nth]] if columns.place[nth] >= 0 else None
        assert columns.types[columns.type[nth]] == event.type
        assert (place.id if place else None) == event.place
        assert (columns.lat[nth], columns.lon[nth]) == (event.lat, event.lon)
        assert (day(columns.start[nth]), day(columns.end[nth])) == (event.start, event.end or event.start)
        assert columns.n_origins[nth] == event.n_origins
    dated = [end for end in columns.end if end is not None]
    assert dated == sorted(dated, reverse=True)
    assert None not in columns.end[: len(dated)]


def test_columns_hold_the_claims_of_each_event(linked, findings, examples):
    columns = linked.event_columns()
    records = {claim.id: (e.outcome, claim) for e in examples for claim in e.outcome.claims}
    events = {event.id: event for event in findings.events}
    voices = {claim: {s.voice.key for s in findings.sources if claim in s.claims} for claim in records}
    told = columns.claims
    for nth, id in enumerate(columns.id):
        rows = range(*told.offsets[nth : nth + 2])
        assert {told.id[row] for row in rows} == set(events[id].claims)
        for row in rows:
            record, claim = records[told.id[row]]
            sources = told.source.values[slice(*told.source.offsets[row : row + 2])]
            assert columns.stances[told.stance[row]] == claim.stance
            assert columns.certaintys[told.certainty[row]] == claim.certainty
            assert columns.outlets[told.outlet[row]] == record.article.outlet
            assert {columns.sources[code].key for code in sources} == voices[claim.id]


def test_an_empty_record_has_empty_columns(store):
    columns = store.event_columns()
    assert (columns.id, columns.types, columns.claims.offsets) == ([], [], [0])
    assert store.articles() == ()


def test_articles_are_listed_the_last_published_first(linked, examples):
    every = linked.articles(limit=1000)
    assert {one.sha256 for one in every} == {e.capture.sha256 for e in examples}
    assert [one.published for one in every] == sorted((one.published for one in every), reverse=True)
    assert linked.articles(limit=5, offset=3) == every[3:8]
    outlet = every[0].outlet
    assert linked.articles(outlet) == tuple(one for one in every if one.outlet == outlet)
    claims = {e.capture.sha256: len(e.outcome.claims) for e in examples}
    assert {one.sha256: one.claims for one in every} == claims


def test_a_replaced_version_is_not_listed(store, engine):
    store.add(entry(engine, page_bytes()))
    store.add(entry(engine, page_bytes(SHELLING + " \u0627\u0644\u064a\u0648\u0645.")))
    assert len(store.articles()) == 1
