"""riwaya reads Arabic conflict reporting and keeps a sourced record."""

__version__ = "0.1.0"
