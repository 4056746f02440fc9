"""An event while it is put together."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from riwaya.annotate.arguments import Reader
from riwaya.annotate.event_roles import Roles
from riwaya.annotate.triggers import Found


class Draft(Struct):
    """An event in the making; `chunk` is its place among the chunks of the sentence that `reader` reads."""

    reader: Reader
    found: Found
    chunk: int
    roles: Roles
    type: str
    places: Sequence[int] = ()
    times: Sequence[int] = ()
    quantities: Sequence[int] = ()
