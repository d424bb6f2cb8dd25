"""The identity providers that Streamlit's secrets name, as `st.login` knows them."""

from collections.abc import Mapping
from html import escape

from starlette.requests import Request
from streamlit.auth_util import get_secrets_auth_section
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from consult.ui.texts import text
from consult.ui.web import addresses, cookies

#: Streamlit's name of the provider that stands directly under [auth].
_ONLY = "default"


def every() -> Mapping[str, str]:
    """The providers of Streamlit's secrets, each with what its button says."""
    section = get_secrets_auth_section().to_dict()
    found = {_ONLY: section} if "client_id" in section else {}
    found |= {k: v for k, v in section.items() if isinstance(v, dict) and "client_id" in v}
    return {k: str(v.get("label") or text("signin.with_provider")) for k, v in found.items()}


def choices(wanted: str) -> str:
    """A button for each provider, and what comes after them; "" where there is none."""
    links = [
        f'<a class="button" href="{escape(_start(name, wanted))}">{escape(label)}</a>'
        for name, label in every().items()
    ]
    if not links:
        return ""
    return f'<p class="providers">{"".join(links)}</p><p class="or">{text("signin.or")}</p>'


def is_known(request: Request) -> bool:
    """Whether the browser has something that Streamlit keeps of a provider's people."""
    return USER_COOKIE_NAME in request.cookies


def _start(name: str, wanted: str) -> str:
    asked = [("udbyder", name), (addresses.NEXT, wanted)]
    return f"{cookies.base()}/{addresses.with_query(addresses.START, asked)}"
