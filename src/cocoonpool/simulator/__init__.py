"""Pretends to be Cocoon workers, from recorded bytes. Shares no type with the parser."""

from .options import Options
from .run import Simulator, simulate
from .scenarios import SCENARIOS

__all__ = ["SCENARIOS", "Options", "Simulator", "simulate"]
