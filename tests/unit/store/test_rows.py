"""A record as rows; the address of an article; what another reading changed; bodies."""

import msgspec
import pytest
from tests.corpora import example_articles
from tests.reading import loaded

from riwaya.model.article import Article
from riwaya.model.errors import StoreError
from riwaya.pipeline import analyse
from riwaya.store import tables
from riwaya.store.address import address_of
from riwaya.store.bodies import Body, body_of, record_of
from riwaya.store.changes import changes
from riwaya.store.facets import Facet, claim_facets, facet_names, place_facet
from riwaya.store.rows import days_of, rows_of
from riwaya.store.words import load_words

WORDS = load_words()
RECORDS = [analyse(article, loaded()) for article in example_articles()]
replace = msgspec.structs.replace


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.article.sha256[:8])
def test_rows_fill_their_tables(record):
    for name, rows in rows_of(record, 7).items():
        table = tables.metadata.tables[name]
        for row in rows:
            assert set(row) == {str(column.name) for column in table.columns}
            assert [c.name for c in table.columns if not c.nullable and row[str(c.name)] is None] == []


def test_the_rows_say_what_the_record_says():
    for record in RECORDS:
        rows = rows_of(record, 7)
        assert [row["id"] for row in rows["claims"]] == [claim.id for claim in record.claims]
        assert len(rows["links"]) == sum(len(claim.chain) for claim in record.claims)
        assert len(rows["events"]) == sum(len(claim.events) for claim in record.claims)
        claimed = {row["key"] for row in rows["claims"]}
        assert {row["claim"] for row in rows["links"] + rows["events"]} <= claimed


def test_the_facets_of_a_claim():
    for record in RECORDS:
        for claim, facets in zip(record.claims, claim_facets(record, WORDS), strict=True):
            mine = set(facets)
            assert len(mine) == len(facets)
            assert Facet("stance", claim.stance) in mine
            assert {facet.value for facet in mine if facet.kind == "type"} == {event.type for event in claim.events}
            named = {place.id for place in record.places if place.id and claim.span.contains(place.span)}
            assert named <= {facet.value for facet in mine if facet.kind == "place"}
            actors = {link.actor for link in claim.chain if link.actor}
            assert actors <= {facet.value for facet in mine if facet.kind == "actor"}


def test_places_and_actors_are_found_by_their_names():
    for record in RECORDS:
        names = set(facet_names(record, WORDS))
        assert {(WORDS.normal(a.name_ar), Facet("actor", a.id)) for a in record.actors} <= names
        for place in record.places:
            assert (WORDS.normal(place.text), place_facet(place, WORDS)) in names


def test_keys_of_two_articles_never_meet():
    assert tables.key_of(1, (1 << tables.KEY_BITS) - 1) < tables.key_of(2, 0)


def test_the_days_of_a_claim():
    record = next(r for r in RECORDS if r.article.published and any(c.events for c in r.claims))
    claim = next(c for c in record.claims if c.events)
    event = claim.events[0]
    published = record.article.published[:10]
    dated = [replace(event, start=day, end=day) for day in ("2019-06-03", "2019-06-01")]
    assert days_of(replace(claim, events=tuple(dated)), record.article) == ("2019-06-01", "2019-06-03")
    assert days_of(replace(claim, events=()), record.article) == (published, published)
    open_ended = replace(event, start="2019-06-03", end=None)
    assert days_of(replace(claim, events=(open_ended,)), record.article) == ("2019-06-03", "2019-06-03")
    assert days_of(replace(claim, events=()), replace(record.article, published=None)) == (None, None)


def article(**fields):
    return Article(**({"id": "a1", "sha256": "f" * 64, "text": "كلام"} | fields))


def test_addresses():
    assert address_of(article(url="https://a.example/1#top")) == address_of(article(url="https://a.example/1", id="b"))
    assert address_of(article(outlet="الأولى")) != address_of(article(outlet="الثانية"))
    assert address_of(article(outlet="الأولى", text="غيره")) == address_of(article(outlet="الأولى"))
    assert address_of(article(text="غيره")) != address_of(article()), "ids alone are too little"
    assert address_of(article(id="f" * 64)) == f"sha256:{'f' * 64}"


def test_what_another_reading_changed():
    record = next(r for r in RECORDS if len(r.claims) > 3)
    first, second, third = record.claims[:3]
    restated = replace(second, stance="denied" if second.stance != "denied" else "asserted")
    later = replace(record, claims=(replace(first, id="new"), restated, *record.claims[2:]), times=())
    found = changes(record, later)
    assert [c.id for c in found.gone] == [first.id]
    assert [c.id for c in found.new] == ["new"]
    assert [(c.after.id, c.fields) for c in found.changed] == [(second.id, ("stance",))]
    assert found.same == len(record.claims) - 2
    assert found.parts == (("times",) if record.times else ())
    assert third.id not in {c.id for c in (*found.gone, *found.new)}
    assert not changes(record, record)


def test_bodies():
    for record in RECORDS:
        body = body_of(record)
        assert record_of(body) == record
        assert len(body.frame) < len(msgspec.json.encode(record))
    with pytest.raises(StoreError, match="another hash"):
        record_of(Body("0" * 64, body.frame))
    with pytest.raises(StoreError, match="altered"):
        record_of(Body(body.sha256, body.frame[:20]))
