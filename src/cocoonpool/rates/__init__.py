"""What the coin was worth, as exchanges and price services say it: no database, nothing believed alone."""
