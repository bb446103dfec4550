"""The HTTP process."""
