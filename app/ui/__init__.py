"""Widgets: plain values in, signals out. Knows no database, no engine and no controller."""
