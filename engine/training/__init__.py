"""Trains RWKV models in torch, in parallel over the tokens of a text. Knows nothing of the app."""
