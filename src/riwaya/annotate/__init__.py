"""One file a stage: each takes a Document and returns it with more known; no stage does I/O."""
