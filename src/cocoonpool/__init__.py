"""Cocoon Pool: watches Cocoon GPU workers and keeps their books to the nanoTON."""

__version__ = "0.1.0"
