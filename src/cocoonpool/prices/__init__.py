"""What the coin was worth: looked up once, confirmed by a second source, stored for ever."""
