"""What one file may cost, and how much may come out of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Each is a setting; the defaults are several times what real files have needed.

    `memory_bytes` is address space, `cpu_seconds` and `wall_seconds` are for one file, of an
    archive for each file in it. A scan has `scan_seconds` instead of `wall_seconds`, and
    `scan_pages` at most. `archive_*` bound all that one archive or mail unpacks to;
    `archive_ratio` is unpacked to packed bytes of one member.
    """

    memory_bytes: int = 1_000_000_000
    cpu_seconds: int = 60
    wall_seconds: float = 90.0
    file_bytes: int = 200 * 1024 * 1024
    text_characters: int = 20_000_000
    pages: int = 3_000
    rows: int = 100_000
    scan_pages: int = 100
    scan_seconds: float = 900.0
    archive_files: int = 2_000
    archive_bytes: int = 1024**3
    archive_ratio: int = 200
    archive_depth: int = 2
