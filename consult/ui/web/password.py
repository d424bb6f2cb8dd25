"""A new password of one's own, because it must be changed or because one wants to."""

from functools import partial

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from consult.domain.access import Actor
from consult.domain.errors import ConsultError
from consult.services.credentials import change_own_password
from consult.services.desk import Desk
from consult.services.passwords import SHORTEST
from consult.services.signing import CHANGE, session_id
from consult.ui.parts import app
from consult.ui.texts import text
from consult.ui.web import addresses, cookies, forms, paper
from consult.ui.web.arrivals import actor_of
from consult.ui.web.inside import inside
from consult.ui.web.signin import HASHING, go

OLD, NEW, AGAIN = "nuvaerende", "ny", "gentag"


async def page(request: Request) -> Response:
    """The form, for one who is signed in."""
    actor = await actor_of(request)
    wanted = inside(request.query_params.get(addresses.NEXT, ""))
    if actor.account_id is None:
        return go(addresses.sign_in(wanted))
    return _form(request, actor, wanted)


async def submit(request: Request) -> Response:
    """Change the password; all other sessions end, this one goes on."""
    posted = await forms.fields(request)
    actor = await actor_of(request)
    wanted = inside(posted.get(addresses.NEXT, ""))
    if actor.account_id is None:
        return go(addresses.sign_in(wanted))
    token = cookies.read(request, cookies.SESSION) or ""
    if not forms.is_ours(request, posted, token):
        return _form(request, actor, wanted, text("signin.stale"), 403)
    if posted.get(NEW, "") != posted.get(AGAIN, ""):
        return _form(request, actor, wanted, text("password.differ"), 422)
    change = partial(_change, actor, posted.get(OLD, ""), posted.get(NEW, ""), token)
    try:
        await to_thread.run_sync(change, limiter=HASHING)
    except ConsultError as error:
        return _form(request, actor, wanted, str(error), 422)
    return go(wanted)


def _change(actor: Actor, old: str, new: str, token: str) -> None:
    door = app().door
    keep = session_id(door, token)
    change_own_password(Desk(door.store, actor), door.hasher, door.slowdown, old, new, keep)


def _form(
    request: Request, actor: Actor, wanted: str, wrong: str = "", status: int = 200
) -> Response:
    forced = actor.stop == CHANGE
    title = text("password.title")
    inner = (
        paper.hidden(addresses.NEXT, wanted)
        + paper.field(OLD, text("password.one_time" if forced else "password.old"),
                      "password", "current-password")
        + paper.field(NEW, text("password.new"), "password", "new-password",
                      about=text("password.rule", n=SHORTEST))
        + paper.field(AGAIN, text("password.again"), "password", "new-password")
    )  # fmt: skip
    key = forms.key_of(cookies.read(request, cookies.SESSION) or "")
    action = f"{cookies.base()}/{addresses.PASSWORD}"
    why = paper.told(CHANGE if forced else "")
    out = paper.form(f"{cookies.base()}/{addresses.SIGN_OUT}", key, "", text("signin.out"))
    way = f'<p><a href="{cookies.base()}/">{text("app.to_front")}</a></p>'
    body = (
        f"<h1>{title}</h1>{paper.alert(wrong)}{why}"
        f"{paper.form(action, key, inner, text('password.save'))}"
        f'<p class="small muted">{text("password.ends")}</p>'
        f"{f'<div class=quiet>{out}</div>' if forced else way}"
    )
    return paper.paper(f"{text('signin.failed')}: {title}" if wrong else title, body, status)
