"""The frozen nouns of the record; imports nothing of ours."""
