""".zip -> the files in it, one in memory at a time, none of them larger than it may be."""

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from pathlib import PurePosixPath

from consult.domain.documents import Contents, Enclosure
from consult.domain.errors import ReadError
from consult.readers.archive_names import Names, SafeName
from consult.readers.discover import reason_to_skip, shown_name
from consult.readers.source import SourceFile

# A small file may be all blanks; only what is larger than this can be a bomb by its ratio.
_HARMLESS_BYTES = 1 << 20
_CHUNK = 1 << 18
_MB = 1 << 20
_BOMB = "indholdet pakker sig ud til langt mere, end svar fylder"
_LOCAL_HEADER = 30
_ENCRYPTED = 0x1 | 0x40
# bzip2 and LZMA unpack without bound from a few bytes, and no common program writes them.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, struct.error)


@dataclass(frozen=True, slots=True)
class _Member:
    info: zipfile.ZipInfo
    name: SafeName

    @property
    def skipped(self) -> str | None:
        """Why nobody asks for it: a program put it there for itself."""
        return reason_to_skip(PurePosixPath(self.name.text))


def unpack(source: SourceFile) -> Contents:
    """The files in the archive; ReadError where it cannot be opened or holds none.

    A file that cannot be taken out is an enclosure with an error: it costs the others nothing.
    Sizes are counted while unpacking; what the archive says of itself is not trusted.
    """
    try:
        archive = zipfile.ZipFile(BytesIO(source.data))
    except (*_BROKEN, NotImplementedError, RuntimeError):
        raise ReadError(
            source.name,
            "arkivet er beskadiget eller kun delvist modtaget",
            "bed afsenderen om at sende det igen",
        ) from None
    if _overlap(archive.infolist()):
        raise ReadError(source.name, _BOMB, "bed afsenderen om selve filerne")
    members = _members(archive)
    if not members:
        raise ReadError(source.name, "arkivet er tomt", "bed afsenderen om at sende det igen")
    return Contents(enclosures=_Unpacking(source, archive).enclosures(members))


def _members(archive: zipfile.ZipFile) -> list[_Member]:
    """All files, in the archive's order; folders are nothing."""
    names = Names()
    files = [i for i in archive.infolist() if not i.orig_filename.endswith(("/", "\\"))]
    return [_Member(info, names.of(info)) for info in files]


def _overlap(infos: Sequence[zipfile.ZipInfo]) -> bool:
    """Whether a file reaches into the next one: the same packed bytes sold as many files."""
    ordered = sorted(infos, key=lambda info: info.header_offset)
    return any(
        one.header_offset + _LOCAL_HEADER + one.compress_size > following.header_offset
        for one, following in pairwise(ordered)
    )


@dataclass(slots=True)
class _Unpacking:
    """Takes files out of one archive and keeps count of their bytes."""

    source: SourceFile
    archive: zipfile.ZipFile
    bytes_out: int = 0

    def enclosures(self, members: Sequence[_Member]) -> Iterator[Enclosure]:
        """Each file in turn; those beyond the limit together as one enclosure that says so."""
        most = self.source.limits.archive_files
        wanted = system = 0
        left: list[_Member] = []
        for member in members:
            # Files that programs put there for themselves must not crowd out the others.
            is_junk = member.skipped is not None
            system, wanted = system + is_junk, wanted + (not is_junk)
            if (system if is_junk else wanted) > most or self._is_full():
                left.append(member)
            else:
                yield self._enclosure(member)
        if left:
            yield self._rest(left, len(members))

    def _is_full(self) -> bool:
        return self.bytes_out >= self.source.limits.archive_bytes

    def _enclosure(self, member: _Member) -> Enclosure:
        name = member.name.text
        if member.skipped is not None and not member.name.leads_out:
            return Enclosure(name, skipped=member.skipped)
        try:
            self._refuse(member)
            return Enclosure(name, self._data(member))
        except ReadError as error:
            return Enclosure(name, error=error)

    def _refuse(self, member: _Member) -> None:
        """ReadError for what is no plain file, or cannot be opened."""
        info, kind = member.info, stat.S_IFMT(member.info.external_attr >> 16)
        if member.name.leads_out:
            raise self._error(
                member,
                "stien i arkivet fører ud af arkivet",
                "bed afsenderen om at pakke det igen, eller læg filen ind for sig selv",
            )
        if kind not in (0, stat.S_IFREG):
            raise self._error(
                member, "det er en genvej og ikke selv en fil", "læg selve filen i arkivet"
            )
        if info.flag_bits & _ENCRYPTED:
            raise self._error(
                member,
                "filen er beskyttet med adgangskode",
                "pak arkivet ud med adgangskoden, og læg filerne ind",
            )
        if info.compress_type not in _METHODS:
            raise self._error(
                member,
                "filen er pakket på en måde, der ikke kan læses",
                "pak den igen som almindelig .zip",
            )

    def _data(self, member: _Member) -> bytes:
        """The file's bytes; ReadError where it is damaged or more than it may be."""
        out = BytesIO()
        packed = min(member.info.compress_size, len(self.source.data))
        try:
            with self.archive.open(member.info) as stream:
                while chunk := stream.read(_CHUNK):
                    out.write(chunk)
                    self.bytes_out += len(chunk)
                    self._measure(member, out.tell(), packed)
        except (*_BROKEN, NotImplementedError, RuntimeError):
            raise self._error(
                member, "filen er beskadiget i arkivet", "bed afsenderen om at sende den igen"
            ) from None
        return out.getvalue()

    def _measure(self, member: _Member, size: int, packed: int) -> None:
        """ReadError once the file, or all of them together, is more than the limits say."""
        limits = self.source.limits
        if size > _HARMLESS_BYTES and size > limits.archive_ratio * max(packed, 1):
            raise self._bomb(member)
        if size > limits.file_bytes:
            raise self._error(
                member,
                f"filen fylder mere end {limits.file_bytes // _MB} MB, som er grænsen",
                "del den op, eller gem den i en mindre udgave",
            )
        if self._is_full():
            raise self._error(
                member,
                f"filerne i arkivet fylder tilsammen mere end {limits.archive_bytes // _MB} MB, "
                "som er grænsen",
                "del arkivet i flere",
            )

    def _rest(self, left: Sequence[_Member], total: int) -> Enclosure:
        """The files that were not looked at, as one enclosure."""
        count, limits = len(left), self.source.limits
        why = (
            f"filerne fylder tilsammen mere end {limits.archive_bytes // _MB} MB"
            if self._is_full()
            else f"arkivet har {total} filer, og grænsen er {limits.archive_files}"
        )
        name = "den sidste fil" if count == 1 else f"de sidste {count} filer"
        read = "den er ikke læst" if count == 1 else f"de sidste {count} er ikke læst"
        error = ReadError(self.source.name, f"{why}; {read}", "del arkivet i flere")
        return Enclosure(name, error=error)

    def _bomb(self, member: _Member) -> ReadError:
        return self._error(member, _BOMB, "bed afsenderen om selve filen")

    def _error(self, member: _Member, problem: str, advice: str) -> ReadError:
        return ReadError(f"{self.source.name}/{shown_name(member.name.text)}", problem, advice)
