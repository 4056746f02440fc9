"""Places in sentences: what is found, how it lies, where it is; and what is no place."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest
from geographiclib.geodesic import Geodesic
from tests.stages import placed

from riwaya.model.mention import PlaceMention

MARKED = re.compile(r"\[([^\]|]+)\|([^\]|]+)(?:\|([^\]]+))?\]")
RELATIONS = {"dir": "direction_of", "rural": "countryside_of", "border": "border_with"}
GROUPS = tomllib.loads(Path(__file__).with_name("places.toml").read_text(encoding="utf-8"))["group"]
CASES = [
    pytest.param(group, sentence, id=f"{group['about']} {number}")
    for group in GROUPS
    for number, sentence in enumerate(group["sentences"], start=1)
]


class Wanted(NamedTuple):
    """One bracket of a sentence: where the name stands, its relation, its point if one is given."""

    start: int
    end: int
    relation: str
    point: str | None


def parse(marked: str) -> tuple[str, list[Wanted]]:
    """The sentence without its brackets, and what the brackets say."""
    text, wanted, last = "", [], 0
    for bracket in MARKED.finditer(marked):
        text += marked[last : bracket.start()]
        name, relation, point = bracket.groups()
        wanted.append(Wanted(len(text), len(text) + len(name), RELATIONS.get(relation, relation), point))
        text, last = text + name, bracket.end()
    return text + marked[last:], wanted


def kilometres(mention: PlaceMention, point: str) -> float:
    lat, lon = (float(part) for part in point.split(","))
    assert mention.lat is not None
    assert mention.lon is not None
    return float(Geodesic.WGS84.Inverse(mention.lat, mention.lon, lat, lon)["s12"]) / 1000


def test_enough_sentences() -> None:
    assert len(CASES) >= 300
    assert sum("[" not in case.values[1] for case in CASES) >= 50


@pytest.mark.parametrize(("group", "marked"), CASES)
def test_sentence(group: dict[str, str], marked: str) -> None:
    text, wanted = parse(marked)
    after = len(text)
    told = f"{text}\n{group.get('context', '')}"
    found = [place.item for place in placed(told).places if place.item.span.end <= after]
    assert [(p.span, p.relation) for p in found] == [((w.start, w.end), w.relation) for w in wanted]
    for mention, want in zip(found, wanted, strict=True):
        assert mention.text == text[want.start : want.end]
        if want.point == "?":
            assert mention.id is None
            assert mention.lat is None
        elif want.point:
            assert kilometres(mention, want.point) <= float(group.get("km", 15))
