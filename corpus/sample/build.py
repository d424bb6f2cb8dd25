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

import yaml
from render.pdf import write_pdf
from render.sheets import write_catalogue_sheet, write_portal
from render.sources import Source, read_source
from render.text import write_txt
from render.word import write_catalogue_docx, write_docx

HERE = Path(__file__).parent
SOURCE = HERE / "source"

WRITERS: dict[str, Callable[[Source, Path], None]] = {
    ".txt": write_txt,
    ".docx": write_docx,
    ".pdf": write_pdf,
}


def build(target: Path = HERE) -> list[Path]:
    """Make every file of the round anew under ``target`` and return the paths."""
    catalogue = yaml.safe_load((SOURCE / "katalog.yaml").read_text(encoding="utf-8"))
    made = [target / "katalog.xlsx", target / "katalog.docx"]
    write_catalogue_sheet(catalogue, made[0])
    write_catalogue_docx(catalogue, made[1])
    return made + build_responses(target / "svar")


def build_responses(folder: Path) -> list[Path]:
    """Make the response files and the portal's export."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    made: list[Path] = []
    for path in sorted((SOURCE / "svar").glob("*.md")):
        source = read_source(path)
        target = folder / source.file
        if target in made:
            raise ValueError(f"{path.name}: {target.name} is made twice")
        WRITERS[target.suffix](source, target)
        made.append(target)
    portal = folder / "portal-eksport.xlsx"
    write_portal(yaml.safe_load((SOURCE / "portal.yaml").read_text(encoding="utf-8")), portal)
    return [*made, portal]


def main() -> None:
    """Build, into the folder named on the command line or in place."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    target.mkdir(parents=True, exist_ok=True)
    sys.stdout.write(f"{len(build(target))} files in {target}\n")


if __name__ == "__main__":
    main()
