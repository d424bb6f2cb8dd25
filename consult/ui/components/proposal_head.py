"""The head of a proposal's page: what it is, what it costs, what it met."""

from html import escape

from consult.domain.proposals import Proposal
from consult.services.browsing import ProposalPage
from consult.ui import links
from consult.ui.components.fresh import fresh
from consult.ui.components.money import amounts_table
from consult.ui.components.stance_bar import legend, stance_bar, stance_table
from consult.ui.components.story import story
from consult.ui.components.unnamed import unnamed
from consult.ui.texts import counted, text
from consult.ui.themes import theme_label

#: Themes named in the head; more would not be read.
THEMES = 4
#: Characters of a proposal's own words that are shown without being asked for.
LONG = 600


def head(page: ProposalPage) -> str:
    """What is proposed and what it costs, and beside it what it met."""
    if page.row.proposal is None:
        return f"{_title(page)}{_met(page)}"
    return (
        f'{_title(page)}<div class="twin"><section>{_what(page.row.proposal)}</section>'
        f"<section>{_met(page)}</section></div>"
    )


def ways(slug: str, previous: Proposal | None, following: Proposal | None) -> str:
    """To the overview, and to the neighbours in the catalogue."""
    every = links.anchor(links.overview(slug), text("proposal.all"))
    back = _neighbour(slug, previous, "← {}", "PageUp")
    on = _neighbour(slug, following, "{} →", "PageDown")
    return (
        f'<nav class="steps" aria-label="{text("proposal.steps")}">{every}'
        f'<span class="near">{back}{on}</span></nav>'
    )


def _neighbour(slug: str, proposal: Proposal | None, arrow: str, key: str) -> str:
    if proposal is None:
        return ""
    return links.keyed(links.proposal(slug, proposal.number), arrow.format(proposal.number), key)


def _title(page: ProposalPage) -> str:
    proposal = page.row.proposal
    if proposal is None:
        kind = unnamed(page.is_whole)
        return f"<h1>{text(f'overview.{kind}')}</h1><p>{text(f'proposal.{kind}_help')}</p>"
    about = [text(f"direction.{proposal.direction}"), proposal.committee, proposal.case_number]
    words = " · ".join(escape(part) for part in about if part)
    return (
        f'<h1><span class="code">{escape(proposal.number)}</span> {escape(proposal.title)}</h1>'
        f'<p class="muted">{words}</p>'
    )


def _what(proposal: Proposal) -> str:
    """The proposal's own words, folded where they are long, and its amounts."""
    words = f'<p class="words">{escape(proposal.text)}</p>' if proposal.text else ""
    if len(proposal.text) > LONG:
        words = f"<details><summary>{text('proposal.text')}</summary>{words}</details>"
    none = f'<p class="muted">{text("proposal.no_text")}</p>'
    said = f"{words}{amounts_table(proposal)}" or none
    return f"<h2>{text('proposal.what')}</h2>{said}"


def _met(page: ProposalPage) -> str:
    row = page.row
    if not row.responses:
        return f"<h2>{text('stance.none')}</h2><p>{text('proposal.nobody')}</p>"
    counts = text(
        "overview.from_to",
        responses=counted("overview.n_responses", row.responses),
        senders=counted("overview.n_senders", sum(row.senders.values())),
    )
    slug = page.consultation.slug
    themes = ", ".join(
        f"{links.anchor(links.theme(slug, t.theme), theme_label(t.theme))} ({t.responses})"
        for t in row.themes[:THEMES]
    )
    about = f'<p class="small">{text("proposal.themes")}: {themes}</p>' if themes else ""
    return (
        f'<h2>{counts}{fresh(row.fresh)}</h2><p class="lead">{escape(story(row.stance))}</p>'
        f"{stance_bar(row.stance)}{legend()}"
        f'<p class="small muted">{_doubt(row.undecided, row.responses)}'
        f"{text('app.not_a_poll')}</p>{about}{_numbers(page)}"
    )


def _doubt(undecided: int, responses: int) -> str:
    return f"{text('doubt.voices', n=undecided, total=responses)} " if undecided else ""


def _numbers(page: ProposalPage) -> str:
    """The numbers behind the bar, and the rule they were counted by."""
    return (
        f"<details><summary>{text('proposal.numbers')}</summary>{stance_table(page.row.stance)}"
        f"{_senders(page)}<h3>{text('proposal.how_counted')}</h3>"
        f"<p>{text('proposal.how_counted_text')}</p></details>"
    )


def _senders(page: ProposalPage) -> str:
    rows = "".join(
        f'<tr><th scope="row">{text(f"kinds.{kind}")}</th><td>{n}</td></tr>'
        for kind, n in page.row.senders.items()
    )
    heads = "".join(
        f'<th scope="col">{text(f"proposal.{name}")}</th>' for name in ("senders", "number")
    )
    return f'<table class="numbers"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
