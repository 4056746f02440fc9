"""The tables of what was fetched from the web: every exchange with a server, and the feeds that are followed."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, Table, Text

from riwaya.store.tables import Key, metadata

exchanges = Table(
    "exchanges",
    metadata,
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
feeds = Table(
    "feeds",
    metadata,
    Column("key", Key, primary_key=True, autoincrement=False),
    Column("url", Text, nullable=False, unique=True),
    Column("added_at", Text, nullable=False),
    Column("title", Text),
    Column("polled_at", Text),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("fault", Text),
)
