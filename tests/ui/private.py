"""A copy of the small round in which a letter holds private words, for tests that write."""

import shutil
from pathlib import Path

from consult.domain.access import Role, local
from consult.services import accounts, analysing, intake
from consult.services.desk import Desk
from consult.services.hashing import Hasher
from consult.store.database import Store
from consult.store.shelf import Shelf
from tests.store.builders import VERSION, reading
from tests.ui import world

CPR = "010203-1234"
NAME = "svar fra Bodil.txt"
LETTER = (
    f"Fra: Bodil\nPunkt 79: jeg er imod, mit nummer er {CPR}, og jeg bor her\n"
    "Ring til mig på 20 30 40 50, hvis der er noget"
)
#: Who has an account, in this order: their numbers begin at 1.
PEOPLE = {"chef": Role.ADMINISTRATOR, "eva": Role.EDITOR, "pia": Role.READER}


def copy(database: Path, folder: Path, people: bool = False) -> Path:
    """A database of one's own with the letter in it; with accounts where they are asked for."""
    path = folder / "consult.sqlite3"
    shutil.copyfile(database, path)
    desk = opened(path)
    add(desk, NAME, LETTER)
    for name, role in PEOPLE.items() if people else ():
        accounts.create(desk, Hasher(1, 8, 1), name, role, "", "fire små heste")
    return path


def opened(path: Path) -> Desk:
    """The desk of the local administrator of a database."""
    store = Store.open(f"sqlite:///{path}")
    return Desk(store, local(), Shelf(path.parent / "files" / "releases"))


def add(desk: Desk, name: str, text: str) -> None:
    """One more letter, analysed."""
    intake.take_in(desk, world.SLUG, [reading(name, text)])
    analysing.analyse_round(desk, world.SLUG, world.judge, VERSION)
