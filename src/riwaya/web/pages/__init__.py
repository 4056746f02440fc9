"""The pages: one file each, what it shows computed here and laid out in its template."""
