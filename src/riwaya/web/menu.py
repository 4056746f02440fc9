"""The menu of all pages. A part of the site that is added gets its entry here and its router in `routes`."""

from __future__ import annotations

from typing import NamedTuple


class Entry(NamedTuple):
    """One entry: the key of its words and its path below the language."""

    key: str
    path: str


MENU = (
    Entry("menu.record", ""),
    Entry("menu.search", "search"),
    Entry("menu.sources", "sources"),
    Entry("menu.review", "review"),
    Entry("menu.status", "status"),
)
