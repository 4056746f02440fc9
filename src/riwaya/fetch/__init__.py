"""Bring pages in from the web, when the user asks: the only part of riwaya that opens a connection to elsewhere."""
