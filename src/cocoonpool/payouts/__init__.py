"""What the pool has paid: recorded by hand or read from the chain, and never believed before the chain says so."""
