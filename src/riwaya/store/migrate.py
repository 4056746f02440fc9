"""Which version the tables of a record have, and bring them to the newest."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from riwaya.model.errors import StoreError

NEWEST = "0007"
"""The last file in migrations/versions; a test compares."""

SCRIPTS = Path(__file__).parent / "migrations"


def version_of(conn: Connection) -> str | None:
    """The version of the tables; None where there are none of ours."""
    if not inspect(conn).has_table("alembic_version"):
        return None
    version = conn.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return str(version) if version is not None else None


def migrate(conn: Connection, target: str = "head") -> None:
    """Bring the tables to a version, all steps in the transaction of `conn`.

    Raises StoreError for a record that a newer program has written.
    """
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = conn
    try:
        command.upgrade(config, target)
    except CommandError as fault:
        raise StoreError(f"the record was written by a newer riwaya: {fault}") from fault
