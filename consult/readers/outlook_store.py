"""The properties in an Outlook file, read from its streams.

olefile and not python-oxmsg: that one loads every attachment at once, gives up at a wrong code
page, and reads neither RTF bodies nor mails inside mails (decision 0034).
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from olefile import OleFileIO

from consult.readers.mail_text import decoded

# Types of properties (MS-OXCDATA 2.11.1).
_UNICODE, _EIGHT_BIT, _BINARY, _OBJECT = 0x1F, 0x1E, 0x102, 0x0D
_CODE_PAGES = (0x3FDE, 0x3FFD)
_PAGES = {65001: "utf-8", 20127: "ascii", 28591: "iso-8859-1", 28605: "iso-8859-15"}
_TABLE = "__properties_version1.0"
_ENTRY = 16
# How long what comes before the entries is: in the file's root, in a mail inside, elsewhere.
_ROOT_HEAD, _MAIL_HEAD, _HEAD = 32, 24, 8
_ATTACHMENT = "__attach_version1.0_#"
# 100 nanoseconds since then.
_EPOCH = datetime(1601, 1, 1)


@dataclass(frozen=True)
class Store:
    """A mail or an attachment in the file; `path` is the way to it, `head` as above."""

    ole: OleFileIO
    path: tuple[str, ...] = ()
    head: int = _ROOT_HEAD
    pages: tuple[int, ...] = ()

    def text(self, number: int) -> str:
        """A property that is words; "" where it is missing."""
        wide = self._stream(number, _UNICODE)
        if wide is not None:
            return wide.decode("utf-16-le", errors="replace").rstrip("\0")
        narrow = self._stream(number, _EIGHT_BIT)
        return "" if narrow is None else self.letters(narrow).rstrip("\0")

    def binary(self, number: int) -> bytes:
        """A property that is bytes; none where it is missing."""
        return self._stream(number, _BINARY) or b""

    def letters(self, data: bytes) -> str:
        """Bytes as words, in the code page that the mail names."""
        pages = [page for page in (*map(self.number, _CODE_PAGES), *self.pages) if page]
        return decoded(data, _PAGES.get(pages[0], f"cp{pages[0]}") if pages else "")

    def number(self, number: int) -> int:
        """A property that is a number or a yes (1) or no (0); 0 where it is missing."""
        return int.from_bytes(self._entries.get(number, b"")[:4], "little")

    def day(self, number: int) -> date | None:
        """The day of a property that is a time, in UTC."""
        value = int.from_bytes(self._entries.get(number, b""), "little")
        try:
            return (_EPOCH + timedelta(microseconds=value // 10)).date() if value else None
        except OverflowError:
            return None

    def attachments(self) -> Iterator["Store"]:
        """The attachments in their order."""
        depth = len(self.path)
        for path in sorted(self._storages):
            inside = len(path) == depth + 1 and path[:depth] == self.path
            if inside and path[depth].startswith(_ATTACHMENT):
                yield Store(self.ole, path, _HEAD, self._known_pages)

    def mail(self, number: int) -> "Store | None":
        """A property that is a mail of its own."""
        path = (*self.path, f"__substg1.0_{number:04X}{_OBJECT:04X}")
        if path not in self._storages:
            return None
        return Store(self.ole, path, _MAIL_HEAD, self._known_pages)

    @property
    def _known_pages(self) -> tuple[int, ...]:
        return (*(self.number(page) for page in _CODE_PAGES), *self.pages)

    @cached_property
    def _storages(self) -> frozenset[tuple[str, ...]]:
        found = self.ole.listdir(streams=False, storages=True)
        return frozenset(tuple(path) for path in found)

    @cached_property
    def _entries(self) -> dict[int, bytes]:
        """The eight bytes of each property that is no words."""
        data = self._read(_TABLE) or b""
        return {
            struct.unpack_from("<H", data, at + 2)[0]: data[at + 8 : at + _ENTRY]
            for at in range(self.head, len(data) - _ENTRY + 1, _ENTRY)
        }

    def _stream(self, number: int, kind: int) -> bytes | None:
        return self._read(f"__substg1.0_{number:04X}{kind:04X}")

    def _read(self, name: str) -> bytes | None:
        path = [*self.path, name]
        if not self.ole.exists(path):
            return None
        with self.ole.openstream(path) as stream:
            data: bytes = stream.read()
        return data
