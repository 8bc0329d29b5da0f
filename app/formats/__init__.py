"""Import and export: files of other programs and our own, as `app.domain.manuscript` values.

Knows no Qt, no database and no window.
"""
