"""The web app as someone with a role meets it once signed in; the environment says who."""

import os

from consult.domain.access import Actor, Role
from consult.services.signing import Door
from consult.ui import arriving
from consult.ui.routes import run


def visitor(_door: Door, _token: str | None, origin: str = "", _in_use: bool = True) -> Actor:
    """The one that the environment names."""
    account, role = os.environ["VISITOR"].split(":")
    return Actor(role, int(account) or None, Role(role), origin=origin)


arriving.visitor = visitor
run()
