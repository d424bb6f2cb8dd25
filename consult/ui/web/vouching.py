"""Signing in at an identity provider, by the way of Streamlit's `st.login`.

Streamlit sends the browser there, checks what it brings back, and keeps that in a signed cookie;
`gate` then leads the browser here, where a session of our own begins. What the cookie says counts
only at that moment: it lives for thirty days, and our sessions do not. See decision 0068.
"""

import json
import time
from collections.abc import Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from streamlit.auth_util import encode_provider_token
from streamlit.web.server.starlette import starlette_auth_routes as streamlit_auth
from streamlit.web.server.starlette.starlette_server_config import (
    TOKENS_COOKIE_NAME,
    USER_COOKIE_NAME,
)

from consult.services.providers import NOBODY, sign_in_with_claims
from consult.services.signing import Refused
from consult.ui.web import addresses, cookies, providers
from consult.ui.web.addresses import REFUSED
from consult.ui.web.arrivals import address_of, door_of
from consult.ui.web.inside import inside
from consult.ui.web.signin import form_page, go, welcome

#: Streamlit's own route to the provider.
_LOGIN = "auth/login"
#: Seconds since the provider vouched, at most; and how far its clock may be ahead of ours.
_FRESH, _AHEAD = 300, 120
#: Seconds that a browser may be at the provider before it is forgotten where it was going.
_AWAY = 1_800


async def start(request: Request) -> Response:
    """Off to the provider that the address names."""
    name = request.query_params.get("udbyder", "")
    wanted = inside(request.query_params.get(addresses.NEXT, ""))
    if name not in providers.every():
        return go(addresses.sign_in(wanted))
    asked = [("provider", encode_provider_token(name))]
    response = go(addresses.with_query(_LOGIN, asked))
    cookies.put(request, response, cookies.NEXT, wanted, _AWAY)
    return response


async def arrive(request: Request) -> Response:
    """Back from a provider: a session for one whom it vouches for."""
    wanted = inside(cookies.read(request, cookies.NEXT) or "")
    claims = None if REFUSED in request.query_params else _claims(request)
    if claims is None:
        return _turned_away(request, wanted, NOBODY)
    done = await run_in_threadpool(
        sign_in_with_claims,
        door_of(request),
        claims,
        address_of(request),
        cookies.read(request, cookies.DEVICE),
        cookies.read(request, cookies.SESSION),
    )
    if isinstance(done, Refused):
        return _turned_away(request, wanted, done.reason)
    response = welcome(request, done, wanted)
    cookies.drop(response, cookies.NEXT)
    return response


def _turned_away(request: Request, wanted: str, reason: str) -> Response:
    """The sign-in page with the reason; what the provider said before counts no more."""
    response = form_page(request, wanted, wrong=reason, status=403)
    for name in (USER_COOKIE_NAME, TOKENS_COOKIE_NAME):
        cookies.drop(response, name)
    return response


def _claims(request: Request) -> Mapping[str, object] | None:
    """What a provider has just said, from the cookie that Streamlit signed; None for nothing."""
    signed = streamlit_auth._get_cookie_value_from_request(request, USER_COOKIE_NAME)
    try:
        found = json.loads(signed or b"null")
    except ValueError:
        return None
    if not isinstance(found, dict) or not _is_fresh(found.get("iat")):
        return None
    return found


def _is_fresh(issued: object) -> bool:
    if not isinstance(issued, int | float) or isinstance(issued, bool):
        return False
    return -_AHEAD <= time.time() - issued <= _FRESH
