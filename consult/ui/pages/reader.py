"""One response: its words, what was found in them, and where it came from."""

from html import escape

from consult.services import rounds
from consult.services.browsing import ResponsePage, response_page
from consult.ui.components.doubt import explained
from consult.ui.components.letter import letter
from consult.ui.components.notice import notice, problem
from consult.ui.components.reader_head import head, in_short, steps, taken_out
from consult.ui.frame import chosen_round, desk, parameter, scroll_to, show, threshold, title
from consult.ui.reader_edit import corrections, editable, may_correct
from consult.ui.texts import text


def show_response(slug: str, response_id: int) -> None:
    """The whole page of a response."""
    page = response_page(desk(), slug, response_id)
    title(page.response.document)
    show(steps(page) + head(page))
    if page.analysis is None:
        show(notice(page.response.failure or text("reader.unanalysed")))
        show(f'<p class="words letter">{escape(page.document.text)}</p>{taken_out(page)}')
        return
    show_findings(page, slug)


def show_findings(page: ResponsePage, slug: str) -> None:
    """The letter with what was found, and the passage that the address names in view."""
    if page.analysis is None:
        return
    marked = parameter("passage")
    chosen = int(marked) if marked.isdecimal() else None
    titles = {p.number: p.title for p in rounds.catalogue(desk(), slug)}
    corrects = may_correct(page)
    lines = corrections(page) if corrects else ()
    show(in_short(page.analysis, slug, titles) + explained(threshold()))
    heading = f"<h2>{text('reader.whole_text')}</h2>"
    if corrects:
        show(heading)
        words = editable(page.analysis, page, chosen, threshold(), lines)
    else:
        words = heading + letter(page.analysis, slug, chosen, threshold())
    show(words + taken_out(page) + steps(page))
    if chosen is not None:
        scroll_to(f"p{chosen}")


chosen_slug = chosen_round().slug
wanted = parameter("id")
if wanted.isdecimal():
    show_response(chosen_slug, int(wanted))
else:
    show(problem(text("reader.not_found")))
