"""What may be asked for in the address of a page or of the API, checked before anything is looked up."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from riwaya.model.claim import Stance
from riwaya.store.base import Query

_LONGEST = 200


def _empty_is_none(value: object) -> object:
    """A field of a form that was left empty asks for nothing."""
    return None if value == "" else value


Words = Annotated[str | None, BeforeValidator(_empty_is_none), Field(max_length=_LONGEST)]
Day = Annotated[date | None, BeforeValidator(_empty_is_none)]


class SearchParams(BaseModel):
    """The parts of a search for claims."""

    model_config = ConfigDict(extra="forbid")

    q: Annotated[Words, Field(description="Words, clitics ignored; in quotation marks, words that follow another")] = (
        None
    )
    actor: Annotated[Words, Field(description="Who speaks or takes part: an id or a name")] = None
    type: Annotated[list[str], Field(description="Types of events", max_length=50)] = []
    place: Annotated[Words, Field(description="A gazetteer id or a name")] = None
    radius_km: Annotated[float | None, BeforeValidator(_empty_is_none), Field(ge=0, le=20038)] = None
    since: Annotated[Day, Field(description="Events on this day or later")] = None
    until: Annotated[Day, Field(description="Events on this day or earlier")] = None
    stance: Annotated[Stance | None, BeforeValidator(_empty_is_none)] = None
    outlet: Annotated[Words, Field(description="The outlet, as the record names it")] = None
    superseded: bool = False
    limit: Annotated[int, Field(ge=1, le=500)] = 50

    def given(self) -> dict[str, Any]:
        """What was asked for, as it stands in an address."""
        return self.model_dump(mode="json", exclude_defaults=True)

    def query(self) -> Query:
        """The query of the store."""
        return Query(
            words=self.q or "",
            actor=self.actor,
            types=tuple(self.type),
            place=self.place,
            radius_km=self.radius_km if self.place else None,
            since=self.since.isoformat() if self.since else None,
            until=self.until.isoformat() if self.until else None,
            stance=self.stance,
            outlet=self.outlet,
            superseded=self.superseded,
            limit=self.limit,
        )
