"""What was measured, when: the history."""
