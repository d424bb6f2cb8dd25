"""Files that hold many responses, on the command line: a bound volume and an archive."""

import json
import zipfile
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from tests.cli.conftest import Consult

pytestmark = pytest.mark.slow

SENDERS = ("Ældrerådet", "FOA Havnby", "Elevrådet på Lind Skole")
ASKED = "Filen er delt i 3 svar; se, om delingen er rigtig."


@pytest.fixture(scope="module")
def volume(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PDF with a cover page, and a page for each of three letters."""
    path = tmp_path_factory.mktemp("bind") / "samlet.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    _page(canvas, "Samlede høringssvar", "Budget 2027", *SENDERS)
    for sender in SENDERS:
        closing = ("Med venlig hilsen", "Bo Holm, formand")
        said = "Punkt 79: Vi er imod, at tilbuddet lukkes, for det rammer de svageste."
        _page(canvas, f"Høringssvar fra {sender}", said, *closing)
    canvas.save()
    return path


def _page(canvas: Canvas, title: str, *lines: str) -> None:
    canvas.setFont("Helvetica-Bold", 16)
    canvas.drawString(72, 770, title)
    canvas.setFont("Helvetica", 11)
    for i, line in enumerate(lines):
        canvas.drawString(72, 730 - 30 * i, line)
    canvas.showPage()


def test_a_bound_volume_is_analysed_as_its_letters(
    consult: Consult, volume: Path, catalogue: Path
) -> None:
    done = consult("analyse", volume, "--catalogue", catalogue)
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    first = {line["document"]: line for line in reversed(lines)}
    assert list(reversed(first)) == [f"samlet – {n} {who}" for n, who in enumerate(SENDERS, 1)]
    assert [line["respondent"]["kind"] for line in reversed(first.values())] == [
        "council",
        "union",
        "council",
    ]
    for page, line in enumerate(reversed(first.values()), 2):
        assert (line["page"], line["paragraph"], line["confirm"]) == (page, 0, ASKED)
        assert line["respondent"]["source"] == "heading"
        ((start, end),) = line["respondent"]["evidence"]
        assert line["text"][start:end] == line["respondent"]["name"]
    assert done.stderr.count(f"samlet.pdf: {ASKED}\n") == 1
    assert "samlet.pdf, samlet – forside: Det, der står før det første svar" in done.stderr
    account = done.stderr.splitlines()[-1]
    assert account == (
        "1 fil: 1 læst, 0 sprunget over, 0 fejlede. "
        f"3 svar, {len(lines)} passager, 1 fil skal bekræftes."
    )


def test_the_paragraph_of_a_line_is_a_block_of_the_extract(
    consult: Consult, volume: Path, catalogue: Path
) -> None:
    parts = json.loads(consult("extract", volume, "--json").stdout)
    assert [part["confirm"] for part in parts] == [ASKED] * 3
    blocks = {part["document"]: part["blocks"] for part in parts}
    done = consult("analyse", volume, "--catalogue", catalogue)
    for line in map(json.loads, done.stdout.splitlines()):
        block = blocks[line["document"]][line["paragraph"]]
        assert block["start"] <= line["start"] < block["end"]
        assert block["page"] == line["page"]


def test_an_archive_in_a_round_changes_with_what_is_in_it(
    consult: Consult, volume: Path, tmp_path: Path
) -> None:
    here = {"CONSULT_DATABASE": str(tmp_path / "c.sqlite3")}
    consult("round", "create", "Budget", **here)
    path = tmp_path / "post.zip"
    letters = {"brev.txt": "Vi er imod.", "mappe/andet.txt": "Vi støtter det."}
    _zip(path, volume, letters)
    added = consult("round", "add", "budget", path, **here)
    assert added.stderr.splitlines()[-1] == (
        "4 filer (3 af dem i arkiver og mails): 4 taget ind, 0 uændrede, 0 nye udgaver, "
        "0 sprunget over, 0 fejlede, 1 fil skal bekræftes."
    )
    assert f"post.zip/samlet.pdf: {ASKED}" in added.stderr
    again = consult("round", "add", "budget", path, **here)
    assert "0 taget ind, 4 uændrede" in again.stderr
    _zip(path, volume, {"brev.txt": "Vi er nu for."})
    newer = consult("round", "add", "budget", path, **here)
    assert "1 taget ind" not in newer.stderr
    assert "1 uændrede, 2 nye udgaver" in newer.stderr
    assert "1 fil, der var i den før, er væk – 1 svar trukket tilbage." in newer.stderr


def _zip(path: Path, volume: Path, letters: dict[str, str]) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(volume, volume.name)
        for name, text in letters.items():
            archive.writestr(name, text)
