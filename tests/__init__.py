"""Tests, benchmarks and tools. A real package, lest another one of this name be found first."""
