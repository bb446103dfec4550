"""Says what is wrong with the options of a command."""

from pydantic import ValidationError


def explain(error: ValidationError) -> str:
    """What is wrong with which option, on one line, without repeating what was typed."""
    return "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors(include_input=False))
