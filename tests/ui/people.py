"""A closed house: the small round, another one, and a user with each right there is."""

from pathlib import Path

from consult.domain.access import Role, local
from consult.services import accounts, analysing, intake, memberships, releasing, rounds
from consult.services.desk import Desk
from consult.services.hashing import Hasher
from consult.store.database import Store
from tests.store.builders import CATALOGUE, VERSION, analyse, reading
from tests.ui import private, world

GOOD = "fire små heste i regn"
BETTER = "tolv blå cykler i kø"
#: A round that those with rights in the small one alone must not see.
OTHER, OTHER_NAME = "den-anden", "Den anden"
HIDDEN = "Kun de indviede læser dette om svømmehallen"
#: Users by name: the role in all rounds, and that in the small one.
USERS: dict[str, tuple[Role | None, Role | None]] = {
    "chef": (Role.ADMINISTRATOR, None),
    "redaktion": (Role.EDITOR, None),
    "laeser": (Role.READER, None),
    "her-chef": (None, Role.ADMINISTRATOR),
    "her-redaktion": (None, Role.EDITOR),
    "her-laeser": (None, Role.READER),
    "ingen": (None, None),
}
NASTY = "<img src=x onerror=alert(1)> **fed** & Co"


def release(path: Path) -> None:
    """Let readers see the small round of that file as it is now."""
    made = releasing.release(private.opened(path), world.SLUG)
    assert not isinstance(made, releasing.Stopped), "a CPR number stands in it"


def fill(path: Path) -> int:
    """Make it in that file; the number of the other round's response."""
    world.fill(path)
    store = Store.open(f"sqlite:///{path}")
    desk, hasher = Desk(store, local()), Hasher(1, 8, 1)
    assert rounds.create(desk, OTHER_NAME, "", CATALOGUE).slug == OTHER
    intake.take_in(desk, OTHER, [reading("b.txt", f"Fra: FOA\nPunkt 79: vi er imod. {HIDDEN}")])
    analysing.analyse_round(desk, OTHER, analyse, VERSION)
    for name, (everywhere, here) in USERS.items():
        shown = NASTY if name == "her-laeser" else name.capitalize()
        accounts.create(desk, hasher, name, everywhere, shown, GOOD)
        if here is not None:
            memberships.grant(desk, name, world.SLUG, here)
    store.close()
    with Store.open(f"sqlite:///{path}").read() as connection:
        key = connection.exec_driver_sql("select max(id) from response").scalar_one()
    return int(key)
