"""Before every page: who is not signed in gets no further than the sign-in page.

The services check for themselves; this saves a page that could only say no, and keeps files that
pages have made, and uploads, from who is not signed in.
"""

import logging

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from consult.domain.access import Actor
from consult.domain.errors import ConsultError
from consult.ui.texts import text
from consult.ui.web import addresses, paper
from consult.ui.web.arrivals import actor_of
from consult.ui.web.cookies import base
from consult.ui.web.headers import HEADERS
from consult.ui.web.inside import PAGES
from consult.ui.web.shell import nowhere, shell

#: What pages have made for their users, and what users send in.
_GUARDED = ("media/", "_stcore/upload_file/")
#: Where a provider sends the browser back to; Streamlit answers there.
_CALLBACK = "oauth2callback"
#: What the server answers beside pages, and what is no page whatever it looks like.
_OTHERS = frozenset(
    (
        addresses.SIGN_IN,
        addresses.SIGN_OUT,
        addresses.PASSWORD,
        addresses.PROVIDER,
        addresses.START,
    )
)
_PARTS = ("media/", "_stcore/", "component/")


class Gate:
    """Middleware around Streamlit's own server."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or let the request through; where the house itself fails, say so in Danish."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            await self._answer(Request(scope), receive, send)
        except ConsultError:
            # What failed may name machines of the house; strangers come this far too.
            logging.getLogger(__name__).exception("A request broke down")
            await _broken()(scope, receive, send)

    async def _answer(self, request: Request, receive: Receive, send: Send) -> None:
        scope = request.scope
        path = request.url.path.removeprefix(base()).lstrip("/")
        page = path.rstrip("/")
        if page in PAGES or path.startswith(_GUARDED):
            actor = await actor_of(request)
            if actor.stop is not None:
                await _turned_away(request, page, actor)(scope, receive, send)
                return
        if page in PAGES and _is_asked(request, page):
            await shell()(scope, receive, send)
            return
        back = _way_back(request) if page == _CALLBACK else None
        known = page in PAGES or page in _OTHERS or path.startswith(_PARTS)
        send = send if known else _or_nowhere(request, send)
        is_safe = request.url.scheme == "https"
        await self.app(scope, receive, _watched(page in PAGES, back, is_safe, send))


def _turned_away(request: Request, page: str, actor: Actor) -> Response:
    """The way to what must be done first; a file is just refused."""
    if page not in PAGES:
        return PlainTextResponse(actor.stop or "", status_code=403)
    wanted = addresses.with_query(page, list(request.query_params.multi_items()))
    known = actor.account_id is not None
    first = addresses.change_password(wanted) if known else addresses.sign_in(wanted)
    return RedirectResponse(f"{base()}/{first}", status_code=303, headers=HEADERS)


def _broken() -> Response:
    """A page that says that the one asked for cannot be shown now."""
    title = text("app.failed")
    body = f"<h1>{title}</h1>{paper.alert(text('app.broken'))}"
    return paper.paper(title, body, status=503)


def _is_asked(request: Request, page: str) -> bool:
    """Whether it is the page itself that is asked for, by its one right address."""
    return request.method in {"GET", "HEAD"} and request.url.path == f"{base()}/{page}"


def _or_nowhere(request: Request, send: Send) -> Send:
    """Sending, with a page of ours where Streamlit answers an unknown address by its first page."""
    swapped = False

    async def sending(message: Message) -> None:
        nonlocal swapped
        if message["type"] == "http.response.start":
            said = MutableHeaders(scope=message).get("content-type", "")
            swapped = message["status"] == 200 and said.startswith("text/html")
            if swapped:
                await nowhere()(request.scope, request.receive, send)
        if not swapped:
            await send(message)

    return sending


def _way_back(request: Request) -> str:
    """Where one who comes from a provider goes on: to our own door, or, signed out, before it."""
    page = addresses.SIGNED_OUT
    if "error" in request.query_params:
        page = f"{addresses.PROVIDER}?{addresses.REFUSED}=1"
    elif "code" in request.query_params:
        page = addresses.PROVIDER
    return f"{base()}/{page}"


def _secured(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """The header, a cookie with the word that keeps it from plain http."""
    if name.lower() != b"set-cookie" or b"; secure" in value.lower():
        return name, value
    return name, value + b"; Secure"


def _watched(is_page: bool, back: str | None, is_safe: bool, send: Send) -> Send:
    """Sending, with our headers on pages, and with another way back from a provider.

    Where the browser speaks https no cookie leaves for http, Streamlit's own among them.
    """

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if is_page:
                headers.update(HEADERS)
            if back is not None and "location" in headers:
                headers["location"] = back
            if is_safe:
                message["headers"] = [_secured(*header) for header in message["headers"]]
        await send(message)

    return sending
