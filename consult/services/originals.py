"""A response as it was handed in, a page at a time, for those who may see what is not redacted."""

from collections.abc import Callable
from pathlib import Path, PurePosixPath

from consult.domain.access import Action
from consult.services.desk import Desk
from consult.store import responses, sources
from consult.store.kept import KeptFiles, lost
from consult.store.records import SourceLine

#: Endings of files that have pages, and that `readers.page_image` draws.
DRAWN = (".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff")
#: Draws a page (1-based) of the file at a path, which is called so, as JPEG.
Draw = Callable[[Path, str, int], bytes]


def page_image(
    desk: Desk, kept: KeptFiles, draw: Draw, slug: str, response_id: int, page: int
) -> bytes | None:
    """The page as JPEG; None where the file has no pages to draw, or its bytes were not kept.

    Originals hold names, addresses and whatever else was not redacted, so a right to see the
    round is not enough.

    Raises:
        DeniedError: the actor may not see originals of the round.
        NotFoundError: there is no such round, or no such response in it.
        KeepError: the bytes are lost.
        ReadError: the page cannot be drawn.
    """
    with desk.read() as connection:
        key = desk.round(connection, slug, Action.ORIGINAL).id
        line = responses.line(connection, key, response_id)
        source = sources.one(connection, line.source_id)
    if not has_pages(source) or not kept.has(source.sha256):
        return None
    try:
        return draw(kept.path(source.sha256), source.name, page)
    except FileNotFoundError as error:
        raise lost(source.name, error) from error


def has_pages(source: SourceLine) -> bool:
    """Whether the file is of a kind that has pages to draw."""
    return PurePosixPath(source.name).suffix.lower() in DRAWN
