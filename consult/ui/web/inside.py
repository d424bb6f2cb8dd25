"""Where to go after signing in: one of our own pages, whatever the address says."""

from urllib.parse import parse_qsl, urlsplit

from consult.ui.routes import ROUTES
from consult.ui.web.addresses import with_query

PAGES = frozenset(address for _, address, *_ in ROUTES)
#: Characters of the longest address that is kept.
_LONGEST = 2_000


def inside(wanted: str) -> str:
    """The page of ours, with its query, that an address names; "", the first page, for others."""
    try:
        parts = urlsplit(wanted)
        asked = parse_qsl(parts.query, max_num_fields=30)
    except ValueError:
        return ""
    page = parts.path.strip("/")
    if len(wanted) > _LONGEST or parts.scheme or parts.netloc or page not in PAGES:
        return ""
    return with_query(page, asked)
