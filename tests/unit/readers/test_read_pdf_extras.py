"""PDFs with filled forms, comments, hidden text, scripts and files inside."""

from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText, Highlight, Text
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    TextStringObject,
)
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from consult.domain.documents import Document, RemovalKind
from consult.domain.errors import ReadError
from consult.readers import read

TEXT = "Vi er imod forslaget om at lukke biblioteket, for det er byens hjerte."


def _read(path: Path) -> Document:
    (document,) = read(path)
    return document


def _letter(path: Path, **options: object) -> Path:
    canvas = Canvas(str(path), pagesize=A4, **options)
    canvas.drawString(60, 700, TEXT)
    canvas.save()
    return path


def _writer(path: Path) -> PdfWriter:
    return PdfWriter(PdfReader(_letter(path)))


def _form(path: Path) -> Path:
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont("Helvetica", 11)
    for y, label in ((700, "Navn:"), (670, "Holdning til punkt 79:"), (600, "Bemærkninger:")):
        canvas.drawString(60, y, label)
    form = canvas.acroForm
    form.textfield(name="navn", x=190, y=694, width=200, height=20, value="Hanne Lund")
    form.choice(
        name="holdning", x=190, y=664, width=120, height=20, value="Imod", options=["For", "Imod"]
    )
    form.textfield(
        name="tekst", x=60, y=500, width=400, height=90, fieldFlags="multiline", maxlen=1000,
        value="Lukningen rammer de svage.\nVi er imod.",
    )  # fmt: skip
    for i, (name, checked) in enumerate((("Borger", True), ("Forening", False))):
        canvas.drawString(80, 460 - 20 * i, name)
        form.checkbox(name=name, x=60, y=457 - 20 * i, size=14, checked=checked)
    canvas.drawString(60, 400, "Tak for dit svar.")
    canvas.save()
    return path


def test_fields_are_read_in_their_places(tmp_path: Path) -> None:
    expected = (
        "Navn: Hanne Lund Holdning til punkt 79: Imod Bemærkninger: Lukningen rammer de svage. "
        "Vi er imod. ☒ Borger ☐ Forening Tak for dit svar."
    )
    assert " ".join(_read(_form(tmp_path / "a.pdf")).text.split()) == expected


def test_fields_filled_by_another_program(tmp_path: Path) -> None:
    writer = PdfWriter(PdfReader(_form(tmp_path / "a.pdf")))
    values = {"navn": "Åse Ø", "Forening": "/Yes", "holdning": "For"}
    writer.update_page_form_field_values(writer.pages[0], values, auto_regenerate=True)
    writer.write(tmp_path / "b.pdf")
    words = " ".join(_read(tmp_path / "b.pdf").text.split())
    assert "Navn: Åse Ø Holdning til punkt 79: For Bemærkninger:" in words
    assert "☒ Borger ☒ Forening" in words


