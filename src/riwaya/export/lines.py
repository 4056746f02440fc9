"""JSON Lines of records, format riwaya/1: each article whole, with those of its claims that were asked for."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from riwaya.export.manner import Manner
from riwaya.export.view import View


def chunks(view: View, manner: Manner) -> Iterator[bytes]:
    """A line an article."""
    del manner
    for chosen in view.chosen():
        record = msgspec.structs.replace(chosen.record, claims=chosen.claims)
        yield msgspec.json.encode(record) + b"\n"
