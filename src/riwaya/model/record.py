"""The record of one article, as `riwaya read --jsonl` prints it: format `riwaya/1`."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from riwaya.model.article import Article
from riwaya.model.claim import Claim
from riwaya.model.mention import ActorMentions, PlaceMention, Quantity, Timex


class Engine(Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """Which program and which data made the record."""

    version: str
    data: str


class Record(Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """Everything that was read out of one article."""

    schema: Literal["riwaya/1"] = "riwaya/1"
    engine: Engine
    article: Article
    claims: tuple[Claim, ...]
    times: tuple[Timex, ...]
    places: tuple[PlaceMention, ...]
    quantities: tuple[Quantity, ...]
    actors: tuple[ActorMentions, ...]
