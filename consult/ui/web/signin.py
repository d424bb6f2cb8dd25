"""Signing in with name and password, and out."""

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from consult.domain.access import SIGN_IN as PLEASE
from consult.services import sessions
from consult.services.signing import Refused, SignedIn, sign_in, sign_out
from consult.ui.texts import text
from consult.ui.web import addresses, cookies, forms, paper, providers
from consult.ui.web.arrivals import actor_of, address_of, door_of
from consult.ui.web.headers import HEADERS
from consult.ui.web.inside import inside

#: Sign-ins at work at once, each in a thread of its own; of their passwords two are hashed at once.
HASHING = CapacityLimiter(4)
NAME, PASSWORD = "navn", "adgangskode"
#: Seconds that a browser is known, see decision 0060.
KNOWN = sessions.KEPT * 86_400
#: Streamlit's own route out of a provider's session.
_PROVIDERS_TOO = "auth/logout"
#: Reasons to be here that say no more than the page itself.
_NO_NEWS = {PLEASE, sessions.UNKNOWN}


async def page(request: Request) -> Response:
    """The sign-in page; who is signed in goes on to where they were going."""
    wanted = inside(request.query_params.get(addresses.NEXT, ""))
    actor = await actor_of(request)
    if actor.stop is None or actor.account_id is not None:
        return go(wanted if actor.stop is None else addresses.change_password(wanted))
    ended = actor.stop if actor.stop not in _NO_NEWS else ""
    if "ud" in request.query_params:
        ended = sessions.ENDINGS[sessions.SIGNED_OUT]
    return form_page(request, wanted, news=ended)


async def submit(request: Request) -> Response:
    """Look at a name and a password, and let in or say why not."""
    posted = await forms.fields(request)
    wanted = inside(posted.get(addresses.NEXT, ""))
    name = posted.get(NAME, "")
    if not forms.is_ours(request, posted, cookies.read(request, cookies.FORM)):
        return form_page(request, wanted, name, text("signin.stale"), status=403)
    done = await to_thread.run_sync(
        sign_in,
        door_of(request),
        name,
        posted.get(PASSWORD, ""),
        address_of(request),
        cookies.read(request, cookies.DEVICE),
        cookies.read(request, cookies.SESSION),
        limiter=HASHING,
    )
    if isinstance(done, Refused):
        return form_page(request, wanted, name, done.reason, status=429 if done.wait else 403)
    return welcome(request, done, wanted)


async def leaving(request: Request) -> Response:
    """Ask whether to sign out; for who comes by an address, or from a tab of an older session."""
    token = cookies.read(request, cookies.SESSION)
    if token is None:
        return go(addresses.SIGN_IN)
    title = text("signin.out")
    action = f"{cookies.base()}/{addresses.SIGN_OUT}"
    way = f'<p><a href="{cookies.base()}/">{text("app.to_front")}</a></p>'
    body = f"<h1>{title}</h1>{paper.form(action, forms.key_of(token), '', title)}{way}"
    return paper.paper(title, body, leads_away=True)


async def leave(request: Request) -> Response:
    """End the session; where a provider vouched, its own session ends too."""
    token = cookies.read(request, cookies.SESSION)
    posted = await forms.fields(request)
    if token is None or not forms.is_ours(request, posted, token):
        return await leaving(request)
    await to_thread.run_sync(sign_out, door_of(request), token, address_of(request))
    away = go(_PROVIDERS_TOO if providers.is_known(request) else addresses.SIGNED_OUT)
    cookies.drop(away, cookies.SESSION)
    return away


def welcome(request: Request, done: SignedIn, wanted: str) -> Response:
    """On to the page that was wanted, with the new session in a cookie."""
    first = addresses.change_password(wanted) if done.actor.stop is not None else wanted
    response = go(first)
    cookies.put(request, response, cookies.SESSION, done.token)
    cookies.put(request, response, cookies.DEVICE, done.device, KNOWN)
    cookies.drop(response, cookies.FORM)
    return response


def go(page: str) -> RedirectResponse:
    """To one of our own addresses."""
    return RedirectResponse(f"{cookies.base()}/{page}", status_code=303, headers=HEADERS)


def form_page(
    request: Request,
    wanted: str,
    name: str = "",
    wrong: str = "",
    news: str = "",
    status: int = 200,
) -> Response:
    """The sign-in page, tied to this browser by a cookie."""
    secret = cookies.read(request, cookies.FORM) or forms.secret()
    title = text("signin.title")
    inner = (
        paper.hidden(addresses.NEXT, wanted)
        + paper.field(NAME, text("signin.name"), "text", "username", name, first=not name)
        + paper.field(
            PASSWORD, text("signin.password"), "password", "current-password", first=bool(name)
        )
    )
    action = f"{cookies.base()}/{addresses.SIGN_IN}"
    body = (
        f"<h1>{title}</h1>{paper.alert(wrong)}{paper.told(news)}{providers.choices(wanted)}"
        f"{paper.form(action, forms.key_of(secret), inner, title)}"
        f'<p class="small muted">{text("signin.forgotten")}</p>'
    )
    response = paper.paper(f"{text('signin.failed')}: {title}" if wrong else title, body, status)
    cookies.put(request, response, cookies.FORM, secret)
    return response
