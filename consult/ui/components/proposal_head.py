"""The head of a proposal's page: what it is, what it costs, what it met."""

from html import escape

from consult.domain.proposals import Proposal
from consult.services.browsing import ProposalPage, VoiceLine
from consult.ui import links
from consult.ui.components.money import amounts_table
from consult.ui.components.quotation import PRIVATE
from consult.ui.components.stance_bar import legend, stance_bar, stance_table, stance_tag
from consult.ui.texts import counted, percent, text
from consult.ui.themes import theme_label

#: Themes named in the head; more would not be read.
THEMES = 4


def head(page: ProposalPage) -> str:
    """Title, kind, committee, amounts, text; the bar, its numbers, and how it is counted."""
    return _what(page) + _met(page)


def ways(slug: str, previous: Proposal | None, following: Proposal | None) -> str:
    """To the overview, and to the neighbours in the catalogue."""
    every = links.anchor(links.overview(slug), text("proposal.all"))
    back = _neighbour(slug, previous, "← {}")
    on = _neighbour(slug, following, "{} →")
    return (
        f'<nav class="steps" aria-label="{text("proposal.steps")}">{every}'
        f'<span class="near">{back}{on}</span></nav>'
    )


def _neighbour(slug: str, proposal: Proposal | None, arrow: str) -> str:
    if proposal is None:
        return ""
    address = links.proposal(slug, proposal.number)
    label = escape(arrow.format(proposal.number))
    return f'<a href="{escape(address)}" title="{escape(proposal.title)}">{label}</a>'


def _what(page: ProposalPage) -> str:
    proposal = page.row.proposal
    if proposal is None:
        return f"<h1>{text('overview.without')}</h1><p>{text('proposal.without_help')}</p>"
    about = [text(f"direction.{proposal.direction}"), proposal.committee, proposal.case_number]
    words = " · ".join(escape(part) for part in about if part)
    described = (
        f"<details><summary>{text('proposal.text')}</summary>"
        f'<p class="words">{escape(proposal.text)}</p></details>'
        if proposal.text
        else ""
    )
    return (
        f'<h1><span class="code">{escape(proposal.number)}</span> {escape(proposal.title)}</h1>'
        f'<p class="muted">{words}</p>{amounts_table(proposal)}{described}'
    )


def _met(page: ProposalPage) -> str:
    row = page.row
    if not row.responses:
        return f"<h2>{text('stance.none')}</h2><p>{text('proposal.nobody')}</p>"
    counts = text(
        "overview.from_to",
        responses=counted("overview.n_responses", row.responses),
        senders=counted("overview.n_senders", sum(row.senders.values())),
    )
    themes = ", ".join(f"{theme_label(t.theme)} ({t.responses})" for t in row.themes[:THEMES])
    about = f'<p class="small">{text("proposal.themes")}: {escape(themes)}</p>' if themes else ""
    return (
        f"<h2>{counts}</h2>{stance_bar(row.stance)}{legend()}{about}"
        f'<p class="small muted">{_doubt(row.undecided, row.responses)}'
        f"{text('app.not_a_poll')}</p>"
    )


def _doubt(undecided: int, responses: int) -> str:
    return f"{text('doubt.voices', n=undecided, total=responses)} " if undecided else ""


def numbers(page: ProposalPage) -> str:
    """The numbers behind the bar, and the rule they were counted by."""
    if not page.row.responses:
        return ""
    return (
        f"<details><summary>{text('proposal.numbers')}</summary>{stance_table(page.row.stance)}"
        f"{_senders(page)}<h3>{text('proposal.how_counted')}</h3>"
        f"<p>{text('proposal.how_counted_text')}</p></details>"
    )


def organisations(page: ProposalPage) -> str:
    """Organisations by name with their stance; private persons only as a number."""
    if not page.organisations:
        return f'<p class="muted">{text("proposal.organisations_none")}</p>{_citizens(page)}'
    lines = "".join(_organisation(voice, page.consultation.slug) for voice in page.organisations)
    heads = "".join(
        f'<th scope="col" class="{kind}">{text(key)}</th>'
        for key, kind in (
            ("proposal.organisations", ""),
            ("overview.stance", ""),
            ("reader.sure", "n"),
        )
    )
    return (
        f'<table class="voices"><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>'
        f"{_citizens(page)}"
    )


def _organisation(voice: VoiceLine, slug: str) -> str:
    kind = text(f"kind.{voice.respondent.kind}")
    name = voice.respondent.name or kind
    link = links.anchor(links.response(slug, voice.response_id), name)
    return (
        f'<tr><th scope="row">{link} <span class="kind">{kind}</span></th>'
        f'<td>{stance_tag(voice.label)}</td><td class="n">{percent(voice.score)}</td></tr>'
    )


def _citizens(page: ProposalPage) -> str:
    private = sum(n for kind, n in page.row.senders.items() if kind in PRIVATE)
    return f'<p class="muted">{text("proposal.citizens", n=private)}</p>'


def _senders(page: ProposalPage) -> str:
    rows = "".join(
        f'<tr><th scope="row">{text(f"kinds.{kind}")}</th><td>{n}</td></tr>'
        for kind, n in page.row.senders.items()
    )
    heads = "".join(
        f'<th scope="col">{text(f"proposal.{name}")}</th>' for name in ("senders", "number")
    )
    return f'<table class="numbers"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
