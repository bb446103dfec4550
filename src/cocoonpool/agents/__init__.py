"""Agents on GPU hosts, seen from the server: how they are let in, and how what they send is taken."""
