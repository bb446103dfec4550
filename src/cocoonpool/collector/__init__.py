"""The process that asks the workers."""
