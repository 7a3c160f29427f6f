"""How much one submission may use."""

from dataclasses import dataclass

MEGABYTE = 1 << 20


@dataclass(frozen=True)
class Limits:
    """Limits for one submission; sizes in bytes, times in seconds."""

    cell_seconds: float = 30
    """For one cell or one call of a student's function, as nbgrader has it; then it is
    interrupted and the next cell runs."""
    total_seconds: float = 180
    """For all cells together; then the process is ended."""
    memory: int = 1024 * MEGABYTE
    """Of all processes together, beyond what the warm process had."""
    processes: int = 64
    """Processes and threads at a time."""
    scratch: int = 64 * MEGABYTE
    """Of all files together."""
    submission: int = 20 * MEGABYTE
    """Of the file handed in."""
    message: int = 32 * MEGABYTE
    """Of one answer that leaves the student's process."""
    output: int = 400_000
    """Characters of text, and of each picture or table, that a cell may show."""
    outputs: int = 200
    """Pieces of output that a cell may show."""
