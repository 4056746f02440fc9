"""What may be asked for in the address of a page or of the API, checked before anything is looked up."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from riwaya.model.claim import Certainty, Stance
from riwaya.model.finding import Order
from riwaya.store.base import Query

_LONGEST = 200
_NUMBER = r"-?\d{1,3}(\.\d{1,9})?"
_BOX = rf"^{_NUMBER},{_NUMBER},{_NUMBER},{_NUMBER}$"


def _empty_is_none(value: object) -> object:
    """A field of a form that was left empty asks for nothing."""
    return None if value == "" else value


def _plain(value: str) -> str:
    """No database holds a null character."""
    if "\0" in value:
        raise ValueError("holds a null character")
    return value


def _degrees(value: str) -> str:
    west, south, east, north = map(float, value.split(","))
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        raise ValueError("is no box of degrees: west,south,east,north")
    return value


Empty = BeforeValidator(_empty_is_none)
Words = Annotated[Annotated[str, AfterValidator(_plain), Field(max_length=_LONGEST)] | None, Empty]
Day = Annotated[date | None, Empty]
Offset = Annotated[int, Field(ge=0, le=10_000_000)]
Limit = Annotated[int, Field(ge=1, le=500)]
Number = Annotated[Annotated[int, Field(ge=0, le=100_000)] | None, Empty]
Kilometres = Annotated[Annotated[float, Field(ge=0, le=20038)] | None, Empty]
Flag = Annotated[bool | None, Empty]
Types = Annotated[list[Annotated[str, AfterValidator(_plain), Field(max_length=60)]], Field(max_length=60)]
Box = Annotated[
    Annotated[
        str, AfterValidator(_degrees), Field(pattern=_BOX, description="west,south,east,north in degrees, south first")
    ]
    | None,
    Empty,
]


class SearchParams(BaseModel):
    """The parts of a search for claims."""

    model_config = ConfigDict(extra="forbid")

    q: Annotated[Words, Field(description="Words, clitics ignored; in quotation marks, words that follow another")] = (
        None
    )
    actor: Annotated[Words, Field(description="Who speaks or takes part: an id or a name")] = None
    type: Annotated[Types, Field(description="Types of events")] = []
    place: Annotated[Words, Field(description="A gazetteer id or a name")] = None
    radius_km: Kilometres = None
    since: Annotated[Day, Field(description="Events on this day or later")] = None
    until: Annotated[Day, Field(description="Events on this day or earlier")] = None
    stance: Annotated[Stance | None, Empty] = None
    certainty: Annotated[Certainty | None, Empty] = None
    outlet: Annotated[Words, Field(description="The outlet, as the record names it")] = None
    source: Annotated[Words, Field(description="Who claims rest on in the end: a key or a name")] = None
    box: Box = None
    min_origins: Annotated[Number, Field(description="Events of so many independent origins at least")] = None
    max_origins: Number = None
    contradicted: Annotated[Flag, Field(description="Events that are contradicted, or are not")] = None
    superseded: bool = False
    limit: Limit = 50

    def given(self) -> dict[str, Any]:
        """What was asked for, as it stands in an address."""
        return self.model_dump(mode="json", exclude_defaults=True)

    def query(self) -> Query:
        """The query of the store."""
        west, south, east, north = map(float, self.box.split(",")) if self.box else (0.0, 0.0, 0.0, 0.0)
        same = ("actor", "place", "stance", "certainty", "outlet", "source")
        return Query(
            words=self.q or "",
            types=tuple(self.type),
            radius_km=self.radius_km if self.place else None,
            since=self.since.isoformat() if self.since else None,
            until=self.until.isoformat() if self.until else None,
            box=(west, south, east, north) if self.box else None,
            min_origins=self.min_origins,
            max_origins=self.max_origins,
            contradicted=self.contradicted,
            superseded=self.superseded,
            limit=self.limit,
            **{name: getattr(self, name) for name in same},
        )


class EventParams(SearchParams):
    """The parts of a search for events."""

    reviewed: Annotated[Flag, Field(description="Events with a claim that somebody has judged, or without")] = None
    order: Order = "latest"
    offset: Offset = 0
