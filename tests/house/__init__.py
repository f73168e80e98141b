"""Tests of the house itself: imports, locks, checks, containers."""
