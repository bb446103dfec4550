"""A Cocoon worker seen from outside: fetch, parse, health. No database."""
