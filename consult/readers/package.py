"""The zip archives behind .docx: members read with limits, XML parsed without entities."""

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

from consult.domain.errors import ReadError
from consult.readers.source import SourceFile

if TYPE_CHECKING:
    from lxml.etree import _Element

# Most bytes that one member may unpack to; the largest real document.xml seen has 11 MB.
MAX_MEMBER_BYTES = 150 * 1024 * 1024
# A member that unpacks to more than this many times its size is a bomb; XML reaches about 60.
MAX_RATIO = 1000


class Package:
    """An Office Open XML file; members that are not there are None."""

    def __init__(self, source: SourceFile) -> None:
        self._source = source
        try:
            self._archive = zipfile.ZipFile(BytesIO(source.data))
        except (zipfile.BadZipFile, ValueError, OSError):
            raise self._corrupt() from None
        self._members = frozenset(self._archive.namelist())

    def xml(self, member: str) -> "_Element | None":
        """The root of an XML member."""
        from lxml import etree

        if member not in self._members:
            return None
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=True
        )
        try:
            root = etree.fromstring(self._bytes(member), parser)
        except (etree.XMLSyntaxError, zipfile.BadZipFile, OSError, ValueError, RuntimeError):
            raise self._corrupt() from None
        if root is None:
            raise self._corrupt()
        return root

    def matching(self, prefix: str) -> list[str]:
        """Names of the XML members that begin with `prefix`, sorted."""
        return sorted(m for m in self._members if m.startswith(prefix) and m.endswith(".xml"))

    def _bytes(self, member: str) -> bytes:
        info = self._archive.getinfo(member)
        ratio = info.file_size / max(info.compress_size, 1)
        if info.file_size > MAX_MEMBER_BYTES or ratio > MAX_RATIO:
            raise ReadError(
                self._source.name,
                "filen pakker sig ud til langt mere, end et dokument fylder",
                "bed afsenderen om en ny udgave",
            )
        import zlib

        try:
            with self._archive.open(info) as handle:
                return handle.read(MAX_MEMBER_BYTES)
        except (zlib.error, EOFError, NotImplementedError):
            raise self._corrupt() from None

    def _corrupt(self) -> ReadError:
        return ReadError(
            self._source.name,
            "filen er beskadiget og kan ikke åbnes",
            "åbn og gem den igen i Word, eller bed afsenderen om en ny",
        )
