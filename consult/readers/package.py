"""The zip archives behind .docx: members read with limits, XML parsed without entities."""

import zipfile
from dataclasses import dataclass
from io import BytesIO
from posixpath import join, normpath
from typing import TYPE_CHECKING

from consult.domain.errors import ReadError
from consult.readers.source import SourceFile

if TYPE_CHECKING:
    from lxml.etree import _Element, _ListErrorLog

# Most bytes that one member may unpack to; the largest real document.xml seen has 11 MB.
MAX_MEMBER_BYTES = 150 * 1024 * 1024
# A member that unpacks to more than this many times its size is a bomb; XML reaches about 60.
MAX_RATIO = 1000
# ISO 29500 Strict gives the same elements other namespaces; they are read as the usual ones.
_STRICT = b"http://purl.oclc.org/ooxml/"
_USUAL = b"http://schemas.openxmlformats.org/"
_STRICT_PARTS = (b"wordprocessingml", b"drawingml", b"officeDocument", b"presentationml")


@dataclass(frozen=True, slots=True)
class Relation:
    """What an id stands for: the last word of its type, and the name of the member."""

    kind: str
    member: str


class Package:
    """An Office Open XML file; members that are not there are None.

    `damaged` says that an XML member so far was mended, so that some of it may be lost.
    """

    def __init__(self, source: SourceFile) -> None:
        self._source = source
        try:
            self._archive = zipfile.ZipFile(BytesIO(source.data))
        except (zipfile.BadZipFile, ValueError, OSError):
            raise self._corrupt() from None
        self._members = frozenset(self._archive.namelist())
        self.damaged = False

    def xml(self, member: str) -> "_Element | None":
        """The root of an XML member."""
        from lxml import etree

        if member not in self._members:
            return None
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=True
        )
        try:
            root = etree.fromstring(_usual(self._bytes(member)), parser)
        except (etree.XMLSyntaxError, zipfile.BadZipFile, OSError, ValueError, RuntimeError):
            raise self._corrupt() from None
        if root is None:
            raise self._corrupt()
        self._judge(parser.error_log)
        return root

    def _judge(self, log: "_ListErrorLog") -> None:
        """A tree cut off at the parser's limits is refused; one that was mended is told."""
        if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in log):
            raise ReadError(
                self._source.name,
                "filen er bygget med alt for mange lag inden i hinanden",
                "kopiér teksten til et nyt dokument, eller bed afsenderen om en ny udgave",
            )
        self.damaged |= len(log.filter_from_errors()) > 0

    @property
    def members(self) -> frozenset[str]:
        """The names of all members."""
        return self._members

    def raw(self, member: str) -> bytes:
        """The bytes of a member; ReadError where it is missing, damaged or a bomb."""
        if member not in self._members:
            raise self._corrupt()
        try:
            return self._bytes(member)
        except (zipfile.BadZipFile, OSError, ValueError, RuntimeError):
            raise self._corrupt() from None

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
            "åbn og gem den igen, eller bed afsenderen om en ny",
        )


def _usual(data: bytes) -> bytes:
    """The XML with the usual namespaces in place of the strict ones."""
    if _STRICT not in data:
        return data
    for part in _STRICT_PARTS:
        data = data.replace(_STRICT + part + b"/", _USUAL + part + b"/2006/")
    return data


def relations(package: Package, member: str) -> dict[str, Relation]:
    """What the ids in a member stand for, by id; links out of the file are left out."""
    folder, _, name = member.rpartition("/")
    root = package.xml(join(folder, "_rels", f"{name}.rels"))
    found: dict[str, Relation] = {}
    for element in root.iterfind("{*}Relationship") if root is not None else ():
        target = element.get("Target") or ""
        if element.get("TargetMode") != "External" and target:
            path = normpath(join("/", folder, target)).lstrip("/")
            kind = (element.get("Type") or "").rsplit("/", 1)[-1]
            found[element.get("Id") or ""] = Relation(kind, path)
    return found
