"""Where a capture came from on the web, and the encoding that the headers of HTTP named."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Text

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add address and encoding; of captures so far neither is known."""
    op.add_column("captures", Column("url", Text))
    op.add_column("captures", Column("encoding", Text))
