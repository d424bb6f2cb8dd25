"""What the files in a .zip are called: letters, folders, and names that would lead out."""

import re
import struct
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from zipfile import ZipInfo
from zlib import crc32

from consult.readers.decode import decode
from consult.readers.discover import shown_name

_UTF8_FLAG = 0x800
# Info-ZIP's extra field that holds the name in UTF-8, and a checksum of the name it stands for.
_UNICODE_PATH = 0x7075
_CONTROLS = bytes((*range(32), 127))
_DRIVE = re.compile(r"[A-Za-z]:")


@dataclass(frozen=True, slots=True)
class SafeName:
    """A member's path inside the archive; `leads_out` where the archive gave one beyond it.

    `text` has "/" between folders, no "." or "..", and is in NFC.
    """

    text: str
    leads_out: bool = False


@dataclass(slots=True)
class Names:
    """Gives each member a name that no other member of the archive has."""

    _given: Counter[str] = field(default_factory=Counter)

    def of(self, info: ZipInfo) -> SafeName:
        """The member's name; the second of the same name gets " (2)"."""
        name = safe_name(info)
        key = shown_name(name.text)
        self._given[key] += 1
        while (n := self._given[key]) > 1:
            path = PurePosixPath(name.text)
            numbered = str(path.with_name(f"{path.stem} ({n}){path.suffix}"))
            if shown_name(numbered) not in self._given:
                self._given[shown_name(numbered)] += 1
                return SafeName(numbered, name.leads_out)
            self._given[key] += 1
        return name


def safe_name(info: ZipInfo) -> SafeName:
    """The member's path, with nothing in it that leads out of the archive."""
    given = unicodedata.normalize("NFC", _given_name(info)).replace("\\", "/")
    drive = _DRIVE.match(given)
    parts = given[drive.end() if drive else 0 :].split("/")
    inside = [part for part in parts if part.strip() not in ("", ".", "..")]
    leads_out = bool(drive) or given.startswith("/") or ".." in (part.strip() for part in parts)
    return SafeName("/".join(inside) or "uden navn", leads_out)


def _given_name(info: ZipInfo) -> str:
    """The name as the sender saw it, whichever letters his program wrote it with."""
    if info.flag_bits & _UTF8_FLAG:
        return info.orig_filename
    raw = info.orig_filename.encode("cp437", errors="replace")
    unicode_name = _unicode_path(info.extra, raw)
    if unicode_name is not None:
        return unicode_name
    # Windows writes the letters of DOS, macOS UTF-8 without saying so: the one that gives æøå.
    return decode(raw.translate(None, _CONTROLS)) or info.orig_filename


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """The UTF-8 name in the extra fields; None where there is none, or for another name."""
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        value = extra[at + 4 : at + 4 + size]
        at += 4 + size
        if kind == _UNICODE_PATH and len(value) > 5 and value[1:5] == _checksum(raw):
            return value[5:].decode("utf-8", errors="replace")
    return None


def _checksum(raw: bytes) -> bytes:
    return crc32(raw).to_bytes(4, "little")
