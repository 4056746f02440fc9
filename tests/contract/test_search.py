"""Search finds the same claims in both stores."""

from dataclasses import replace

import msgspec
import pytest
from tests.contract.entries import entry, page_bytes

from riwaya.model.errors import UsageError
from riwaya.store.base import Query

ARTICLES = (
    (
        "قال قائد الشرطة إن ثلاثة أشخاص قتلوا في انفجار عبوة ناسفة وسط مدينة الرقة يوم الجمعة الماضي.",
        {"outlet": "الأولى", "published": "2019-06-23"},
    ),
    (
        "ونفت وزارة الدفاع الروسية قصف السوق في بلدة اللطامنة بريف حماة.",
        {"outlet": "الثانية", "published": "2019-06-25"},
    ),
    (
        "أعلن المتحدث باسم قوات سوريا الديمقراطية، مصطفى بالي، السيطرة على بلدة هجين بريف دير الزور.",
        {"outlet": "الأولى", "published": "2018-12-14"},
    ),
    (
        "قال مسؤول محلي إن مسلحين هاجموا قرية قرب كركوك، وإن مقاتليهم أحرقوا سيارات للمدنيين.",
        {"outlet": "الثالثة", "published": "2020-05-03"},
    ),
)


@pytest.fixture
def searched(store, engine):
    for number, (text, fields) in enumerate(ARTICLES):
        store.add(entry(engine, page_bytes(text, id=f"a{number}", **fields)))

    def found(**query):
        hits = store.search(Query(**query)).hits
        return sorted({hit.article for hit in hits})

    return found


@pytest.mark.parametrize(
    ("asked", "articles"),
    [
        ("انفجار", ["a0"]),
        ("الإنفجار", ["a0"]),
        ("وَسْط الرقّة", ["a0"]),
        ("والرقة", ["a0"]),
        ("بالسوق", ["a1"]),
        ("حماه", []),
        ("المقاتلي", ["a3"]),
        ("السيارات", ["a3"]),
        ("مدنيين", ["a3"]),
        ("سيارات مدنيين", ["a3"]),
        ("سيارات انفجار", []),
        ('"عبوة ناسفة"', ["a0"]),
        ('"ناسفة عبوة"', []),
        ("«عبوة ناسفة» الرقة", ["a0"]),
        ("Raqqa", ["a0"]),
        ("بالي", ["a2"]),
        ("'; DROP TABLE claims; --", []),
        ("NOT OR AND", []),
        ("كلمة*", []),
    ],
)
def test_words(searched, asked, articles):
    assert searched(words=asked) == articles


@pytest.mark.parametrize(
    ("query", "articles"),
    [
        ({"outlet": "الأولى"}, ["a0", "a2"]),
        ({"stance": "denied"}, ["a1"]),
        ({"since": "2019-06-24"}, ["a1", "a3"]),
        ({"until": "2018-12-31"}, ["a2"]),
        ({"since": "2019-06-21", "until": "2019-06-21"}, ["a0"]),
        ({"place": "هجين"}, ["a2"]),
        ({"place": "Hajin"}, ["a2"]),
        ({"place": "الرقّة"}, ["a0"]),
        ({"place": "الرقة", "radius_km": 5.0}, ["a0"]),
        ({"place": "لا مكان", "radius_km": 5.0}, []),
        ({"actor": "مصطفى بالي"}, ["a2"]),
        ({"actor": "mustafa-bali"}, ["a2"]),
        ({"outlet": "الأولى", "words": "السيطرة"}, ["a2"]),
        ({"outlet": "الأولى", "stance": "denied"}, []),
    ],
)
def test_what_is_known_of_a_claim(searched, query, articles):
    assert searched(**query) == articles


def test_a_radius_reaches_as_far_as_it_says(searched):
    """Hajin lies about 190 km from Raqqa, and about 350 from Latamna."""
    assert searched(place="هجين", radius_km=100.0) == ["a2"]
    assert searched(place="هجين", radius_km=250.0) == ["a0", "a2"]
    assert searched(place="هجين", radius_km=1000.0) == ["a0", "a1", "a2", "a3"]


