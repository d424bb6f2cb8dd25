"""Forms that only our own pages can send: what is posted, and the proof where it came from."""

import hmac
from hashlib import sha256
from secrets import token_urlsafe
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request

#: The field with the proof.
KEY = "noegle"
#: Bytes of the largest form that is looked at.
_LARGEST = 20_000


def secret() -> str:
    """A secret for a browser that has none."""
    return token_urlsafe(32)


def key_of(secret: str) -> str:
    """The proof for whoever holds that secret, a cookie's; it does not tell the secret."""
    return hmac.new(secret.encode(errors="replace"), b"formular", sha256).hexdigest()


async def fields(request: Request) -> dict[str, str]:
    """What was posted, nothing where it is too large or cannot be read."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _LARGEST:
            return {}
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=20))
    except ValueError:
        return {}


def is_ours(request: Request, posted: dict[str, str], secret: str | None) -> bool:
    """Whether one of our pages sent the form, in the browser that holds the secret."""
    if not secret or not _from_here(request):
        return False
    return hmac.compare_digest(posted.get(KEY, "").encode(), key_of(secret).encode())


def _from_here(request: Request) -> bool:
    """What the browser says of the page that sent the form; old ones say nothing."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("origin")
    return origin is None or _host(origin) == request.headers.get("host")


def _host(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""
