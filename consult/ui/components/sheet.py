"""The page of the file beside the text, as a picture that has no address of its own."""

from base64 import b64encode
from html import escape

from consult.domain.findings import Analysis
from consult.ui import links
from consult.ui.texts import text


def sheet(drawn: bytes, name: str, page: int, last: int, slug: str, response_id: int) -> str:
    """The picture in the page's HTML: what has an address could be fetched by anyone who has it."""
    picture = f"data:image/jpeg;base64,{b64encode(drawn).decode()}"
    told = text("reader.sheet", page=page, file=name)
    return (
        f'<figure class="sheet"><img src="{picture}" alt="{escape(told)}">'
        f"<figcaption>{escape(told)} {escape(text('reader.sheet_help'))}</figcaption>"
        f"{_steps(page, last, slug, response_id)}</figure>"
    )


def pages_of(analysis: Analysis | None) -> tuple[int, int]:
    """The first and last page of the file that the response stands on."""
    pages = [f.passage.page for f in analysis.findings if f.passage.page] if analysis else []
    return (min(pages), max(pages)) if pages else (1, 1)


def page_of(analysis: Analysis | None, passage: int | None) -> int | None:
    """The page that a passage stands on."""
    found = analysis.findings if analysis else ()
    return next((f.passage.page for f in found if f.passage.index == passage), None)


def _steps(page: int, last: int, slug: str, response_id: int) -> str:
    ways = ((page - 1, "reader.sheet_before"), (page + 1, "reader.sheet_after"))
    steps = "".join(
        links.anchor(links.response(slug, response_id, sheet=n), text(label))
        for n, label in ways
        if 1 <= n <= last
    )
    return f'<nav class="steps" aria-label="{text("reader.sheets")}">{steps}</nav>' if steps else ""
