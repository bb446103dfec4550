"""The TON chain seen from outside. No database."""
