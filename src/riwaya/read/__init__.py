"""Turn bytes (pages, saved text, JSON Lines) into articles; what cannot be read becomes a PageError."""

from riwaya.read.inputs import count_inputs, read_inputs

__all__ = ["count_inputs", "read_inputs"]
