"""Tests of what is built for installing."""
