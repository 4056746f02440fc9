"""Linking: what many records say together. Pure functions, records in, findings out."""

from riwaya.link.findings import explain, explain_all, link
from riwaya.link.tables import Tables, load

__all__ = ["Tables", "explain", "explain_all", "link", "load"]
