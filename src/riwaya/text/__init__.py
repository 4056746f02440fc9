"""Arabic as text, with no meaning: normal form, tokens, sentences, quotation."""
