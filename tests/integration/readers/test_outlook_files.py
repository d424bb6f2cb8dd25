"""What the sample round's writer saves as .msg is what other programs read, too."""

import importlib
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import olefile
import oxmsg
import pytest

from consult.domain.documents import Document, Enclosure
from consult.readers import Limits, unpack
from consult.readers.discover import sources
from consult.run.local import read_all

SAMPLE = Path(__file__).resolve().parents[3] / "corpus" / "sample"
sys.path.append(str(SAMPLE))
outlook: Any = importlib.import_module("render.outlook")

BODY = "Vi er imod forslag 12 – æøå.\n\nDet rammer de ældste."
# Below and above the size that is kept in small sectors, and more than one FAT sector knows of.
FILES = [("lille.txt", "blåbær".encode()), ("stor.pdf", b"%PDF-" + bytes(range(256)) * 400)]


@pytest.fixture
def mail(tmp_path: Path) -> Path:
    path = tmp_path / "svar.msg"
    sent = datetime(2026, 11, 3, 12, 4, tzinfo=UTC)
    outlook.write_msg(
        path, "Hanne Lund", "hl@ravnsholt.dk", "hoering@havrebjerg.dk", sent, "Høringssvar", BODY,
        attachments=FILES,
    )  # fmt: skip
    return path


def opened(path: Path) -> tuple[Document, list[Enclosure]]:
    contents = unpack(path)
    (document,) = contents.documents
    return document, list(contents.enclosures)


def test_libraries_find_nothing_wrong_and_the_same_mail(mail: Path) -> None:
    with olefile.OleFileIO(mail, raise_defects=olefile.DEFECT_UNSURE) as file:
        assert file.parsing_issues == []
    found = oxmsg.Message.load(str(mail))
    assert found.subject == "Høringssvar"
    assert found.body == BODY.replace("\n", "\r\n")
    assert found.sender == '"Hanne Lund" <hl@ravnsholt.dk>'
    assert str(found.sent_date) == "2026-11-03 12:04:00+00:00"
    assert [(a.file_name, a.file_bytes) for a in found.attachments] == FILES
    assert [r.email_address for r in found.recipients] == ["hoering@havrebjerg.dk"]


@pytest.mark.slow
def test_debians_converter_makes_the_same_mail_of_it(mail: Path) -> None:
    converted = mail.with_suffix(".eml")
    subprocess.run(["msgconvert", "--outfile", converted, mail], check=True, capture_output=True)
    ours, files = opened(mail)
    theirs, same = opened(converted)
    assert theirs.text == ours.text
    assert theirs.metadata == ours.metadata
    assert [(f.name, f.data) for f in files] == [(f.name, f.data) for f in same] == FILES


@pytest.mark.slow
def test_attachments_are_responses_of_the_sender(mail: Path) -> None:
    readings = list(read_all(sources([mail]), Limits()))
    assert [r.source.name for r in readings] == [
        "svar.msg",
        "svar.msg/lille.txt",
        "svar.msg/stor.pdf",
    ]
    assert readings[0].enclosed == 2
    (note,) = readings[1].documents
    assert note.text == "blåbær"
    assert note.metadata.mail_from == "Hanne Lund <hl@ravnsholt.dk>"
    assert readings[2].error is not None
