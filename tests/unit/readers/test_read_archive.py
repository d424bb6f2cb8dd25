"""Zip archives: every file named, none of them let out, none larger than it may be."""

import io
import struct
import zipfile
from collections.abc import Iterable, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.domain.documents import Enclosure
from consult.domain.errors import ReadError
from consult.readers.archive import unpack
from consult.readers.discover import name_inside, name_notes, shown_name
from consult.readers.limits import Limits
from consult.readers.source import SourceFile

MB = 1 << 20


def packed(members: Mapping[str, bytes] | Iterable[tuple[str | zipfile.ZipInfo, bytes]]) -> bytes:
    out = io.BytesIO()
    pairs = members.items() if isinstance(members, Mapping) else members
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in pairs:
            archive.writestr(name, data)
    return out.getvalue()


def taken(data: bytes, limits: Limits | None = None) -> list[Enclosure]:
    source = SourceFile("svar.zip", data, limits or Limits())
    return list(unpack(source).enclosures)


def one(data: bytes, limits: Limits | None = None) -> Enclosure:
    (enclosure,) = taken(data, limits)
    return enclosure


def problem(enclosure: Enclosure) -> str:
    assert enclosure.error is not None
    assert enclosure.data == b""
    return str(enclosure.error)


def raw_name(data: bytes, placeholder: bytes, raw: bytes) -> bytes:
    """The archive with a name in letters of another time; both names have one length."""
    assert len(placeholder) == len(raw)
    assert data.count(placeholder) == 2
    return data.replace(placeholder, raw)


def test_files_come_out_in_order_and_folders_are_nothing() -> None:
    data = packed([("mappe/", b""), ("mappe/b.txt", b"Ja."), ("a.txt", b"Nej.")])
    assert [(e.name, e.data) for e in taken(data)] == [("mappe/b.txt", b"Ja."), ("a.txt", b"Nej.")]


def test_only_one_file_is_in_memory_at_a_time() -> None:
    enclosures = iter(unpack(SourceFile("a.zip", packed({"a": b"1", "b": b"2"}))).enclosures)
    assert next(enclosures).data == b"1"
    assert next(enclosures).data == b"2"


@pytest.mark.parametrize("letters", ["cp850", "cp865", "cp1252", "utf-8"])
def test_danish_letters_in_names(letters: str) -> None:
    name = "Høring på Ærø, Århus.txt"
    raw = name.encode(letters)
    data = raw_name(packed({"x" * len(raw): b"Ja."}), b"x" * len(raw), raw)
    assert one(data).name == name


def test_names_are_composed() -> None:
    assert one(packed({"A\u030arhus.txt": b"Ja."})).name == "Århus.txt"


def test_name_in_the_unicode_field() -> None:
    import zlib

    info = zipfile.ZipInfo("svar??.txt")
    info.extra = (
        struct.pack("<HHBI", 0x7075, 5 + len("svarøå.txt".encode()), 1, zlib.crc32(b"svar??.txt"))
        + "svarøå.txt".encode()
    )
    assert one(packed([(info, b"Ja.")])).name == "svarøå.txt"


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("C:/Windows/a.txt", "Windows/a.txt"),
        ("C:a.txt", "a.txt"),
        ("a/../../b.txt", "a/b.txt"),
        ("..\\..\\b.txt", "b.txt"),
        ("\\\\server\\b.txt", "server/b.txt"),
        ("..", "uden navn"),
    ],
)
def test_names_that_lead_out(given: str, shown: str) -> None:
    enclosure = one(packed({given: b"Ja."}))
    assert enclosure.name == shown
    assert "fører ud af arkivet" in problem(enclosure)


def test_old_windows_separators_and_dots_are_folders() -> None:
    names = [e.name for e in taken(packed({"mappe\\a.txt": b"Ja.", "./b.txt": b"Nej."}))]
    assert names == ["mappe/a.txt", "b.txt"]


@pytest.mark.parametrize("kind", [0o120777, 0o020666, 0o010666])
def test_links_and_devices_are_no_files(kind: int) -> None:
    info = zipfile.ZipInfo("svar.txt")
    info.create_system, info.external_attr = 3, kind << 16
    assert "genvej" in problem(one(packed([(info, b"/etc/passwd")])))


@pytest.mark.parametrize("name", ["__MACOSX/._svar.txt", ".DS_Store", "a/Thumbs.db", "~$svar.docx"])
def test_what_programs_put_there_is_skipped(name: str) -> None:
    enclosure = one(packed({name: b"x"}))
    assert enclosure.skipped is not None
    assert enclosure.data == b""


