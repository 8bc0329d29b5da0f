"""Runs, trains and converts RWKV models. Knows nothing of Qt, of databases, or of what a document is."""