def test_places_of_few_articles_at_a_time_are_those_of_all_at_once(searched, monkeypatch):
    monkeypatch.setattr("riwaya.store.search._ARTICLES", 1)
    assert searched(place="هجين", radius_km=250.0) == ["a0", "a2"]
    assert searched(place="هجين", radius_km=1000.0, outlet="الأولى") == ["a0", "a2"]
    assert searched(place="هجين", radius_km=1000.0, since="2019-06-24", stance="denied") == ["a1"]


def test_types(searched, store):
    [record] = [r for r in store.records() if r.article.id == "a0"]
    types = {event.type for claim in record.claims for event in claim.events}
    assert types
    for kind in types:
        assert "a0" in searched(types=(kind,))
        assert searched(types=(kind,), place="هجين", stance="denied") == []


def test_a_hit_leads_to_its_record(searched, store):
    [hit] = store.search(Query(words="اللطامنة")).hits
    [claim] = [claim for claim in store.record(hit.sha256).claims if claim.id == hit.claim]
    assert (hit.text, hit.stance, hit.sources[0]) == (claim.text, "denied", claim.chain[0].source.text)
    assert (hit.article, hit.outlet, hit.published) == ("a1", "الثانية", "2019-06-25")
    assert "اللطامنة" in hit.places
    assert (hit.first_day, hit.last_day) == ("2019-06-25", "2019-06-25")


def test_the_latest_day_comes_first_and_the_limit_holds(searched, store):
    found = store.search(Query(since="2000-01-01"))
    days = [hit.last_day for hit in found.hits]
    assert days == sorted(days, reverse=True)
    assert not found.more
    first = store.search(Query(since="2000-01-01", limit=2))
    assert first.hits == found.hits[:2]
    assert first.more


def test_asking_for_nothing_is_an_error(store):
    for query in (Query(), Query(words="  "), Query(words="؟!")):
        with pytest.raises(UsageError):
            store.search(query)


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        ("2019-06-10", "2019-06-20", True),
        ("2019-03-01", "2019-03-31", True),
        ("2019-01-20", "2019-01-20", True),
        ("2019-08-02", "2019-08-02", True),
        ("2019-08-03", None, False),
        (None, "2019-01-19", False),
        (None, "2019-01-20", True),
        ("2018-01-01", "2020-01-01", True),
    ],
)
def test_a_claim_is_found_on_every_day_of_its_span(store, engine, since, until, found):
    one = entry(engine, page_bytes(ARTICLES[0][0], published="2019-08-05"))
    claim = one.outcome.claims[0]
    lasting = msgspec.structs.replace(claim.events[0], start="2019-01-20", end="2019-08-02")
    claim = msgspec.structs.replace(claim, events=(lasting,))
    store.add(replace(one, outcome=msgspec.structs.replace(one.outcome, claims=(claim,))))
    assert bool(store.search(Query(since=since, until=until)).hits) is found


@pytest.fixture
def chosen(store, searched):
    def found(**query):
        return [(store.record(choice.sha256), choice.claims) for choice in store.choose(Query(**query))]

    return found


def test_choosing_takes_all_claims_by_day_whatever_the_limit(chosen, searched):
    found = chosen(outlet="الأولى", limit=1)
    assert [record.article.id for record, _ in found] == ["a2", "a0"]
    assert [claims for _, claims in found] == [tuple(claim.id for claim in record.claims) for record, _ in found]
    assert chosen(outlet="الأولى", stance="denied") == []


def test_choosing_takes_only_the_claims_that_fulfil_the_query(chosen, store):
    (record, claims), *others = chosen(words="السيارات")
    assert others == []
    assert [claim.id for claim in record.claims if "سيارات" in claim.text] == list(claims)


def test_choosing_without_a_query_takes_every_article_of_the_latest_versions(store, engine):
    for text in ("لا شيء", "أعلن الجيش السيطرة على بلدة هجين."):
        store.add(entry(engine, page_bytes(text, id="p", url="https://a.example/p")))
    latest = [store.record(choice.sha256).article.text for choice in store.choose(Query())]
    assert latest == ["أعلن الجيش السيطرة على بلدة هجين."]
    assert len(list(store.choose(Query(superseded=True)))) == 2
