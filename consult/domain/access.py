"""Who may do what to which consultation: pure rules that answer with a reason, default deny."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from consult.domain.errors import DeniedError


class Role(StrEnum):
    """What a person is to a consultation, or to all of them; each may do what those before may."""

    READER = "reader"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"


class Action(StrEnum):
    """Something that needs a right. The last four concern the whole installation."""

    VIEW = "view"
    FILL = "fill"
    ANALYSE = "analyse"
    EDIT = "edit"
    RELEASE = "release"
    ORIGINAL = "original"
    REVIEW = "review"
    GRANT = "grant"
    CREATE = "create"
    ACCOUNTS = "accounts"
    LOG = "log"
    TAXONOMY = "taxonomy"


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether something may be done, and why (not), as a Danish sentence."""

    allowed: bool
    reason: str

    def __bool__(self) -> bool:
        return self.allowed

    def enforce(self) -> None:
        """Go on only where it is allowed.

        Raises:
            DeniedError: it is not; the message is the reason.
        """
        if not self.allowed:
            raise DeniedError(self.reason)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is at work, with the rights of this moment; without any it may do nothing.

    `role` holds in every consultation, `roles` in one each (by its id). `account_id` is None for
    who has no account. `stop` is a Danish sentence where nothing may be done until something
    else is. `origin` says from where: an address, or what the program is called.
    """

    name: str
    account_id: int | None = None
    role: Role | None = None
    roles: Mapping[int, Role] = field(default_factory=lambda: MappingProxyType({}))
    origin: str = ""
    stop: str | None = None


#: The least role for each action. What is not here nobody may do.
LEAST: Mapping[Action, Role] = MappingProxyType(
    {
        Action.VIEW: Role.READER,
        Action.FILL: Role.EDITOR,
        Action.ANALYSE: Role.EDITOR,
        Action.EDIT: Role.EDITOR,
        Action.RELEASE: Role.EDITOR,
        Action.ORIGINAL: Role.EDITOR,
        Action.REVIEW: Role.EDITOR,
        Action.GRANT: Role.ADMINISTRATOR,
        Action.CREATE: Role.EDITOR,
        Action.ACCOUNTS: Role.ADMINISTRATOR,
        Action.LOG: Role.ADMINISTRATOR,
        Action.TAXONOMY: Role.ADMINISTRATOR,
    }
)
#: Actions that a role in one consultation gives no right to.
EVERYWHERE = frozenset({Action.CREATE, Action.ACCOUNTS, Action.LOG, Action.TAXONOMY})
#: What the roles and actions are called where users read of them.
ROLE_NAMES: Mapping[Role, str] = MappingProxyType(
    {Role.READER: "læser", Role.EDITOR: "redaktør", Role.ADMINISTRATOR: "administrator"}
)
ACTION_NAMES: Mapping[Action, str] = MappingProxyType(
    {
        Action.VIEW: "se høringsrunden",
        Action.FILL: "lægge svar ind i høringsrunden",
        Action.ANALYSE: "analysere høringsrunden",
        Action.EDIT: "rette høringsrundens oplysninger og katalog",
        Action.RELEASE: "frigive høringsrunden til læsere",
        Action.ORIGINAL: "se filerne, som de blev afleveret",
        Action.REVIEW: "rette i høringsrunden",
        Action.GRANT: "give andre adgang til høringsrunden",
        Action.CREATE: "oprette høringsrunder",
        Action.ACCOUNTS: "se og ændre brugere",
        Action.LOG: "se loggen",
        Action.TAXONOMY: "ændre emnerne",
    }
)
SIGN_IN = "Log ind for at gå videre."
_ORDER = tuple(Role)
#: The id of no consultation: there the role in all of them counts alone.
_NO_ROUND = 0


def local(origin: str = "kommandolinjen") -> Actor:
    """Who works with the files themselves, and so may do everything; see decision 0061."""
    return Actor("lokal administrator", role=Role.ADMINISTRATOR, origin=origin)


def worker(origin: str = "baggrundsarbejde") -> Actor:
    """What goes on by itself once a person with the right to it has asked for it."""
    return Actor("systemet", role=Role.EDITOR, origin=origin)


def guest(reason: str = SIGN_IN, origin: str = "") -> Actor:
    """Someone of whom nothing is known; `reason` says what they can do about it."""
    return Actor("gæst", origin=origin, stop=reason)


def strongest(roles: Iterable[Role | None]) -> Role | None:
    """The role that may do most, None where there is none."""
    return max((r for r in roles if r is not None), key=_ORDER.index, default=None)


def role_in(actor: Actor, consultation_id: int | None) -> Role | None:
    """The role that counts in a consultation, or for the whole installation (None)."""
    if consultation_id is None:
        return actor.role
    return strongest((actor.role, actor.roles.get(consultation_id)))


def sees_working(actor: Actor, consultation_id: int) -> bool:
    """Whether the actor sees a consultation as it is now, and not as it was last released."""
    return role_in(actor, consultation_id) in (Role.EDITOR, Role.ADMINISTRATOR)


def decide(actor: Actor, action: Action, consultation_id: int | None = None) -> Decision:
    """Whether the actor may do that to that consultation, None for the whole installation."""
    if actor.stop is not None:
        return Decision(False, actor.stop)
    if (consultation_id is None) != (action in EVERYWHERE):
        return Decision(False, f"Ingen har ret til at {ACTION_NAMES[action]} på den måde.")
    role, least = role_in(actor, consultation_id), LEAST.get(action)
    if least is None:
        return Decision(False, f"Ingen har ret til at {ACTION_NAMES[action]}.")
    if role is not None and _ORDER.index(role) >= _ORDER.index(least):
        return Decision(True, f"Rollen som {ROLE_NAMES[role]} giver ret til det.")
    return Decision(False, _missing(role, action, least))


def may_somewhere(actor: Actor, action: Action) -> bool:
    """Whether there can be a consultation in which the actor may do that; for menus."""
    if action in EVERYWHERE:
        return bool(decide(actor, action))
    return any(decide(actor, action, key) for key in (_NO_ROUND, *actor.roles))


def _missing(role: Role | None, action: Action, least: Role) -> str:
    has = f"Du er {ROLE_NAMES[role]}" if role is not None else "Du har ingen rolle her"
    where = "i alle høringsrunder" if action in EVERYWHERE else "i høringsrunden"
    return (
        f"{has} og kan ikke {ACTION_NAMES[action]} – det kræver rollen som {ROLE_NAMES[least]} "
        f"{where}, og den giver en administrator."
    )
