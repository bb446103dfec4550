"""The ledger: what every worker contract earned, to the nanoTON."""
