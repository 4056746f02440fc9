"""Mentions: words of the article that stand for a time, a place, a quantity or an actor."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from riwaya.model.span import Span

TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
TimexBasis = Literal["explicit", "weekday", "publication", "previous_mention"]
Relation = Literal["at", "near", "direction_of", "countryside_of", "toward", "from", "border_with", "between"]


class Mention(Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """Words and where they stand: `article.text[start:end] == text`."""

    text: str
    span: Span


class Timex(Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """A temporal expression in the manner of TIMEX3 (TimeML, ISO 24617-1).

    `start` and `end` are inclusive ISO days; None where that side is open or unknown.
    `note` says why a value is missing (an impossible date, a weekday that does not fit).
    """

    text: str
    span: Span
    type: TimexType
    value: str | None
    start: str | None
    end: str | None
    basis: TimexBasis
    note: str | None = None


class PlaceMention(Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """A toponym without its class word, resolved to a gazetteer entry where one fits.

    `lat`, `lon` are WGS 84 degrees; `radius_km` is the uncertainty; both follow `relation`.
    `candidates` counts the gazetteer entries of that name that were weighed.
    """

    text: str
    span: Span
    id: str | None = None
    name_ar: str | None = None
    name_en: str | None = None
    feature: str | None = None
    country: str | None = None
    admin1: str | None = None
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None
    relation: Relation = "at"
    candidates: int = 0


class Quantity(Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """A count or a measure: either `value` or bounds `low`..`high` (codebook section 6)."""

    text: str
    span: Span
    value: float | int | None = None
    low: float | int | None = None
    high: float | int | None = None
    unit: str | None = None
    of: str | None = None
    role: str = "other"
    approximate: bool = False


class ActorMentions(Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """A known actor and every place in the text where it is named."""

    id: str
    name_ar: str
    name_en: str | None
    kind: str
    mentions: tuple[Span, ...]
