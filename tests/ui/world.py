"""A small stored round with everything that can go wrong on a page."""

import json
from dataclasses import replace
from pathlib import Path

from consult.domain.access import local
from consult.domain.documents import Document, Removal, RemovalKind
from consult.domain.findings import Analysis
from consult.services import analysing, intake, rounds
from consult.services.desk import Desk
from consult.store.database import Store
from tests.store.builders import (
    CATALOGUE,
    VERSION,
    FakeReading,
    analyse,
    archive,
    broken,
    reading,
    skipped,
    table,
)

#: Words that would run, or be styled, were they not shown as text.
NASTY = "<script>document.title = 'stjålet'</script> **fed** [klik](https://ondt.dk) <b>tyk</b>"
LONG_WORD = "Kommunalbestyrelsesmedlemsvalgkampagne" * 8
CAMPAIGN = "Punkt 79: vi er imod, at skolen mister sine timer, for det rammer de mindste hårdt"
NAME = "Budget <i>2027</i> & mere"
SLUG = "budget-i-2027-i-mere"
THRESHOLD = 0.55
#: Rows of the portal's export: enough for three pages of passages.
ROWS = 45

TEXTS = {
    "foa.txt": "Fra: FOA\nPunkt 79: vi er imod, at skolen mister timer til de yngste børn i byen\n"
    "Punkt BU-02: vi støtter den nye børnehave ude ved stationen",
    "ældre <råd>.txt": "Fra: Ældrerådet\n"
    "Punkt 82: det kan gå, hvis de ældre også får en plads ved bordet\n"
    "Rådet takker for invitationen til at svare på hele planen",
    "nasty.txt": f"Fra: Anna Hansen\nPunkt 79: jeg er imod {NASTY}\nPunkt 999 findes ikke.",
    "lang.txt": f"Fra: Bo Holm\nPunkt 79: jeg er imod {LONG_WORD} i kommunen",
    "kampagne.txt": f"Fra: Carl Berg\n{CAMPAIGN}",
}
#: Further responses: one with notes, broken, waiting, in an archive; and two split from a file.
OTHERS = 6
CONFIRM = "Filen er delt i 2 svar; se, <om> delingen er rigtig."
BROKEN = "i stykker.txt"
WAITING = "venter.txt"


def fill(database: Path) -> None:
    """Make the round in that file; analyses are the hand-written ones of `tests.store`."""
    store = Store.open(f"sqlite:///{database}")
    store.upgrade()
    desk = Desk(store, local())
    assert rounds.create(desk, NAME, "Kommunens budget", CATALOGUE).slug == SLUG
    rows = {str(4100 + i): f"Fra: Borger {i}\n{CAMPAIGN}" for i in range(ROWS)}
    readings = [reading(name, text) for name, text in TEXTS.items()]
    readings += [_noted(), reading(BROKEN, "Kære byråd"), table("portal.xlsx", rows)]
    readings += [_split(), *archive("post.zip", reading("indre/brev.txt", "Fra: DLF\nVi ser til."))]
    intake.take_in(desk, SLUG, [*readings, broken("x.pdf"), skipped("y.exe")])
    analysing.analyse_round(desk, SLUG, judge, VERSION)
    intake.take_in(desk, SLUG, [reading(WAITING, "Jeg svarer senere.")])
    store.close()


def judge(document: Document) -> Analysis:
    """The findings, or a breakdown for the one document that is called so."""
    if document.name == BROKEN:
        raise ZeroDivisionError
    return analyse(document)


def _split() -> FakeReading:
    """A file that the reader took for several."""
    plain = table("samlet.pdf", {f"samlet – {n}": f"Fra: Hold {n}\nVi ser til." for n in (1, 2)})
    asked = tuple(replace(d, confirm=CONFIRM) for d in plain.documents)
    return replace(plain, documents=asked)


def _noted() -> FakeReading:
    """A file of which the reader took something out, and has something to say."""
    plain = reading("noter.txt", "Fra: Lis Lund\nPunkt 82: intet at bemærke fra os")
    removals = (
        Removal(RemovalKind.WORD_LEFTOVER, "[bookmark: <GoBack>]", 0, 2),
        Removal(RemovalKind.SOFT_HYPHEN, "\u00ad", 3),
    )
    noted = replace(plain.documents[0], removals=removals, warnings=("Side 2 er <tom>.",))
    return replace(plain, documents=(noted,))


def cards(folder: Path) -> None:
    """Models of which only the cards are there: all that pages need."""
    results = {"out_of_round_in_response": {"accuracy": 0.637, "macro_f1": 0.5812}}
    for name in ("theme", "stance"):
        (folder / name).mkdir(parents=True)
        said = {"review_below": THRESHOLD, "results": results}
        (folder / name / "card.json").write_text(json.dumps(said), encoding="utf-8")
