"""What stands around Streamlit's pages: the routes that sign in and out, and the gate."""

from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Route

from consult.ui.watching import ROUTES
from consult.ui.web import addresses, password, signin, vouching
from consult.ui.web.cookies import base
from consult.ui.web.gate import Gate


def routes() -> list[BaseRoute]:
    """The addresses that the server answers itself."""
    pages = (
        (addresses.SIGN_IN, signin.page, "GET"),
        (addresses.SIGN_IN, signin.submit, "POST"),
        (addresses.SIGN_OUT, signin.leaving, "GET"),
        (addresses.SIGN_OUT, signin.leave, "POST"),
        (addresses.PASSWORD, password.page, "GET"),
        (addresses.PASSWORD, password.submit, "POST"),
        (addresses.START, vouching.start, "GET"),
        (addresses.PROVIDER, vouching.arrive, "GET"),
    )
    doors = [Route(f"{base()}/{path}", end, methods=[method]) for path, end, method in pages]
    return [*doors, *ROUTES]


def middleware() -> list[Middleware]:
    """What every request goes through before Streamlit sees it."""
    return [Middleware(Gate)]
