"""Benchmarks: ratios, both sides measured in one run on the same data. `make bench`."""
