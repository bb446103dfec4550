"""The GPU workers: registry, diagnosis, state."""
