"""What may be asked of the API of review, checked before anything is looked up."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec
from pydantic import BaseModel, ConfigDict, Field

from riwaya.judging import Wish
from riwaya.judging.acts import LONGEST_TEXT
from riwaya.model.claim import Certainty, Stance
from riwaya.model.judgement import Keep, Role
from riwaya.review.queue import Order

Text = Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT)]
Why = Annotated[str | None, Field(max_length=LONGEST_TEXT, description="The reason, kept with the judgement")]
Id = Annotated[str, Field(min_length=1, max_length=200)]
Index = Annotated[int, Field(ge=0, le=10_000)]
Day = date | None
MOST_CLAIMS = 2000


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid")

    why: Why = None


class AcceptIn(_Asked):
    """A claim holds as it stands."""

    do: Literal["accept"]
    claim: Id


class RejectIn(_Asked):
    """The article does not make a claim."""

    do: Literal["reject"]
    claim: Id
    why: Text


class WishIn(BaseModel):
    """One field of a claim and what it should be; see `riwaya review correct`. Spans count code points."""

    model_config = ConfigDict(extra="forbid")

    field: Literal["span", "stance", "certainty", "source", "type", "polarity", "date", "party", "place"]
    event: Index = 0
    nth: Index = 0
    role: Role = "agent"
    span: tuple[Annotated[int, Field(ge=0, le=10**9)], Annotated[int, Field(ge=0, le=10**9)]] | None = None
    value: Id | None = None
    actor: Id | None = None
    name_ar: Id | None = None
    name_en: Id | None = None
    kind: Id | None = None
    place: Id | None = None
    lat: Annotated[float | None, Field(ge=-90, le=90)] = None
    lon: Annotated[float | None, Field(ge=-180, le=180)] = None
    radius_km: Annotated[float | None, Field(ge=0, le=1000)] = None
    start: Day = None
    end: Day = None
    remove: bool = False

    def wish(self) -> Wish:
        """The same in the words of the package."""
        return msgspec.convert(self.model_dump(mode="json", exclude_none=True), Wish)


class CorrectIn(_Asked):
    """One field of a claim should read otherwise; `same`: wherever the same mention was read alike."""

    do: Literal["correct"]
    claim: Id
    wish: WishIn
    same: bool = False


class NoteIn(_Asked):
    """A remark on a claim, or on one of its events."""

    do: Literal["note"]
    claim: Id
    event: Index | None = None
    text: Text


class MergeIn(_Asked):
    """Events (by id) or accounts (`CLAIM#2`: the second event of a claim) are one event."""

    do: Literal["merge"]
    members: Annotated[list[Id], Field(min_length=1, max_length=MOST_CLAIMS)]


class SplitIn(_Asked):
    """Accounts (`CLAIM#N`) of an event are of another."""

    do: Literal["split"]
    event: Id
    members: Annotated[list[Id], Field(min_length=1, max_length=MOST_CLAIMS)]


class UndoIn(_Asked):
    """A judgement no longer stands."""

    do: Literal["undo"]
    number: Annotated[int, Field(ge=1, le=2**53)]


class BatchIn(_Asked):
    """Claims for two people to code blind: those that are named, else the first of the queue."""

    do: Literal["batch"]
    name: Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^/?#\\]+$")]
    coders: tuple[Id, Id]
    claims: Annotated[list[Id], Field(max_length=MOST_CLAIMS)] = []
    order: Order = "uncertain"
    number: Annotated[int, Field(ge=1, le=500)] = 20


class CodeIn(_Asked):
    """What one of them says of one claim."""

    do: Literal["code"]
    batch: Id
    claim: Id
    keep: Keep
    stance: Stance
    certainty: Certainty
    source: Id | None = None
    type: Id | None = None
    place: Id | None = None
    date: Day = None


ActIn = Annotated[
    AcceptIn | RejectIn | CorrectIn | NoteIn | MergeIn | SplitIn | UndoIn | BatchIn | CodeIn, Field(discriminator="do")
]