def test_password() -> None:
    data = bytearray(packed({"svar.txt": b"Ja."}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert "adgangskode" in problem(one(bytes(data)))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_ways_of_packing(method: int) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("svar.txt", b"Ja. " * 100)
    assert "almindelig .zip" in problem(one(out.getvalue()))


def test_damaged_file_costs_only_itself() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", b"Vi er imod.")
        archive.writestr("b.txt", b"Ja.")
    broken = out.getvalue().replace(b"Vi er imod.", b"Vi er enig.")
    first, second = taken(broken)
    assert "beskadiget" in problem(first)
    assert second.data == b"Ja."


def test_bomb_by_ratio_and_a_small_blank_file() -> None:
    blank, bomb = taken(packed({"blank.txt": b" " * MB, "bombe.txt": b" " * (2 * MB)}))
    assert len(blank.data) == MB
    assert "langt mere" in problem(bomb)


def test_sizes_are_counted_not_believed() -> None:
    """A header that says one byte, before two million of them."""
    data = packed({"bombe.txt": b" " * (2 * MB)})
    data = data.replace(struct.pack("<I", 2 * MB), struct.pack("<I", 1))
    enclosure = one(data)
    assert enclosure.error is not None or len(enclosure.data) <= 1


def test_file_larger_than_a_file_may_be() -> None:
    small = Limits(file_bytes=MB, archive_ratio=10_000)
    assert "mere end 1 MB" in problem(one(packed({"a.txt": b"x" * (2 * MB)}), small))


def test_all_files_together() -> None:
    limits = Limits(archive_bytes=3 * MB, archive_ratio=10_000)
    found = taken(packed({f"{i}.txt": b"x" * (2 * MB) for i in range(5)}), limits)
    assert [e.error is None for e in found] == [True, False, False]
    assert "mere end 3 MB" in problem(found[1])
    assert found[2].name == "de sidste 3 filer"


def test_more_files_than_allowed() -> None:
    files = {"__MACOSX/._0.txt": b"x"} | {f"{i}.txt": b"Ja." for i in range(7)}
    found = taken(packed(files), Limits(archive_files=5))
    assert sum(bool(e.data) for e in found) == 5
    assert "har 8 filer, og grænsen er 5; de sidste 2 er ikke læst" in problem(found[-1])
    assert found[0].skipped


def test_overlapping_files() -> None:
    """One packed file that the list of contents names a hundred times."""
    data = packed({"a.txt": b"x" * 100})
    start = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    entry, tail = data[start:end], bytearray(data[end:])
    tail[8:12] = struct.pack("<HH", 100, 100)
    tail[12:16] = struct.pack("<I", 100 * len(entry))
    with pytest.raises(ReadError, match=r"svar\.zip: .*langt mere"):
        taken(data[:start] + entry * 100 + bytes(tail))


def test_second_of_one_name_is_numbered() -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        data = packed([("a.txt", b"1"), ("a (2).txt", b"2"), ("a.txt", b"3"), ("a.txt", b"4")])
    assert [(e.name, e.data) for e in taken(data)] == [
        ("a.txt", b"1"),
        ("a (2).txt", b"2"),
        ("a (3).txt", b"3"),
        ("a (4).txt", b"4"),
    ]


def test_broken_and_empty_archives() -> None:
    whole = packed({"a.txt": b"x" * 1000})
    for cut in (whole[:-30], whole[:60]):
        with pytest.raises(ReadError, match=r"svar\.zip: .*delvist modtaget"):
            taken(cut)
    for empty in (packed({}), packed({"mappe/": b""})):
        with pytest.raises(ReadError, match=r"svar\.zip: arkivet er tomt"):
            taken(empty)


def test_names_as_shown() -> None:
    assert shown_name("svar\u202excod.exe") == "svarxcod.exe"
    assert name_notes("svar\u202excod.exe")
    assert not name_notes("Høring på Ærø (2).txt")
    assert shown_name("h\udcf8ring.txt") == "høring.txt"
    assert shown_name("a/\u200b") == "a/uden navn"
    long = shown_name("x" * 5000 + ".docx")
    assert len(long) == 200
    assert long.endswith("….docx")


def test_long_names_are_cut_and_stay_different() -> None:
    folders = "/".join(["En mappe med et langt navn"] * 40)
    one, other = (shown_name(f"{folders}/{n}/brev.txt") for n in "12")
    assert one != other
    assert max(len(one), len(other)) <= 260
    assert one.startswith("En mappe med et langt navn/")
    assert one.endswith("/brev.txt")
    assert shown_name(one) == one
    assert shown_name(f"{'x' * 300} 1.txt") != shown_name(f"{'x' * 300} 2.txt")
    outer = "x" * 590
    inner = [name_inside(outer, f"{folders}/{n}/{'y' * 90}.txt") for n in "12"]
    assert inner[0] != inner[1]
    assert all(name.startswith(f"{outer}/") and len(name) <= 640 for name in inner)
    assert inner[0].endswith(".txt")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.text(min_size=1, max_size=20), st.binary(max_size=50)), max_size=6),
    st.integers(0, 400),
    st.integers(0, 255),
)
def test_any_archive(members: list[tuple[str, bytes]], at: int, byte: int) -> None:
    """Whatever is packed, and one byte of it changed: files, or one sentence."""
    good = {n.encode("utf-8", "replace").decode().replace("\0", "0"): d for n, d in members}
    data = bytearray(packed(good))
    data[at % len(data)] = byte
    try:
        found = taken(bytes(data))
    except ReadError:
        return
    names = [e.name for e in found]
    assert len(set(names)) == len(names)
    for name in names:
        assert not name.startswith("/")
        assert ".." not in name.split("/")
