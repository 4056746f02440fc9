"""The tables of findings: derived from all readings together, written whole, never edited.

Each finding is kept whole as JSON (`body`); the columns beside it are what findings are looked for by.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, LargeBinary, Table, Text

from riwaya.store.tables import Key, metadata


def _finding(name: str, *columns: Column[Any] | Index) -> Table:
    """A table of findings in their order."""
    head = Column("key", Key, primary_key=True, autoincrement=False)
    return Table(name, metadata, head, *columns, Column("body", LargeBinary, nullable=False))


def _of_claims(name: str, parent: str) -> Table:
    """Which claims a finding rests on. Their rows go with the reading that they are of."""
    key = Column("finding", Key, ForeignKey(f"{parent}.key"), primary_key=True, autoincrement=False)
    claim = Column("claim", Key, ForeignKey("claims.key"), primary_key=True, autoincrement=False, index=True)
    return Table(name, metadata, key, claim, sqlite_with_rowid=False)


linkings = Table(
    "linkings",
    metadata,
    Column("key", Integer, primary_key=True, autoincrement=False),
    Column("stamp", Text, nullable=False),
    Column("linked_at", Text, nullable=False),
)
found_events = _finding(
    "found_events",
    Column("id", Text, nullable=False, unique=True),
    Column("type", Text, nullable=False, index=True),
    Column("place", Text, index=True),
    Column("point", Text, index=True),
    Column("lat", Float),
    Column("lon", Float),
    Column("start_day", Text),
    Column("end_day", Text),
    Column("n_outlets", Integer, nullable=False),
    Column("n_claims", Integer, nullable=False),
    Column("n_origins", Integer, nullable=False),
    Column("contradicted", Boolean, nullable=False),
    Column("first_report", Text),
    Column("last_report", Text),
    Index("found_events_days", "end_day", "start_day"),
    Index("found_events_origins", "n_origins", "end_day"),
    Index("found_events_claims", "n_claims", "end_day"),
    Index("found_events_point", "lat", "lon"),
)
found_event_claims = _of_claims("found_event_claims", "found_events")
found_sources = _finding(
    "found_sources",
    Column("voice", Text, nullable=False, unique=True),
    Column("form", Text, nullable=False, index=True),
    Column("n_claims", Integer, nullable=False, index=True),
)
found_source_claims = _of_claims("found_source_claims", "found_sources")
found_contradictions = _finding(
    "found_contradictions",
    Column("event", Text, index=True),
    Column("place", Text, index=True),
)
found_control = _finding("found_control", Column("place", Text, nullable=False, index=True))
found_areas = _finding("found_areas", Column("place", Text, index=True), Column("holder", Text, index=True))
found_statements = _finding(
    "found_statements", Column("a", Text, nullable=False, index=True), Column("b", Text, nullable=False, index=True)
)

FOUND = (
    found_events, found_event_claims, found_sources, found_source_claims, found_contradictions, found_control,
    found_areas, found_statements,
)  # fmt: skip
"""All of them, parents first."""
OF_CLAIMS = (found_event_claims, found_source_claims)
