"""Conversations in which what is said follows from a persona line. Made from templates, CC0."""
