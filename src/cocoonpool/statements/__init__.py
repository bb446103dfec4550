"""A participant's month: what was earned, what was paid, and what is left."""
