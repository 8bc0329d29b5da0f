"""Books set on pages. Knows Qt's fonts and painting, `app.formats`, and no window."""
