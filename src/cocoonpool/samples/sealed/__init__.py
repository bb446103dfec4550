"""The history once it is sealed: compressed columns by worker and period, rollups, and what becomes of them."""
