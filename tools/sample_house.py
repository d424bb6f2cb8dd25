"""A house to be looked at: the sample round in use, with its people, corrections and releases.

Everything and everybody in it is made up. What a page can show is meant to be in it: a released
version and one before it, new answers, files that wait and that failed, private words, doubt that
persons have decided on, a round that has hardly begun.
"""

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from consult.bootstrap import App
from consult.cli.rounds import run_round
from consult.domain.access import Actor, Role
from consult.domain.people import RespondentKind
from consult.domain.reviews import Sender
from consult.domain.rounds import Details
from consult.services import (
    accounts,
    intake,
    memberships,
    privacy,
    queue,
    releasing,
    reviewing,
    rounds,
    uploads,
    visits,
)
from consult.services.browsing import response_page
from consult.services.desk import Desk
from consult.services.uploads import Upload
from consult.settings import ROOT, Settings
from consult.store.database import Store

SAMPLE = ROOT / "corpus" / "sample"
ROUND, NEW_ROUND = "havrebjerg-budget-2027-2030", "klubber-og-faelleshuse"
PASSWORD = "fire små heste i regn"  # noqa: S105 - of a house that stands for some minutes
#: Who signs in for the pictures.
ADMINISTRATOR, READER = "anna.holm", "karen.lind"
#: Users: how others see them, their role in all rounds, and that in the sample round.
PEOPLE: tuple[tuple[str, str, Role | None, Role | None], ...] = (
    (ADMINISTRATOR, "Anna Holm", Role.ADMINISTRATOR, None),
    ("bo.friis", "Bo Friis", Role.EDITOR, None),
    (READER, "Karen Lind", None, Role.READER),
    ("niels.brandt", "Niels Brandt", None, Role.READER),
    ("sommervikar", "Vikar, sommer", None, None),
)
DETAILS = Details(
    date(2026, 8, 31),
    date(2026, 9, 14),
    "00.30.00-S00-2-26",
    ("Ældrerådet", "Handicaprådet", "FOA Havrebjerg", "Danmarks Lærerforening", "Udsatterådet",
     "Havrebjerg Erhvervsforening", "Dansk Handicapforening Nord", "Integrationsrådet"),
)  # fmt: skip
#: Answers that came after the first release.
LATE = {
    "Svar fra Sportscaféen.txt": "Fra: Foreningen Sportscaféen\n\nVedr. KF-02: Vi er imod, at "
    "svømmehallen lukker om søndagen. Det er dér, børnefamilierne kommer.",
    "Bent Aagaard.txt": "Fra: Bent Aagaard\n\nVedr. TM-01: Sluk bare gadelyset om natten. Det er "
    "en god besparelse, og vi sover bedre.",
}
#: One that bears a number which stops the next release.
PRIVATE = {
    "Mail fra en pårørende 2.txt": "Vedr. SO-02: Min mor (cpr 010203-1234) bor på Ellekær. Hun "
    "kan ikke undvære hjælpen. Ring på 20 30 40 50.",
}


def fill(folder: Path) -> Path:
    """The house in that folder; its database. Takes a minute or two: the models analyse it."""
    _consult(folder, "demo", "--folder", str(folder))
    app = App(Settings(database=str(folder / "consult.sqlite3")))
    _people(app)
    anna = _desk(app, ADMINISTRATOR)
    _begin(app, anna)
    _release(anna, "Til Økonomiudvalgets møde")
    # The politician has read the first version; what comes later is new to her.
    visits.look(_desk(app, READER, ago=timedelta(hours=5)), ROUND)
    _arrive(app, LATE)
    _correct(anna)
    _release(anna, "Med de svar, der kom efter fristen")
    _arrive(app, PRIVATE)
    privacy.search_private(anna, ROUND)
    _hand_in(app, anna, folder)
    return folder / "consult.sqlite3"


def _consult(folder: Path, *arguments: str) -> None:
    command = [sys.executable, "-m", "consult.cli.main", *arguments]
    environment = {**os.environ, "CONSULT_DATABASE": str(folder / "consult.sqlite3")}
    quiet = subprocess.DEVNULL
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=quiet)  # noqa: S603


def _people(app: App) -> None:
    """Users, one of them gone again."""
    for name, shown, role, here in PEOPLE:
        accounts.create(app.local, app.door.hasher, name, role, shown, PASSWORD)
        if here is not None:
            memberships.grant(app.local, name, ROUND, here)
    accounts.close(app.local, PEOPLE[-1][0])


def _desk(app: App, name: str, ago: timedelta = timedelta()) -> Desk:
    """The stored rounds as that user sees them, now or some time ago."""
    store = Store.open(app.settings.database_url, lambda: datetime.now(UTC) - ago)
    account = accounts.get(app.local, name).account
    roles = {rounds.get(app.local, ROUND).id: Role.READER}
    return Desk(store, Actor(account.display, account.id, account.role, roles), app.shelf)


def _begin(app: App, anna: Desk) -> None:
    """The sample round's period and parties, and a round that has hardly begun."""
    made = rounds.get(anna, ROUND)
    rounds.edit(anna, ROUND, made.name, made.subject, DETAILS)
    catalogue = app.read_catalogue(SAMPLE / "katalog.docx")
    period = Details(date(2026, 11, 2), date(2026, 11, 30))
    rounds.create(anna, "Klubber og fælleshuse", "Støtte til klubber", catalogue, period)


def _release(anna: Desk, note: str) -> None:
    if isinstance(releasing.release(anna, ROUND, note), releasing.Stopped):
        sys.exit("a CPR number stands in the sample round")


def _arrive(app: App, letters: dict[str, str]) -> None:
    """More answers, analysed."""
    with TemporaryDirectory() as place:
        for name, words in letters.items():
            (Path(place) / name).write_text(words, encoding="utf-8")
        intake.take_in(app.local, ROUND, app.read([Path(place)]))
    run_round(app, ROUND)


def _correct(anna: Desk) -> None:
    """What the machine doubts most is decided on, one decision undone, and a sender named."""
    for doubt in queue.queue(anna, ROUND, limit=6).items:
        page = response_page(anna, ROUND, doubt.response_id)
        if page.analysis is None:
            continue
        found = page.analysis.findings[doubt.passage]
        agreed = reviewing.judgement_of(found)
        span, why = found.passage.span, "læst igennem sammen med Bo"
        last = reviewing.correct(anna, ROUND, doubt.response_id, agreed, span, why)
    reviewing.undo(anna, ROUND, last)
    sender = Sender("Grønt Råd i Havrebjerg", RespondentKind.COUNCIL)
    reviewing.correct(anna, ROUND, 11, sender, None, "står i brevets bund")


def _hand_in(app: App, anna: Desk, folder: Path) -> None:
    """Files in the new round: read, broken, skipped, and some that wait."""
    broken = {"Regneark uden indhold.xlsx": b"PK", "optagelse fra møde.mp3": b"ID3" + bytes(2_000)}
    for name, content in broken.items():
        (folder / name).write_bytes(content)
    every = sorted((SAMPLE / "svar").iterdir())
    _upload(app, anna, [*(folder / name for name in broken), *every[:5], *every[:1]])
    _consult(folder, "worker", "--once")
    _upload(app, anna, every[6:13])


def _upload(app: App, anna: Desk, paths: list[Path]) -> None:
    for path in paths:
        with path.open("rb") as file:
            uploads.add(anna, app.kept, NEW_ROUND, [Upload(path.name, file)])
