"""Files that are there whole or not at all, for the owner of the process alone."""

import os
from pathlib import Path


def private(path: str, flags: int) -> int:
    """An opener: nobody else on the machine needs to see what citizens wrote."""
    return os.open(path, flags, 0o600)


def settle(path: Path) -> None:
    """Put a file, or a folder's names, on the disk, so that a power cut cannot take it back."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
