"""Processes of this machine: recycled, bounded in time and memory, one bad file fails alone."""

from checker.parallel import run

__all__ = ["run"]
