"""An event while it is put together."""

from __future__ import annotations

from msgspec import Struct, field

from riwaya.annotate.arguments import Reader, Roles
from riwaya.annotate.triggers import Found


class Draft(Struct):
    """An event in the making; `chunk` is its place among the chunks of the sentence that `reader` reads."""

    reader: Reader
    found: Found
    chunk: int
    roles: Roles
    type: str
    places: list[int] = field(default_factory=list)
    times: list[int] = field(default_factory=list)
    quantities: list[int] = field(default_factory=list)
