"""Runs, trains and converts RWKV models. Knows nothing of Qt, databases, or what a document is."""
