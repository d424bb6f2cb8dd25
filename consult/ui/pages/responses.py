"""All responses, in the order they were taken in."""

from html import escape

from consult.services.browsing import ResponseLine, list_responses
from consult.ui import links
from consult.ui.components.paging import PAGE_SIZE, offset, page_number, pager
from consult.ui.components.quotation import who
from consult.ui.frame import app, chosen_round, parameter, show
from consult.ui.texts import number, text


def row(line: ResponseLine, slug: str) -> str:
    """One response: its name, its sender, how much there is, how much is uncertain."""
    sender = who(line.respondent) if line.respondent else text("responses.waiting")
    note = escape(line.failure) if line.failure else ""
    return (
        f'<tr><th scope="row" class="title">{links.anchor(links.response(slug, line.id), line.document)}'
        f'<span class="meta">{note}</span></th><td>{escape(sender)}</td>'
        f'<td class="n" data-label="{text("responses.passages")}">{number(line.passages)}</td>'
        f'<td class="n" data-label="{text("responses.unsure")}">{number(line.to_review)}</td></tr>'
    )


def page() -> None:
    """A table of responses, a page at a time."""
    slug = chosen_round().slug
    total = list_responses(app().store, slug, limit=0).total
    here = page_number(parameter("side"), total)
    found = list_responses(app().store, slug, limit=PAGE_SIZE, offset=offset(here))
    heads = ("name", "sender", "passages", "unsure")
    head = "".join(
        f'<th scope="col" class="{"n" if h in ("passages", "unsure") else ""}">'
        f"{text(f'responses.{h}')}</th>"
        for h in heads
    )
    rows = "".join(row(line, slug) for line in found.items)

    def address(n: int) -> str:
        return links.responses(slug, side=str(n))

    show(
        f"<h1>{text('pages.responses')}</h1><p>{text('responses.total', n=number(total))}</p>"
        f'<table class="proposals"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
        f"{pager(here, total, address)}"
    )


page()
