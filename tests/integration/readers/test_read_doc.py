"""Files that LibreOffice itself has written, as .odt, .rtf and .doc, from one Word document."""

import os
import re
import shutil
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import docx
import odfdo
import olefile
import pytest
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from striprtf.striprtf import rtf_to_text

from consult.domain.documents import Document, RemovalKind
from consult.domain.errors import ReadError
from consult.readers import read
from consult.readers.isolation import IsolatedReader, read_isolated
from consult.readers.limits import Limits

pytestmark = pytest.mark.slow
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TRACKED = f"""<w:p {W}><w:r><w:t xml:space="preserve">Vi er </w:t></w:r>
 <w:del w:id="1" w:author="A"><w:r><w:delText>enige</w:delText></w:r></w:del>
 <w:ins w:id="2" w:author="A"><w:r><w:t>uenige</w:t></w:r></w:ins><w:r><w:t>.</w:t></w:r></w:p>"""
BLOCKS = [
    ("boilerplate", 0, "Ældrerådet på Ærø"),
    ("heading", 1, "Høringssvar"),
    ("heading", 2, "Punkt 79"),
    ("paragraph", 0, "Vi er imod – § 5 gælder også på øen: »ja« € 😀."),
    ("paragraph", 0, "Her spørger vi."),
    ("list_item", 1, "første grund"),
    ("list_item", 1, "anden grund"),
    ("list_item", 1, "1. nummer et"),
    ("list_item", 1, "2. nummer to"),
    ("table", 0, "Nr\tTitel"),
    ("table", 0, "79\tLuk\nskolen"),
    ("paragraph", 0, "Vi er uenige."),
    ("paragraph", 0, "Side to\tefter skift."),
]


def _source(path: Path) -> None:
    source = docx.Document()
    source.sections[0].header.paragraphs[0].text = "Ældrerådet på Ærø"
    source.add_heading("Høringssvar", 1)
    source.add_heading("Punkt 79", 2)
    text = source.add_paragraph("Vi er imod – § 5 gælder også på øen: »ja« € 😀.")
    source.add_comment(text.runs, "Her spørger vi.", author="Hanne Lund")
    for words in ("første grund", "anden grund"):
        source.add_paragraph(words, style="List Bullet")
    for words in ("nummer et", "nummer to"):
        source.add_paragraph(words, style="List Number")
    table = source.add_table(2, 2)
    for cell, words in zip(table._cells, ["Nr", "Titel", "79", "Luk\nskolen"], strict=True):
        cell.text = words
    source.element.body.insert(-1, parse_xml(TRACKED))
    source.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    source.add_paragraph("Side to\tefter skift.")
    source.save(str(path))


def _convert(folder: Path, name: str, target: str) -> None:
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
         "--convert-to", target, "--outdir", folder, folder / name],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("soffice")
    _source(folder / "svar.docx")
    for target in ("odt", "rtf", "doc:MS Word 97"):
        _convert(folder, "svar.docx", target)
    return folder


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def _agree(theirs: str, document: Document, ours: list[str]) -> None:
    """Every word of ours is theirs, in the same order, and the other way round."""
    # They read what is deleted, too, glued to what came in its place.
    words = _words(theirs.replace("enigeuenige", "uenige"))
    rest = iter(words)
    assert all(word in rest for word in ours)
    assert set(words) <= set(_words(document.text))


@pytest.mark.parametrize("suffix", ["odt", "rtf", "doc"])
def test_the_same_blocks_from_each_format(made: Path, suffix: str) -> None:
    document = read_isolated(made / f"svar.{suffix}")[0]
    assert [(b.kind.value, b.level, document.text[b.start : b.end]) for b in document.blocks] == (
        BLOCKS
    )
    assert {b.page for b in document.blocks[1:-1]} == {1}
    assert document.blocks[-1].page == 2
    assert [(r.kind, r.text) for r in document.removals] == [(RemovalKind.DELETED_TEXT, "enige")]
    assert document.warnings == (
        "1 kommentar er læst med, skrevet af Hanne Lund.",
        "1 slettet passage (sporede ændringer) er ikke læst.",
    )


def _ours(made: Path, suffix: str) -> tuple[Document, list[str]]:
    document = read(made / f"svar.{suffix}")[0]
    comment = document.text.index("Her spørger vi.")
    body = document.text[document.blocks[1].start : comment] + document.text[comment + 15 :]
    return document, _words(body)


def test_no_word_is_lost_from_rtf(made: Path) -> None:
    theirs = rtf_to_text((made / "svar.rtf").read_bytes().decode("cp1252"), errors="ignore")
    document, ours = _ours(made, "rtf")
    _agree(theirs, document, ours)


