"""JSON-LD documents written piece by piece: a head, then one thing a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec


def document(head: Mapping[str, Any], key: str, pieces: Iterable[Iterable[Mapping[str, Any]]]) -> Iterator[bytes]:
    """A JSON object of `head` and, under `key`, all things of all pieces, each on a line of its own."""
    opening = json.dumps(head, ensure_ascii=False).rstrip()[:-1]
    yield f"{opening}{', ' if head else ''}{json.dumps(key)}: [".encode()
    first = True
    for piece in pieces:
        lines = [msgspec.json.encode(thing) for thing in piece]
        if lines:
            yield (b"\n" if first else b",\n") + b",\n".join(lines)
            first = False
    yield b"\n]}\n"


def known(thing: Mapping[str, Any]) -> dict[str, Any]:
    """The thing without what is not known."""
    return {key: value for key, value in thing.items() if value not in (None, [], ())}
