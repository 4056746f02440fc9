"""Exports: a part of a record in the formats of others. Pure functions; one file a format, all in FORMATS."""

from riwaya.export.formats import FORMATS, Format

__all__ = ["FORMATS", "Format"]
