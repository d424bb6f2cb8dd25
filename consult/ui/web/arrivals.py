"""Who stands behind a request: the session's token, the address, and the rights of this moment."""

from collections.abc import Mapping
from dataclasses import replace
from ipaddress import IPv6Address, ip_address

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection, Request

from consult.domain.access import Actor
from consult.services.signing import Door, visitor
from consult.ui.parts import app
from consult.ui.web import cookies

#: The address where a server does not know who asks.
_NOWHERE = "ukendt"
#: What a proxy says of whom it asks for; then it is not this machine that asks.
_FORWARDED = ("x-forwarded-for", "forwarded", "x-real-ip")


def door(address: str, headers: Mapping[str, str]) -> Door:
    """The door as one at that address meets it: the house is open to this machine alone."""
    ours, names = app().door, {name.lower() for name in headers}
    near = _is_near(address) and names.isdisjoint(_FORWARDED)
    return replace(ours, open_house=ours.open_house and near)


def address_of(request: HTTPConnection) -> str:
    """The client's address; a proxy's word counts only where a setting trusts it (the server)."""
    return request.client.host if request.client is not None else _NOWHERE


def door_of(request: HTTPConnection) -> Door:
    """The door as this request meets it."""
    return door(address_of(request), request.headers)


async def actor_of(request: Request) -> Actor:
    """Who asks, as `consult.services.signing.visitor` says."""
    token = cookies.read(request, cookies.SESSION)
    return await run_in_threadpool(visitor, door_of(request), token, address_of(request))


def _is_near(address: str) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        return found.ipv4_mapped.is_loopback
    return found.is_loopback
