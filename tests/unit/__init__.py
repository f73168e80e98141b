"""Tests of rules and other pure functions, without I/O."""
