"""Roles in words."""

from collections.abc import Mapping
from html import escape

from consult.domain.access import Role
from consult.store.account_records import AccountLine
from consult.ui import links
from consult.ui.texts import text


def role_name(role: Role | None) -> str:
    """A role, or that there is none."""
    return text(f"role.{role or 'none'}")


def role_choice(role: Role | None) -> str:
    """A role and what it may do, for a list to choose from."""
    return role_name(role) + (f" – {text(f'role.{role}_help')}" if role is not None else "")


def roles_of(line: AccountLine, names: Mapping[str, str], changed: bool = False) -> str:
    """All roles of a user as HTML, one line each; `names` are those of rounds by slug.

    For one who may, with the way to where a role in a round is `changed`.
    """
    said = [text("account.in_all", role=role_name(line.account.role))] if line.account.role else []
    said = [escape(one) for one in said]
    for slug, role in line.roles.items():
        words = text("account.in_one", role=role_name(role), round=names.get(slug, slug))
        way = links.anchor(links.access(slug), text("users.change_access"))
        said.append(f"{escape(words)} · {way}" if changed else escape(words))
    return "<br>".join(said or [escape(text("account.no_role"))])


def rounds_of(line: AccountLine, names: Mapping[str, str]) -> str:
    """The roles of a user in single rounds, as text; `names` as above."""
    roles = ((names.get(slug, slug), role_name(role).lower()) for slug, role in line.roles.items())
    return ", ".join(f"{name}: {role}" for name, role in roles)
