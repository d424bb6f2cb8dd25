"""What the fuzzers begin with: small files of every format, made here."""

from pathlib import Path

from tests.integration.readers import hostile_files as make

SAMPLE = Path(__file__).resolve().parents[1] / "corpus" / "sample" / "svar"
LETTER = (
    "Høringssvar\n\nPunkt 79: Lukning af skolen\nVi er imod, jf. forslag 12 og 14-16.\n\n"
    "- nr. BU-02\n- ad 82)\n\n> Fra: Hanne\n\nMed venlig hilsen\nHanne Lund\n"
)
HTML = (
    "<html><head><title>x</title></head><body><h1>Punkt 79</h1><p>Vi er <b>imod</b>.<br>Ja</p>"
    "<ul><li>en<li>to</ul><table><tr><td>a<td>b</table><blockquote>q</blockquote></body>"
)
CSV = 'svarnummer;navn;punkt;svar\n1;Hanne;79, 82;"Vi er imod\nogså"\n2;;;"=1+1"\n'
RTF = (
    r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}"
    r"\pard Vi er \b imod\b0 \'e6\u248?.\par Ja\par}"
)
MAIL = (
    "From: Hanne <h@example.dk>\nDate: Mon, 1 Mar 2027 10:00:00 +0100\n"
    "Subject: =?utf-8?q?H=C3=B8?=\nMIME-Version: 1.0\n"
    'Content-Type: multipart/mixed; boundary="x"\n\n'
    "--x\nContent-Type: text/plain; charset=utf-8\n"
    "Content-Transfer-Encoding: quoted-printable\n\nVi er imod =C3=A6.\n\n> citat\n"
    '--x\nContent-Type: text/plain\nContent-Disposition: attachment; filename="a.txt"\n\n'
    "Ja\n--x--\n"
)
WORD = (
    f"{make.words('Punkt 79')}{make.words('Vi er imod.')}<w:tbl><w:tr>"
    f"<w:tc>{make.words('a')}</w:tc><w:tc>{make.words('b')}</w:tc></w:tr></w:tbl><w:p><w:ins><w:r><w:t>ind</w:t></w:r></w:ins>"
    "<w:del><w:r><w:delText>ud</w:delText></w:r></w:del></w:p>"
)
SEEDS: dict[str, tuple[bytes, ...]] = {
    "text": (LETTER.encode(), LETTER.encode("cp1252"), LETTER.encode("utf-16")),
    "html": (HTML.encode(),),
    "csv": (CSV.encode(), CSV.replace(";", ",").encode()),
    "rtf": (RTF.encode(),),
    "eml": (MAIL.encode(),),
    "docx": (make.member(make.docx(WORD), "word/document.xml"),),
    "odt": (make.member(make.odt("Vi er imod."), "content.xml"),),
    "xlsx": (
        make.member(
            make.xlsx([["<v>nr</v>", "<v>svar</v>"], ["<v>1</v>", "<v>Vi er imod</v>"]]),
            "xl/worksheets/sheet1.xml",
        ),
    ),
    "pdf": (make.pdf([make.page("Punkt 79"), make.page("Vi er imod.")]), make.locked_pdf()),
    "zip": (make.packed({"a.txt": "Ja.", "mappe/b.txt": "Nej."}), make.nested(2), make.linked()),
    "msg": (make.locked_office(), *(path.read_bytes() for path in sorted(SAMPLE.glob("*.msg")))),
    "references": (LETTER.encode(),),
    "segment": (LETTER.encode(), b"1.\n1.\n- a\n\n> b\n", HTML.encode()),
    "clean": (HTML.encode(), "a\u00ad\u0301b&aelig;<p>[bookmark: _GoBack]".encode()),
}


def write(target: str, folder: Path) -> None:
    """The seeds of `target` as files in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(SEEDS[target]):
        (folder / f"seed-{number}").write_bytes(seed)
