"""What people are to single consultations."""

from consult.domain.access import Action, Role
from consult.services.accounts import role_name
from consult.services.desk import Desk, of_account, of_round
from consult.services.names import name_of
from consult.store import accounts
from consult.store.account_records import Member

__all__ = ["Member"]


def members(desk: Desk, slug: str) -> tuple[Member, ...]:
    """Who has a role in that one consultation; those who have one in all are not among them.

    Raises:
        NotFoundError: there is no such round.
        DeniedError: the actor may not.
    """
    with desk.read() as connection:
        return accounts.members(connection, desk.round(connection, slug, Action.GRANT).id)


def grant(desk: Desk, name: str, slug: str, role: Role | None) -> None:
    """What the user is to one consultation; None takes back what was given by hand.

    Raises:
        DeniedError: the actor may not.
        NotFoundError: there is no such round or user.
    """
    with desk.write() as connection:
        round_id = desk.round(connection, slug, Action.GRANT).id
        account = accounts.find(connection, name_of(name))
        accounts.grant(connection, account.id, round_id, role)
        detail = f"{of_round(slug)}: {role_name(role)}"
        desk.log(connection, "account.grant", of_account(account.name), detail, round_id)
