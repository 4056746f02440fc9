"""Migrations bring a record of an earlier version to the tables of this one (Alembic)."""
