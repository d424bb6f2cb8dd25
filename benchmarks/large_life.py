"""What happens to a large round once it is analysed: corrections, people, and a release."""

import random
from collections.abc import Sequence

from consult.domain.access import Role
from consult.domain.findings import Stance
from consult.domain.reviews import Judgement
from consult.services import accounts, privacy, releasing, reviewing, rounds
from consult.services.browsing import list_responses, response_page
from consult.services.desk import Desk
from consult.services.hashing import Hasher
from consult.services.signing import Door, SignedIn, sign_in
from consult.store.database import Store

#: Passages that persons have corrected in the round, and other rounds beside it.
CORRECTED, OTHERS = 200, 5
PASSWORD = "fire små heste i regn"  # noqa: S105  (of users of a made-up round)
CHIEF = "chef"
#: Hashing passwords is not what is measured.
_HASHER = Hasher(1, 8, 1)


def live(desk: Desk, slug: str, readers: int) -> None:
    """Correct passages, make users and further rounds, look for private words, release."""
    chance = random.Random(20_28)  # noqa: S311  (no secret)
    total = list_responses(desk, slug, limit=0).total
    for offset in sorted(chance.sample(range(total), min(CORRECTED, total))):
        (line,) = list_responses(desk, slug, limit=1, offset=offset).items
        correct_one(desk, slug, line.id, chance)
    for number in range(OTHERS):
        rounds.create(desk, f"Runde {number + 1}", "Kommunens budget", rounds.catalogue(desk, slug))
    for name in (CHIEF, *names(readers)):
        role = Role.ADMINISTRATOR if name == CHIEF else Role.READER
        accounts.create(desk, _HASHER, name, role, name.capitalize(), PASSWORD)
    privacy.search_private(desk, slug)
    assert not isinstance(releasing.release(desk, slug), releasing.Stopped)


def names(readers: int) -> Sequence[str]:
    """The names of so many readers."""
    return [f"laeser{number + 1:02}" for number in range(readers)]


def correct_one(desk: Desk, slug: str, response_id: int, chance: random.Random) -> int:
    """Give the first judged passage of a response another stance; the correction's number."""
    page = response_page(desk, slug, response_id)
    assert page.analysis is not None
    found = next(f for f in page.analysis.findings if f.stances)
    about = reviewing.judgement_of(found)
    stances = tuple((number, chance.choice(tuple(Stance))) for number, _ in about.stances)
    change = Judgement(about.links, stances, about.themes or None)
    return reviewing.correct(desk, slug, response_id, change, found.passage.span)


def tokens(store: Store, readers: int) -> tuple[str, list[str]]:
    """The sessions' tokens of the administrator and of the readers, signed in now."""
    door = Door(store, _HASHER)
    found = [sign_in(door, name, PASSWORD, "127.0.0.1") for name in (CHIEF, *names(readers))]
    signed = [one.token for one in found if isinstance(one, SignedIn)]
    assert len(signed) == readers + 1
    return signed[0], signed[1:]
