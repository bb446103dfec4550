"""Care of the data: checks, sizes, backups, and moves from one database to another."""
