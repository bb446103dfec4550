"""What leaves this machine because somebody named an address: where it may go, and the HTTP client that goes there."""
