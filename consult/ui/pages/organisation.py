"""What one organisation says about every proposal."""

from consult.services.organisations import organisation
from consult.ui import links
from consult.ui.components.doubt import explained
from consult.ui.components.notice import notice, problem
from consult.ui.components.organisation_view import head, in_short, in_words
from consult.ui.frame import chosen_round, desk, parameter, show, threshold, title
from consult.ui.paper import is_paper, way
from consult.ui.texts import text


def show_organisation(slug: str, sender: str) -> None:
    """Head, its stances in short, its words."""
    page = organisation(desk(), slug, sender)
    title(page.respondent.name or text(f"kind.{page.respondent.kind}"))
    back = links.anchor(links.organisations(slug), text("organisations.all"))
    steps = f'<nav class="steps" aria-label="{text("organisations.steps")}">{back}</nav>'
    show(steps + way() + head(page))
    if not page.said:
        show(notice(text("organisations.nothing_found")))
        return
    show(f"<h2>{text('reader.summary')}</h2>{in_short(page, threshold())}{explained(threshold())}")
    show(f"<h2>{text('proposal.in_words')}</h2>{in_words(page, is_paper())}")


chosen_slug = chosen_round().slug
asked = parameter("navn")
if asked:
    show_organisation(chosen_slug, asked)
else:
    show(problem(text("organisations.not_found")))
