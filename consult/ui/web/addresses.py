"""Addresses that the server answers itself."""

from urllib.parse import urlencode

#: The word of an address that names the page to go to afterwards.
NEXT = "naeste"
SIGN_IN, SIGN_OUT, PASSWORD = "log-ind", "log-ud", "skift-adgangskode"
PROVIDER, START = "log-ind/udbyder", "log-ind/hos"
#: The word of `PROVIDER` for one whom the provider did not vouch for.
REFUSED = "afvist"
#: The sign-in page for one who has just signed out.
SIGNED_OUT = f"{SIGN_IN}?ud=1"


def with_query(page: str, asked: list[tuple[str, str]]) -> str:
    """An address of that page; what stands empty is left out."""
    query = urlencode([(name, value) for name, value in asked if value])
    return f"{page}?{query}" if query else page


def sign_in(wanted: str) -> str:
    """The address of the sign-in page that goes on to a page of ours."""
    return with_query(SIGN_IN, [(NEXT, wanted)])


def change_password(wanted: str = "") -> str:
    """The address of the page for a new password, which goes on to a page of ours."""
    return with_query(PASSWORD, [(NEXT, wanted)])
