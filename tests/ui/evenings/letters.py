"""What lies in the administrator's mailbox that evening: letters of the sample round, and worse."""

import io
import zipfile
from typing import Any

from tests.ui.serving import ROOT

SAMPLE = ROOT / "corpus" / "sample"
CATALOGUE = SAMPLE / "katalog.xlsx"
#: Of the sample round: a letter in Word, a PDF, a mail, a plain text, the portal's export.
FROM_SAMPLE = (
    "Høringssvar fra skolebestyrelsen på Vestermark Skole.docx",
    "svar_ældrerådet.pdf",
    "SV Ankeret.eml",
    "Elevrådet Søndervangskolen.txt",
    "portal-eksport.xlsx",
)
#: The portal's rows, and the letters beside them.
ROWS, PLAIN = 25, 5
BROKEN = "skannet side 2.pdf"
CPR = "010203-1234"
MOTHER = "Mail fra en mor.txt"
LETTER = f"""Til byrådet i Havrebjerg

Jeg skriver om lukningen af Vestermark Skole. Jeg er imod forslaget, for min datter har endelig
fundet sig til rette i sin klasse. Hendes plads må ikke forsvinde.

Hendes CPR-nummer er {CPR}, hvis I vil slå sagen op.

Fjern hellere nogle af slåningerne i parkerne. Det kan jeg godt støtte.

Venlig hilsen
Mette Lund
"""


def handed_in() -> list[dict[str, Any]]:
    """An archive of letters, and beside it a mail that came twice."""
    twice = {"name": MOTHER, "mimeType": "text/plain", "buffer": LETTER.encode()}
    mail = {"name": "mailboks.zip", "mimeType": "application/zip", "buffer": mailbox()}
    return [mail, twice, twice]


def mailbox() -> bytes:
    """The archive, with a file in it that is damaged."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in FROM_SAMPLE:
            archive.write(SAMPLE / "svar" / name, name)
        archive.writestr(BROKEN, b"%PDF-1.4 ikke mere")
    return out.getvalue()
