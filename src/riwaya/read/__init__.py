"""Turn bytes (pages, saved text, JSON Lines, WARC) into articles; what cannot be read becomes a PageError."""

from riwaya.read.inputs import Received, count_inputs, read_inputs, read_received, receive, receive_fetched

__all__ = ["Received", "count_inputs", "read_inputs", "read_received", "receive", "receive_fetched"]
