"""What the fuzzers found once (`fuzz/README.md`), each in the smallest form that showed it."""

from contextlib import suppress

import hostile_files as make
import pytest

from consult.domain.documents import Contents
from consult.domain.errors import ReadError
from consult.language.nlp import tokenise
from consult.readers.formats import unpack
from consult.readers.source import SourceFile

SHEET = "xl/worksheets/sheet1.xml"
FOUND = {
    "a namespace with a bracket in it": (
        "svar.xlsx",
        make.with_member(
            make.xlsx([["<v>svar</v>"]]),
            SHEET,
            b'<worksheet xmlns="http://x}y"><sheetData><row r="1"/></sheetData></worksheet>',
        ),
    ),
    # Mended thirty times, and what is no ASCII three times as long each time: all memory.
    "a mail whose parts are never told apart": (
        "svar.eml",
        b"From: HMHME-Version: 0.0\nContent-Type: m"
        + b'ultipart/mixe\x01\x00 foudanry=""x"\xfc\x00ct\n\n--x\nC'
        + b"ontent =C3=A6.\n\n> \x03citaContent-Type(\x10tex"
        + b't attamultipart/mixe\xed\xb3\xa4.a=txt"\n\nJ\x0f\x00\x00\x00\x00te'
        + b'J\nVi erx"\x00\x00ct\n\n--x\nContent-multipart/mix'
        + b'ed; boudanry="x"\x00\x00ct\n\n--x\nContent =C4=A6'
        + b".\n\n> \x03citat\n=-x\nContent-Type(\x10text attac"
        + b'hment; filen"aem.a=txt"\xf6\xf5\xb5\xf1\x00\x00\x00\tteJ\nVi er'
        + b" imod =C3=A6.\n\n\x00",
    ),
}


@pytest.mark.parametrize(("name", "data"), FOUND.values(), ids=FOUND)
def test_only_a_sentence_comes_out(name: str, data: bytes) -> None:
    """A response, or one sentence; anything else escapes and fails the test."""
    with suppress(ReadError):
        assert isinstance(unpack(SourceFile(name, data)), Contents)


@pytest.mark.parametrize("text", ["ad 8)", "(8)", "punkt :3", "8-)"])
def test_numbers_are_no_faces(text: str) -> None:
    """spaCy keeps "8)" and ":3" whole, as faces; the number in them was not found."""
    assert not {"8)", ":3", "8-)"} & set(tokenise(text).words)
