"""Houses for looking at every page in every state: a full one, and one without rounds."""

import io
from pathlib import Path

from consult.domain.access import Role, local
from consult.domain.proposals import Catalogue
from consult.services import accounts, analysing, intake, privacy, rounds, uploads
from consult.services.credentials import reset_password
from consult.services.desk import Desk
from consult.services.hashing import Hasher
from consult.services.uploads import Upload
from consult.store.database import Store
from consult.store.kept import KeptFiles
from tests.service.workbench import Bench
from tests.store.builders import VERSION, analyse, table
from tests.ui import people, private, world

#: A round without responses or proposals, and one whose files are in line, with one that failed.
EMPTY, WORKED = "tom-runde", "i-arbejde"
#: A user who has signed in with a password that must be changed.
NEW = "ny"
#: The hand-written analyser is unsure of texts of some 50 letters.
UNSURE = "Punkt 79. Nr. {:02}: det er ikke til at sige"


def fill(path: Path) -> str:
    """The full house in that file; the password of `NEW`.

    The small round is released; since then a letter with private words and a few that are hard
    to read have come in. The other rounds are unreleased.
    """
    people.fill(path)
    people.release(path)
    desk, hasher = private.opened(path), Hasher(1, 8, 1)
    assert rounds.create(desk, "Tom runde", "", Catalogue()).slug == EMPTY
    assert rounds.create(desk, "I arbejde", "", Catalogue()).slug == WORKED
    private.add(desk, private.NAME, private.LETTER)
    rows = {f"u{i}": f"Fra: Hold {i}\n{UNSURE.format(i):.<52}" for i in range(4)}
    intake.take_in(desk, world.SLUG, [table("tvivl.csv", rows)])
    analysing.analyse_round(desk, world.SLUG, analyse, VERSION)
    privacy.search_private(desk, world.SLUG)
    accounts.create(desk, hasher, NEW, Role.READER, "Ny", people.GOOD)
    accounts.close(desk, "ingen")
    password = reset_password(desk, hasher, NEW)
    _work(path)
    return password


def _work(path: Path) -> None:
    """Files that are read, one that failed, and one that waits."""
    store = Store.open(f"sqlite:///{path}")
    now = store.now
    bench = Bench(store, path.parent, WORKED)
    bench.upload({"god.txt": "Vi er imod.", "tom.txt": b""})
    bench.work()
    store.now = now
    kept = KeptFiles(path.parent / "files", 10_000)
    uploads.add(bench.desk, kept, WORKED, [Upload("venter.txt", io.BytesIO(b"Hej"))])
    store.close()


def unfurnished(path: Path) -> None:
    """A house with the same people and no rounds."""
    store = Store.open(f"sqlite:///{path}")
    store.upgrade()
    for name in ("chef", "redaktion", "laeser"):
        role = people.USERS[name][0]
        accounts.create(Desk(store, local()), Hasher(1, 8, 1), name, role, "", people.GOOD)
    store.close()
