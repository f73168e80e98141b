"""Benchmarks that anyone can run: `make bench`. Each reports ratios of things measured side by side in one run."""
