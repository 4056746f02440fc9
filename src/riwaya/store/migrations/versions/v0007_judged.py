"""The index of judgements among all entries of the audit chain."""

from __future__ import annotations

from alembic import op
from sqlalchemy import literal_column

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the index."""
    judged = literal_column("action") == literal_column("'judge'")
    op.create_index("ix_audit_judged", "audit", ["number"], sqlite_where=judged, postgresql_where=judged)
