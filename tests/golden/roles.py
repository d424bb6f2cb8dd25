"""Role x page x action, as docs/roles.md shows it.

Not written by hand: actions are asked of `decide`, pages of the routes and of what the tests
hold the running pages to (tests/ui/test_roles.py), services of the table that every service is
called by (tests/service/test_permissions.py).
"""

from collections.abc import Callable, Iterable
from pathlib import Path

from consult.domain.access import EVERYWHERE, Action, Actor, Role, decide, guest, may_somewhere
from consult.ui.routes import MENU, MORE, ROUTES
from consult.ui.texts import text
from tests.service.test_permissions import OF_A_ROUND, OF_ALL
from tests.ui import world
from tests.ui.people import OTHER, USERS
from tests.ui.test_roles import may

ROLES = Path(__file__).resolve().parents[2] / "docs" / "roles.md"
#: Users of the tests by the role that they stand for, in the order of the columns.
COLUMNS = {
    "no role": "ingen",
    "reader here": "her-laeser",
    "editor here": "her-redaktion",
    "administrator here": "her-chef",
    "reader everywhere": "laeser",
    "editor everywhere": "redaktion",
    "administrator everywhere": "chef",
}
YES, RELEASED, NO = "yes", "released", "–"
FOUND = {MENU: "menu", MORE: "Mere"}
ROUND, ELSEWHERE = 1, 2


def matrix() -> str:
    """The whole of docs/roles.md."""
    return "\n\n".join((INTRO, PAGES, pages(world.SLUG), ANOTHER, pages(OTHER),
                        ACTIONS, actions(), SERVICES, services())) + "\n"  # fmt: skip


def actor(name: str) -> Actor:
    """That user of the tests, with the rights of the small round."""
    everywhere, here = USERS[name]
    return Actor(name, 1, everywhere, {ROUND: here} if here else {})


def pages(slug: str) -> str:
    """A row for each page: where it is found, and who is shown it."""
    rows = []
    for _, address, name, place, action in ROUTES:
        if slug == OTHER and (action is None or action in EVERYWHERE):
            continue
        cells = [_page(user, address, slug, action) for user in COLUMNS.values()]
        found = FOUND.get(place, "a link")
        rows.append([f"`/{address}` {text(name)}", found, NO, *cells])
    return _table(["page", "found by", "signed out", *COLUMNS], rows)


def _page(user: str, address: str, slug: str, action: Action | None) -> str:
    if not may(user, address, slug):
        return NO
    who = actor(user)
    reads = not may_somewhere(who, Action.FILL) or (slug == OTHER and who.role is Role.READER)
    # What is released, where the page shows what is in a round.
    return RELEASED if action is Action.VIEW and reads else YES


def actions() -> str:
    """A row for each thing that needs a right: in the round of the role, and in another."""
    rows = []
    for action in Action:
        for where in (None,) if action in EVERYWHERE else (ROUND, ELSEWHERE):
            place = {None: "the installation", ROUND: "the round", ELSEWHERE: "another round"}
            who = [guest(), *(actor(user) for user in COLUMNS.values())]
            cells = [YES if decide(one, action, where) else NO for one in who]
            rows.append([f"`{action}`", place[where], *cells])
    return _table(["action", "in", "signed out", *COLUMNS], rows)


def services() -> str:
    """A row for each least role: the services that it opens."""
    rows = []
    for title, table in (("the round", OF_A_ROUND), ("all rounds", OF_ALL)):
        for role in Role:
            names = sorted(name for name, (least, _) in table.items() if least is role)
            if names:
                rows.append([str(role), title, ", ".join(f"`{name}`" for name in names)])
    return _table(["least role", "in", "services"], rows)


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    line: Callable[[Iterable[str]], str] = lambda cells: f"| {' | '.join(cells)} |"  # noqa: E731
    names = list(heads)
    return "\n".join((line(names), line("---" for _ in names), *map(line, rows)))


INTRO = """# Who may do what

Made by `python -m tests.golden.update` from the rules themselves; a test fails where it is no longer true. "here" is a role in one consultation, "everywhere" one in all of them; each role may do what those before it may. A denial always says why, and is logged.

- **yes**: shown or done.
- **released**: shown, but of the responses only what the last released version holds, with redactions; before the first release the page says so.
- **–**: refused. Signed out, every page is the sign-in page; the rest says which role it takes and who gives it. A round that one has no role in is answered as one that does not exist."""  # noqa: E501
PAGES = """## Pages, on the round in which the role is given
The menu and the page "Mere" list a page only for those who may use it somewhere. `tests/ui/test_roles.py` opens each page by its address as each of these users."""  # noqa: E501
ANOTHER = """## The pages of a round, with the address of another round"""
ACTIONS = """## Actions
What a page does goes through a service that asks for one of these. `/emner-ret` is read by all and changed by who has `taxonomy`."""  # noqa: E501
SERVICES = """## Services
`tests/service/test_permissions.py` calls each as every role, on the round, on another and on one that never was."""  # noqa: E501
