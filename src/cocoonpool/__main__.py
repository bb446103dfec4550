"""`python -m cocoonpool`."""

from cocoonpool.cli import main

main()
