"""How a place is chosen among namesakes, what explain can print of it, and where relations put it."""

from __future__ import annotations

import pytest
from geographiclib.geodesic import Geodesic
from tests.stages import placed

from riwaya.annotate.disambiguate import Story, rank
from riwaya.annotate.relations import Where, facing, moved
from riwaya.rules.gazetteer import Place


def town(place_id: str, country: str, lat: float, lon: float, population: int = 0) -> Place:
    return Place(place_id, "x", "X", "town", country, "", lat, lon, 5.0, population)


def test_the_country_of_the_story_outweighs_population() -> None:
    story = Story()
    story.countries.update({"SY": 5, "KW": 1})
    small, large = town("a", "SY", 35.0, 39.0, 900), town("b", "KW", 29.0, 48.0, 900_000)
    assert [s.place.id for s in rank([large, small], "x", (), story)] == ["a", "b"]


def test_a_place_near_the_others_is_preferred() -> None:
    story = Story()
    story.anchors.append(town("there", "SY", 36.0, 37.0))
    far, near = town("far", "SY", 33.0, 36.0), town("near", "SY", 36.1, 37.1)
    best = rank([far, near], "x", (), story)[0]
    assert best.place.id == "near"
    assert dict(best.parts)["near"] > 1


def test_the_class_word_decides_between_city_and_governorate() -> None:
    city = town("city", "SY", 35.9, 36.6)._replace(feature="city")
    unit = city._replace(id="unit", feature="governorate")
    assert rank([city, unit], "x", ("governorate", "region"), Story())[0].place.id == "unit"
    assert rank([city, unit], "x", ("city", "town", "village"), Story())[0].place.id == "city"


def test_every_candidate_is_fired_with_its_score() -> None:
    document = placed("قصف الجيش السوري بلدة ذيبان شرقي دير الزور.")
    mention = next(place.item for place in document.places if place.item.text == "ذيبان")
    fired = next(f for f in document.fired if f.span == mention.span)
    scored = [role for role, _ in fired.roles if role.startswith("geonames:")]
    assert fired.rule == "places/gazetteer"
    assert scored[0].startswith(mention.id)
    assert mention.candidates >= 2


def test_an_article_lost_after_l_is_kept_in_the_span() -> None:
    document = placed("وصلت تعزيزات عسكرية سورية للرقة صباحا.")
    assert [(p.item.text, p.item.id) for p in document.places] == [("للرقة", "geonames:172955")]


def test_proclitics_stay_outside_the_span() -> None:
    document = placed("انفجار بدرعا وآخر بإدلب وبحلب.")
    assert [p.item.text for p in document.places] == ["درعا", "إدلب", "حلب"]


def test_quotation_marks_are_looked_through() -> None:
    document = placed("دخلت القوات مدينة “منبج” أمس.")
    assert [p.item.text for p in document.places] == ["منبج"]


def test_moved_goes_along_the_geodesic() -> None:
    start = Where(35.93, 36.63, 5.0)
    end = moved(start, 180.0, 20.0)
    line = Geodesic.WGS84.Inverse(start.lat, start.lon, end.lat, end.lon)
    assert line["s12"] == pytest.approx(20_000, abs=5)
    assert line["azi1"] == pytest.approx(180, abs=0.1)


def test_between_two_places_lies_on_the_side_of_the_other() -> None:
    aleppo, idlib = Where(36.2, 37.16, 10.0), Where(35.93, 36.63, 10.0)
    point = facing(aleppo, idlib)
    assert point.lat < aleppo.lat
    assert point.lon < aleppo.lon
    assert Geodesic.WGS84.Inverse(point.lat, point.lon, aleppo.lat, aleppo.lon)["s12"] <= 10_000


def test_the_border_of_two_countries_lies_between_them() -> None:
    document = placed("انتشر الجيش السوري على الحدود مع الأردن جنوبي سوريا.")
    border = document.places[0].item
    assert (border.relation, border.country) == ("border_with", "JO")
    assert 32.0 < border.lat < 33.2


def test_offsets_count_code_points_of_the_original() -> None:
    text = "دخلت القوات مدينة دَرْعَا ليلا."
    mention = placed(text).places[0].item
    assert text[mention.span.start : mention.span.end] == mention.text == "دَرْعَا"
