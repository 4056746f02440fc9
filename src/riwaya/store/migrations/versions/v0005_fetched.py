"""Exchanges with servers, whose WARC the archive keeps, and feeds; empty until something is fetched."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, ForeignKey, Integer, Text

revision = "0005"
down_revision = "0004"

Key = BigInteger().with_variant(Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "exchanges",
        Column("key", Key, primary_key=True, autoincrement=False),
        Column("url", Text, nullable=False, index=True),
        Column("final_url", Text, nullable=False),
        Column("at", Text, nullable=False),
        Column("status", Integer, nullable=False),
        Column("etag", Text),
        Column("last_modified", Text),
        Column("warc", Text, nullable=False),
        Column("size", Integer, nullable=False),
        Column("capture", Text, ForeignKey("captures.sha256"), index=True),
    )
    op.create_table(
        "feeds",
        Column("key", Key, primary_key=True, autoincrement=False),
        Column("url", Text, nullable=False, unique=True),
        Column("added_at", Text, nullable=False),
        Column("title", Text),
        Column("polled_at", Text),
        Column("etag", Text),
        Column("last_modified", Text),
        Column("fault", Text),
    )