def test_a_form_on_an_empty_page_is_read(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    canvas.rect(50, 590, 420, 40)
    canvas.acroForm.textfield(name="t", x=60, y=600, width=400, height=20, value=TEXT)
    canvas.showPage()
    canvas.save()
    assert _read(tmp_path / "a.pdf").text == TEXT


def test_comments_are_read_after_the_page(tmp_path: Path) -> None:
    writer = _writer(tmp_path / "a.pdf")
    sticky = Text(text="Vi er også imod punkt 82.\rDet er en fejl.", rect=(300, 500, 320, 520))
    writer.add_annotation(0, sticky)
    writer.add_annotation(0, FreeText(text="Fri tekst i margen.", rect=(10, 10, 200, 40)))
    quad = ArrayObject([FloatObject(n) for n in (60, 710, 200, 710, 60, 698, 200, 698)])
    marked = Highlight(rect=(60, 698, 200, 710), quad_points=quad)
    marked[NameObject("/Contents")] = TextStringObject(TEXT[:20])
    writer.add_annotation(0, marked)
    writer.add_blank_page()
    writer.write(tmp_path / "b.pdf")
    document = _read(tmp_path / "b.pdf")
    assert (
        document.text
        == f"{TEXT}\n\nVi er også imod punkt 82.\nDet er en fejl.\n\nFri tekst i margen."
    )
    assert [(b.kind.value, b.page) for b in document.blocks] == [("paragraph", 1)] * 3
    assert document.warnings == ("2 kommentarer i PDF'en står efter sidens tekst.",)


def test_hidden_text_is_told(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    canvas.drawString(60, 700, TEXT)
    canvas.rect(50, 590, 400, 30, fill=1)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(60, 650, "Hvid på hvidt er der ingen, der ser.")
    canvas.drawString(60, 600, "Hvid på sort er en overskrift.")
    canvas.setFillColorRGB(0, 0, 0)
    invisible = canvas.beginText(60, 550)
    invisible.setTextRenderMode(3)
    invisible.textLine("Usynlig er der heller ingen, der ser.")
    canvas.drawText(invisible)
    canvas.drawString(60, 2000, "Uden for siden.")
    canvas.setFont("Helvetica", 0.5)
    canvas.drawString(60, 500, "Bittesmå bogstaver.")
    canvas.save()
    document = _read(tmp_path / "a.pdf")
    assert document.text == f"{TEXT}\n\nHvid på sort er en overskrift."
    assert [(r.kind, r.text) for r in document.removals] == [
        (RemovalKind.HIDDEN_TEXT, text)
        for text in (
            "Hvid på hvidt er der ingen, der ser.",
            "Usynlig er der heller ingen, der ser.",
            "Uden for siden.",
            "Bittesmå bogstaver.",
        )
    ]
    assert document.warnings == ("4 skjulte passager er ikke læst.",)


def test_text_under_a_scan_is_read(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    canvas.drawImage(ImageReader(BytesIO(b"P6 2 2 255\n" + b"\xff" * 12)), 0, 0, *A4)
    text = canvas.beginText(60, 700)
    text.setTextRenderMode(3)
    for _ in range(2):
        text.textLine(TEXT)
    canvas.drawText(text)
    canvas.save()
    document = _read(tmp_path / "a.pdf")
    assert document.text.split() == [*TEXT.split(), *TEXT.split()]
    assert not document.removals


def _action(kind: str) -> DictionaryObject:
    entries = {NameObject("/S"): NameObject(kind), NameObject("/JS"): TextStringObject("f()")}
    return DictionaryObject(entries)


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("/JavaScript", "Filen rummer JavaScript; det er ikke kørt."),
        ("/Launch", "Filen vil starte et andet program; det er ikke gjort."),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_scripts_and_programs_are_told(tmp_path: Path, kind: str, told: str, packed: bool) -> None:
    writer = _writer(tmp_path / "a.pdf")
    if packed:
        stream = DecodedStreamObject()
        stream.set_data(f"1 0 << /S {kind} /JS (f()) >>".encode() * 10)
        stream[NameObject("/Type")] = NameObject("/ObjStm")
        writer._add_object(stream.flate_encode())
    else:
        writer.root_object[NameObject("/OpenAction")] = _action(kind)
    writer.write(tmp_path / "b.pdf")
    assert _read(tmp_path / "b.pdf").warnings == (told,)


def test_files_inside_are_told_by_name(tmp_path: Path) -> None:
    writer = _writer(tmp_path / "a.pdf")
    writer.add_attachment("bilag.docx", b"x")
    writer.add_attachment("lang\u202efdp.exe", b"x")
    writer.write(tmp_path / "b.pdf")
    document = _read(tmp_path / "b.pdf")
    assert document.warnings == (
        "PDF'en rummer vedhæftede filer, som ikke er læst: bilag.docx, langfdp.exe.",
    )


def test_a_cover_over_files_is_no_response(tmp_path: Path) -> None:
    writer = _writer(tmp_path / "a.pdf")
    writer.add_attachment("svar 1.pdf", b"x")
    view = DictionaryObject({NameObject("/View"): NameObject("/D")})
    writer.root_object[NameObject("/Collection")] = view
    writer.write(tmp_path / "b.pdf")
    with pytest.raises(ReadError, match=r"portefølje\) med filer i: svar 1\.pdf – gem filerne"):
        read(tmp_path / "b.pdf")


def test_a_form_for_one_program_only(tmp_path: Path) -> None:
    writer = _writer(tmp_path / "a.pdf")
    form = DictionaryObject({NameObject("/Fields"): ArrayObject()})
    form[NameObject("/XFA")] = TextStringObject("<xdp/>")
    writer.root_object[NameObject("/AcroForm")] = writer._add_object(form)
    writer.root_object[NameObject("/NeedsRendering")] = NameObject("/true")
    writer.write(tmp_path / "b.pdf")
    with pytest.raises(ReadError, match="XFA-formular, som kun Adobe Reader kan vise"):
        read(tmp_path / "b.pdf")


def test_a_lock_on_changes_only_is_no_hindrance(tmp_path: Path) -> None:
    lock = StandardEncryption("", ownerPassword="hemmelig", canCopy=0, canPrint=0)
    assert _read(_letter(tmp_path / "a.pdf", encrypt=lock)).text == TEXT
