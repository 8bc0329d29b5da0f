"""Tests, measurements and tools of the project.

A package of its own, because installed libraries may bring one of the same name, and that would
come first.
"""
