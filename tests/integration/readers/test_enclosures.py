"""Archives the whole way: every file in them has an outcome, and the sums hold."""

import io
import json
import resource
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import docx
import pytest

from consult.readers.discover import Source, sources
from consult.readers.limits import Limits
from consult.run.local import read_all
from consult.run.reading import Reading

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[3]
LETTER = "Vi er imod lukningen af skolen."


def packed(members: Mapping[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def word(text: str) -> bytes:
    document, out = docx.Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


def inner() -> bytes:
    table = "svarnummer;svar\n7;Vi støtter forslaget.\n8;\n"
    return packed({"b.docx": word(LETTER), "tabel.csv": table, "dyb.zip": packed({"c.txt": "Ja."})})


def archive() -> bytes:
    return packed(
        {
            "a.txt": LETTER,
            "mappe/a.txt": "Vi støtter forslaget.",
            "indre.zip": inner(),
            "__MACOSX/._a.txt": b"\0\5\x16\7",
            "../ude.txt": "ond",
            "ond.exe": b"MZ",
            "tom.txt": b"",
            "navn\u200b.txt": "Vi er i tvivl.",
        }
    )


def readings(path: Path, limits: Limits | None = None, workers: int = 1) -> list[Reading]:
    return list(read_all(sources([path]), limits or Limits(), workers))


def outcome(reading: Reading) -> str:
    if reading.error is not None:
        return "failed"
    return "skipped" if reading.skipped is not None else "read"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "svar.zip"
    path.write_bytes(archive())
    return path


def test_every_file_has_an_outcome(path: Path) -> None:
    found = readings(path)
    assert {r.source.name: outcome(r) for r in found} == {
        "svar.zip": "read",
        "svar.zip/a.txt": "read",
        "svar.zip/mappe/a.txt": "read",
        "svar.zip/indre.zip": "read",
        "svar.zip/indre.zip/b.docx": "read",
        "svar.zip/indre.zip/tabel.csv": "read",
        "svar.zip/indre.zip/dyb.zip": "failed",
        "svar.zip/__MACOSX/._a.txt": "skipped",
        "svar.zip/ude.txt": "failed",
        "svar.zip/ond.exe": "failed",
        "svar.zip/tom.txt": "failed",
        "svar.zip/navn.txt": "read",
    }
    held = {r.source.name: r.enclosed for r in found if r.enclosed}
    assert held == {"svar.zip": 8, "svar.zip/indre.zip": 3}
    assert len(found) == 1 + sum(held.values())


def test_texts_and_names(path: Path) -> None:
    found = {r.source.name: r for r in readings(path)}
    (letter,) = found["svar.zip/indre.zip/b.docx"].documents
    assert (letter.name, letter.text) == ("b.docx", LETTER)
    table = found["svar.zip/indre.zip/tabel.csv"]
    assert [d.name for d in table.documents] == ["7"]
    assert len(table.empty) == 1
    (unseen,) = found["svar.zip/navn.txt"].documents
    assert unseen.warnings == (
        "Usynlige tegn i filnavnet er fjernet; de kan skjule, hvad filen er.",
    )
    deep = found["svar.zip/indre.zip/dyb.zip"].error
    assert deep is not None
    assert "2 lag nede" in str(deep)


def test_equal_for_any_number_of_workers(path: Path) -> None:
    def bare(found: list[Reading]) -> list[tuple[object, ...]]:
        return [(r.source.name, str(r.error), r.skipped, r.documents, r.empty) for r in found]

    assert bare(readings(path)) == bare(readings(path, workers=4))


def test_nested_archives_share_the_limits_of_the_outermost(tmp_path: Path) -> None:
    small = packed({f"{i}.txt": "Ja." for i in range(4)})
    path = tmp_path / "mange.zip"
    path.write_bytes(packed({f"{i}.zip": small for i in range(5)}))
    found = readings(path, Limits(archive_files=10))
    opened = [r for r in found if r.source.depth == 1 and r.error is None]
    refused = [r for r in found if r.source.depth == 1 and r.error is not None]
    assert (len(opened), len(refused)) == (2, 3)
    assert "på én gang" in str(refused[0].error)


def test_no_room_to_unpack_is_told(tmp_path: Path) -> None:
    path = tmp_path / "svar.zip"
    path.write_bytes(packed({"a.txt": LETTER * 200}))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        (found,) = readings(path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert str(found.error) == (
        "svar.zip: der er ikke plads på disken til at pakke filen ud – gør plads, og prøv igen."
    )


def test_folder_names_of_any_letters(tmp_path: Path) -> None:
    """A name in letters of another time, or with signs that turn the direction round."""
    (tmp_path / "h\udcf8ring.txt").write_bytes(b"Ja.")
    (tmp_path / "svar\u202exod.txt").write_bytes(b"Nej.")
    names = {r.source.name for r in readings(tmp_path)}
    assert names == {"høring.txt", "svarxod.txt"}
    assert list(sources([tmp_path / "findes ikke.txt"])) == [
        Source(tmp_path / "findes ikke.txt", "findes ikke.txt")
    ]


def test_analyse_the_whole_way(path: Path, tmp_path: Path) -> None:
    out = tmp_path / "svar.jsonl"
    done = subprocess.run(
        [sys.executable, "-m", "consult.cli.main", "analyse", path, "--out", out],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    names = {line["document"] for line in lines}
    assert names == {"a.txt", "svar.zip/mappe/a.txt", "navn.txt", "b.docx", "7"}
    assert done.stderr.splitlines()[-1] == (
        "12 filer (11 af dem i arkiver og mails): 7 læst, 1 sprunget over, 4 fejlede. "
        f"5 svar, 1 række uden svar, {len(lines)} passager."
    )
