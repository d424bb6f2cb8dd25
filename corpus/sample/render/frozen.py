"""Fixed times, so that a rebuild gives the same bytes."""

from __future__ import annotations

import re
import zipfile
from datetime import datetime
from pathlib import Path

STAMP = datetime(2026, 9, 14, 12, 0, 0)
ZIP_TIME = (2026, 9, 14, 12, 0, 0)


TIME = rb"\d{4}-\d\d-\d\dT[\d:.]+Z?"


def freeze_zip(path: Path) -> None:
    """Rewrite an Office file with fixed times, inside and on its members."""
    with zipfile.ZipFile(path) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    stamp = STAMP.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            core = name == "docProps/core.xml"
            data = re.sub(TIME, stamp, content) if core else content
            info = zipfile.ZipInfo(name, ZIP_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            archive.writestr(info, data)


def write_zip(path: Path, members: list[tuple[str, bytes]]) -> None:
    """Write an archive with fixed times; a first member called ``mimetype`` is stored as it is."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name, ZIP_TIME)
            stored = name == "mimetype"
            info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            archive.writestr(info, data)
