"""The one door: what may come in, and the one sentence for what may not."""

import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import pytest

from consult.domain.errors import ReadError
from consult.readers import SUPPORTED, read

DANISH = (
    "Kære byråd\n\nVi er imod, at I sparer på ældreområdet – det går ud over de svageste. Åh nej!"
)
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00" + b"\x00" * 100 + b"PE\x00\x00"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def _file(tmp_path: Path, name: str, data: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_encodings(tmp_path: Path, encoding: str) -> None:
    path = _file(tmp_path, "svar.txt", DANISH.encode(encoding))
    (document,) = read(path)
    assert document.text == DANISH
    assert document.name == "svar.txt"
    assert document.warnings == ()


def test_dos_encoding(tmp_path: Path) -> None:
    text = (
        "Vi er imod, at I sparer på ældreområdet, og vi håber på en bedre løsning for børnene.\n"
        * 5
    )
    (document,) = read(_file(tmp_path, "svar.txt", text.encode("cp865")))
    assert "ældreområdet" in document.text
    assert "bedre løsning" in document.text


def test_utf8_cut_in_the_middle_of_a_letter(tmp_path: Path) -> None:
    data = ("Vi håber på en løsning. " * 20 + "å").encode()[:-1]
    (document,) = read(_file(tmp_path, "svar.txt", data))
    assert document.text.count("håber på en løsning") == 20


def test_warnings_name_what_was_removed(tmp_path: Path) -> None:
    text = "[bookmark: _GoBack]Vi er i\u00admod. " + "Fint\u00ad nok."
    (document,) = read(_file(tmp_path, "svar.md", text.encode()))
    assert document.text == "Vi er imod. Fint nok."
    assert document.warnings == (
        "1 rest fra Word er fjernet.",
        "2 bløde bindestreger er fjernet.",
    )


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("tom.pdf", b"", "filen er tom"),
        ("blank.txt", b" \n ", "filen er tom"),
        ("virus.pdf", EXE, "indholdet er et program"),
        ("billede.txt", PNG, "indholdet er et billede"),
        ("gammel.docx", OLE + "WordDocument".encode("utf-16-le"), "ældre Word-dokument"),
        ("laast.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "adgangskode"),
        ("svar.docx", b"Bare tekst med danske ord", "indholdet er almindelig tekst"),
        ("svar.txt", b"%PDF-1.4\n%\xe2\xe3", "omdøb filen til .pdf"),
        ("svar.wpd", b"tekst", "filtypen .wpd kan ikke læses"),
        ("svar", b"tekst", "ingen endelse"),
        ("svar.pdf", b"%PDF-1.7\nrod", "beskadiget"),
        ("svar.rtf", b"tekst", "indholdet er almindelig tekst"),
        ("data.txt", bytes(range(256)) * 20, "indholdet er"),
    ],
)
def test_one_clear_sentence(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(_file(tmp_path, name, data))
    sentence = str(caught.value)
    assert sentence.startswith(f"{name}: ")
    assert words in sentence
    assert "\n" not in sentence
    assert sentence.endswith(".")


def test_zip_named_docx(tmp_path: Path) -> None:
    path = tmp_path / "svar.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x.txt", "hej")
    with pytest.raises(ReadError, match="indholdet er et zip-arkiv"):
        read(path)


def test_half_a_word_file_is_called_damaged(tmp_path: Path) -> None:
    path = tmp_path / "svar.docx"
    docx.Document().save(str(path))
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(ReadError, match="beskadiget eller kun hentet delvist"):
        read(path)


def test_missing_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="findes ikke"):
        read(tmp_path / "nej.txt")
    with pytest.raises(ReadError, match="mappe"):
        read(tmp_path)


def test_given_name_decides_and_is_shown(tmp_path: Path) -> None:
    path = _file(tmp_path, "upload-1234", DANISH.encode())
    (document,) = read(path, "mappe/svar.txt")
    assert document.name == "mappe/svar.txt"


def test_supported_suffixes() -> None:
    assert {".txt", ".md", ".docx", ".pdf", ".html", ".csv", ".xlsx"} <= set(SUPPORTED)


def test_import_is_light() -> None:
    heavy = "lxml pypdfium2 python_calamine selectolax charset_normalizer magic spacy torch pandas"
    code = f"import sys, consult.readers; print([m for m in {heavy.split()} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_stray_control_character_is_taken_out(tmp_path: Path) -> None:
    (document,) = read(_file(tmp_path, "svar.txt", b"Vi er\x00 imod.\x07"))
    assert document.text == "Vi er imod."
    assert document.warnings == ("2 usynlige tegn er fjernet.",)
