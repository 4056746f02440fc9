"""The tables of findings, which are empty until the record is linked."""

from __future__ import annotations

from typing import Any

from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, Float, ForeignKey, Integer, LargeBinary, Text

revision = "0004"
down_revision = "0003"

Key = BigInteger().with_variant(Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    _single("linkings", Column("stamp", Text, nullable=False), Column("linked_at", Text, nullable=False))
    _events()
    _finding(
        "found_sources",
        Column("voice", Text, nullable=False, unique=True),
        Column("form", Text, nullable=False, index=True),
        Column("n_claims", Integer, nullable=False, index=True),
    )
    _finding("found_contradictions", Column("event", Text, index=True), Column("place", Text, index=True))
    _finding("found_control", Column("place", Text, nullable=False, index=True))
    _finding("found_areas", Column("place", Text, index=True), Column("holder", Text, index=True))
    first, second = (Column(name, Text, nullable=False, index=True) for name in ("a", "b"))
    _finding("found_statements", first, second)
    for name, parent in (("found_event_claims", "found_events"), ("found_source_claims", "found_sources")):
        op.create_table(
            name,
            Column("finding", Key, ForeignKey(f"{parent}.key"), primary_key=True, autoincrement=False),
            Column("claim", Key, ForeignKey("claims.key"), primary_key=True, autoincrement=False, index=True),
            sqlite_with_rowid=False,
        )


def _single(name: str, *columns: Column[Any]) -> None:
    op.create_table(name, Column("key", Integer, primary_key=True, autoincrement=False), *columns)


def _finding(name: str, *columns: Column[Any]) -> None:
    head = Column("key", Key, primary_key=True, autoincrement=False)
    op.create_table(name, head, *columns, Column("body", LargeBinary, nullable=False))


def _events() -> None:
    numbers = [Column(name, Integer, nullable=False) for name in ("n_outlets", "n_claims", "n_origins")]
    _finding(
        "found_events",
        Column("id", Text, nullable=False, unique=True),
        Column("type", Text, nullable=False, index=True),
        *(Column(name, Text, index=True) for name in ("place", "point")),
        *(Column(name, Float) for name in ("lat", "lon")),
        *(Column(name, Text) for name in ("start_day", "end_day")),
        *numbers,
        Column("contradicted", Boolean, nullable=False),
        *(Column(name, Text) for name in ("first_report", "last_report")),
    )
    op.create_index("found_events_days", "found_events", ["end_day", "start_day"])
    op.create_index("found_events_origins", "found_events", ["n_origins", "end_day"])
    op.create_index("found_events_claims", "found_events", ["n_claims", "end_day"])
    op.create_index("found_events_point", "found_events", ["lat", "lon"])
