"""The cookies: all are read by this server alone, and none is sent from another site's pages."""

import streamlit as st
from starlette.requests import Request
from starlette.responses import Response

#: The session's token; the browser forgets it when it is closed.
SESSION = "consult_session"
#: The secret of a browser that has signed in before, see decision 0060.
DEVICE = "consult_browser"
#: A secret that forms of who is not signed in yet are tied to.
FORM = "consult_form"
#: The page to go to, while the browser is at an identity provider.
NEXT = "consult_next"
#: Longest that we set, in characters; what is longer is not ours.
_LONGEST = 2_500


def base() -> str:
    """What stands before all addresses of the app, "" or as "/hoering"."""
    prefix = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{prefix}" if prefix else ""


def read(request: Request, name: str) -> str | None:
    """The value of a cookie, None where there is none that could be ours."""
    found = request.cookies.get(name)
    return found if found and len(found) <= _LONGEST else None


def put(
    request: Request, response: Response, name: str, value: str, seconds: int | None = None
) -> None:
    """Set a cookie for so many seconds, None until the browser is closed."""
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        path=base() or "/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )


def drop(response: Response, name: str) -> None:
    """Take a cookie back."""
    response.delete_cookie(name, path=base() or "/", httponly=True, samesite="lax")
