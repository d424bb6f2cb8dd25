"""What the web server answers beside the pages: whether it is well, and numbers for who watches.

`ROUTES` is what `app.py` gives to Streamlit's server. `/health` is open to all, and says why
only to those who may see the numbers.
"""

from functools import cache, lru_cache
from ipaddress import ip_address, ip_network
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from consult.bootstrap import App
from consult.domain.access import local
from consult.domain.errors import ConsultError
from consult.inference.manifest import verify
from consult.reports.prometheus import CONTENT_TYPE, exposition
from consult.services.measuring import answer, measure, waited

#: What the log would call these.
ORIGIN = "overvågning"
#: Headers of a proxy: what comes through one is not from this machine, whoever connects.
FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")


@cache
def parts() -> App:
    """The parts of this installation; the pages' own are Streamlit's to keep."""
    return App()


async def health(request: Request) -> Response:
    """200 when database and models answer, else 503."""
    reasons = await run_in_threadpool(problems)
    told: dict[str, object] = {"tilstand": "fejl" if reasons else "ok"}
    if reasons and may_watch(request):
        told["grunde"] = reasons
    return JSONResponse(told, 503 if reasons else 200, {"Cache-Control": "no-store"})


async def metrics(request: Request) -> Response:
    """Numbers, to those in CONSULT_METRICS_FROM."""
    if not may_watch(request):
        return PlainTextResponse("Kun for overvågningen; se CONSULT_METRICS_FROM.\n", 403)
    try:
        text = await run_in_threadpool(numbers)
    except ConsultError as error:
        return PlainTextResponse(f"{error}\n", 503)
    return Response(text, media_type=CONTENT_TYPE, headers={"Cache-Control": "no-store"})


ROUTES = (Route("/health", health), Route("/metrics", metrics))


def problems() -> list[str]:
    """Why the app cannot work, as Danish sentences; none where it can."""
    found = []
    for check in (database, models):
        try:
            check()
        except ConsultError as error:
            found.append(str(error))
    return found


def database() -> None:
    """See that the database answers.

    Raises:
        ConsultError: it does not.
    """
    answer(parts().desk(local(ORIGIN)))


def numbers() -> str:
    """The numbers as Prometheus reads them.

    Raises:
        ConsultError: the database does not answer.
    """
    desk = parts().desk(local(ORIGIN))
    found = measure(desk)
    return exposition(found, waited(desk, found))


def models() -> None:
    """See that the models are there and are those of the manifest.

    Raises:
        ModelError: they are not.
    """
    folder = parts().settings.models
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    _verified(folder, tuple((str(p), p.stat().st_mtime_ns, p.stat().st_size) for p in files))


@lru_cache(maxsize=4)
def _verified(folder: Path, _seen: tuple[tuple[str, int, int], ...]) -> None:
    """Hashes are made only anew when a file has changed; an error is not remembered."""
    verify(folder)


def may_watch(request: Request) -> bool:
    """Whether the request comes straight from one of the networks of the settings."""
    if request.client is None or any(name in request.headers for name in FORWARDED):
        return False
    try:
        here = ip_address(request.client.host)
    except ValueError:
        return False
    return any(here in ip_network(n) for n in parts().settings.metrics_from.split())
