"""Render the sources of the sample round to real files.

The texts are written by hand under ``source/``; this script only gives them a
file format. A rebuild is byte-identical: every timestamp is fixed.

Run: ``python corpus/sample/build.py``
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml
from render.archive import write_archive
from render.columns import write_columns, write_form
from render.mail import Attachment, write_mail, write_outlook_mail
from render.opendocument import write_odt
from render.pdf import write_pdf
from render.review import write_review
from render.rich import write_rtf
from render.scan import write_scan
from render.sheets import write_catalogue_sheet, write_portal
from render.sources import Source, read_source
from render.text import write_txt
from render.word import write_catalogue_docx, write_docx

HERE = Path(__file__).parent
SOURCE = HERE / "source"


def copy_fixed(source: Source, target: Path) -> None:
    """Copy a file that only a word processor can make."""
    shutil.copyfile(SOURCE / "fixed" / source.settings["fixed"], target)


def write_msg(source: Source, target: Path) -> None:
    """Render a response as an Outlook message."""
    write_outlook_mail(source, target, attachments(source))


def write_eml(source: Source, target: Path) -> None:
    """Render a response as a mail."""
    write_mail(source, target, attachments(source))


def write_zip(source: Source, target: Path) -> None:
    """Render responses as an archive."""
    members = source.settings["members"]
    write_archive(target, [(name, made(part)[1] if part else None) for name, part in members])


WRITERS: dict[str, Callable[[Source, Path], None]] = {
    ".txt": write_txt,
    ".html": write_txt,
    ".docx": write_docx,
    ".pdf": write_pdf,
    ".odt": write_odt,
    ".rtf": write_rtf,
    ".doc": copy_fixed,
    ".eml": write_eml,
    ".msg": write_msg,
    ".zip": write_zip,
}

# A layout that the source asks for goes before the one that its ending suggests.
LAYOUTS: dict[str, Callable[[Source, Path], None]] = {
    "review": write_review,
    "columns": write_columns,
    "form": write_form,
    "scan": write_scan,
}


def render(source: Source, folder: Path) -> Path:
    """Make the file of one source in ``folder`` and return its path."""
    target = folder / source.file
    if target.exists():
        raise ValueError(f"{target.name} is made twice")
    layout = source.settings.get("layout")
    writer = LAYOUTS[layout] if layout else WRITERS[target.suffix]
    writer(source, target)
    return target


def attachments(source: Source) -> list[Attachment]:
    """The files that a mail brings along."""
    return [made(part) for part in source.settings.get("attachments", ())]


def made(part: str) -> Attachment:
    """Make a file that lies in another, and return its name and its bytes."""
    with TemporaryDirectory() as folder:
        target = render(read_source(SOURCE / "parts" / part), Path(folder))
        return target.name, target.read_bytes()


def build(target: Path = HERE) -> list[Path]:
    """Make every file of the round anew under ``target`` and return the paths."""
    catalogue = yaml.safe_load((SOURCE / "katalog.yaml").read_text(encoding="utf-8"))
    files = [target / "katalog.xlsx", target / "katalog.docx"]
    write_catalogue_sheet(catalogue, files[0])
    write_catalogue_docx(catalogue, files[1])
    return files + build_responses(target / "svar")


def build_responses(folder: Path) -> list[Path]:
    """Make the response files and the portal's export."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    files = [render(read_source(path), folder) for path in sorted((SOURCE / "svar").glob("*.md"))]
    portal = folder / "portal-eksport.xlsx"
    write_portal(yaml.safe_load((SOURCE / "portal.yaml").read_text(encoding="utf-8")), portal)
    return [*files, portal]


def main() -> None:
    """Build, into the folder named on the command line or in place."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    target.mkdir(parents=True, exist_ok=True)
    sys.stdout.write(f"{len(build(target))} files in {target}\n")


if __name__ == "__main__":
    main()
