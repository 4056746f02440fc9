"""The record on disk: one contract (base), two stores (SQLite, PostgreSQL), an archive of captures."""
