"""The first and last day of which a claim speaks, so that claims can be searched by time."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Text, text

revision = "0002"
down_revision = "0001"

FILL = """
UPDATE claims SET {column} = coalesce(
    (SELECT {least}(substr({day}, 1, 10)) FROM events WHERE events.claim = claims.key AND {day} IS NOT NULL),
    (SELECT substr(published, 1, 10) FROM articles WHERE articles.key = claims.article)
)
"""


def upgrade() -> None:
    """Add the two days, from the events of each claim, else from the day of publication."""
    op.add_column("claims", Column("first_day", Text))
    op.add_column("claims", Column("last_day", Text))
    op.execute(FILL.format(column="first_day", least="min", day="coalesce(start_day, end_day)"))
    op.execute(FILL.format(column="last_day", least="max", day="coalesce(end_day, start_day)"))
    op.create_index("claims_first_day", "claims", ["first_day", "last_day"])
    spanning = text("substr(first_day, 1, 7) <> substr(last_day, 1, 7)")
    days = ["last_day", "first_day"]
    op.create_index("claims_spanning", "claims", days, sqlite_where=spanning, postgresql_where=spanning)
