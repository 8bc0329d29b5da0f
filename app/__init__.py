"""The Longscroll program: everything a writer sees, and what keeps their text."""
