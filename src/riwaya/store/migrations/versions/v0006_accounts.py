"""The table of accounts, which is empty until one is added."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Text

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "accounts",
        Column("name", Text, primary_key=True),
        Column("role", Text, nullable=False),
        Column("secret", Text, nullable=False),
        Column("since", Text, nullable=False),
    )
