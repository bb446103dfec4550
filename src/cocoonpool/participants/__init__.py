"""The people who are paid."""