def test_no_word_is_lost_from_odt(made: Path) -> None:
    body = odfdo.Document(str(made / "svar.odt")).body
    for comment in body.get_annotations():
        comment.delete()
    theirs = "\n".join(part.inner_text for part in body.get_elements("//text:h|//text:p"))
    document, _ = _ours(made, "odt")
    assert set(_words(theirs)) <= {*_words(document.text), "enige"}


def test_no_word_is_lost_from_doc(made: Path) -> None:
    _convert(made, "svar.doc", "txt:Text (encoded):UTF8")
    theirs = (made / "svar.txt").read_text(encoding="utf-8-sig")
    document, ours = _ours(made, "doc")
    _agree(theirs, document, ours)


def test_two_at_once_leave_nothing(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with IsolatedReader() as reader, ThreadPoolExecutor(2) as pool:
        results = list(pool.map(reader.read, [made / "svar.doc"] * 2))
    assert results[0] == results[1]
    assert not os.listdir(tmp_path)


def test_memory_stays_small(made: Path) -> None:
    # In a process of its own, which knows of no other children; in KB, of the largest.
    program = (
        "import resource, sys; from pathlib import Path; from consult.readers import read;"
        "read(Path(sys.argv[1]));"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, made / "svar.doc"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(done.stdout) < 1_000_000


class _Server(ThreadingHTTPServer):
    """Notes what it is asked for, and has nothing."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Nothing)
        self.asked: list[str] = []


class _Nothing(BaseHTTPRequestHandler):
    def handle_one_request(self) -> None:
        assert isinstance(self.server, _Server)
        self.server.asked.append(str(self.rfile.readline()))
        self.close_connection = True


def test_nothing_is_fetched(tmp_path: Path) -> None:
    with _Server() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        source = odfdo.Document("text")
        source.body.clear()
        paragraph = odfdo.Paragraph("Vi er imod.")
        url = f"http://127.0.0.1:{server.server_port}/x.png"
        paragraph.append(odfdo.Frame.image_frame(url, anchor_type="as-char"))
        source.body.append(paragraph)
        source.save(str(tmp_path / "svar.odt"))
        # LibreOffice as it comes asks for the picture, and links to it in what it writes.
        _convert(tmp_path, "svar.odt", "doc:MS Word 97")
        assert server.asked
        assert url.encode() in (tmp_path / "svar.doc").read_bytes()
        server.asked.clear()
        assert read(tmp_path / "svar.doc")[0].text == "Vi er imod."
        assert not server.asked
        server.shutdown()


def _patched(made: Path, tmp_path: Path, at: int, data: bytes) -> Path:
    """The .doc with other bytes in the header of its main stream."""
    path = Path(shutil.copy(made / "svar.doc", tmp_path / "svar.doc"))
    with olefile.OleFileIO(path, write_mode=True) as ole:
        stream = ole.openstream("WordDocument").read()
        ole.write_stream("WordDocument", stream[:at] + data + stream[at + len(data) :])
    return path


def test_locked_old_and_damaged_files(made: Path, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="adgangskode"):
        read(_patched(made, tmp_path, 10, b"\x00\x11"))
    with pytest.raises(ReadError, match="før Word 97"):
        read(_patched(made, tmp_path, 2, b"\x68\x00"))
    (tmp_path / "kort.doc").write_bytes((made / "svar.doc").read_bytes()[:3000])
    with pytest.raises(ReadError, match=r"kort\.doc: "):
        read(tmp_path / "kort.doc")
    with pytest.raises(ReadError, match=r"svar\.doc: .*(?:beskadiget|ingen tekst)"):
        read_isolated(_patched(made, tmp_path, 24, b"\xff" * 400))


def test_late_conversion_is_ended(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with pytest.raises(ReadError, match="LibreOffice kunne ikke åbne filen"):
        read_isolated(made / "svar.doc", limits=Limits(wall_seconds=0.6))
    listed = subprocess.run(["ps", "-eo", "args"], check=True, capture_output=True, text=True)
    assert str(tmp_path) not in listed.stdout
    assert not os.listdir(tmp_path)


def test_without_libreoffice(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ReadError, match=r"kan kun læses, når LibreOffice er installeret – gem"):
        read(made / "svar.doc")


def test_a_mail_with_a_word_file_in_it_is_no_word_file(made: Path) -> None:
    from consult.readers.sniff import Content, sniff

    data = (made / "svar.doc").read_bytes()
    assert sniff(data) is Content.OLD_WORD
    outer = data.replace("WordDocument".encode("utf-16-le"), "WordXocument".encode("utf-16-le"))
    assert sniff(outer + data) is Content.OLE
