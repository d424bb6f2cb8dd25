"""The head of a proposal's page: what it is, what it costs, what it met."""

from html import escape

from consult.inference.taxonomy import theme_label
from consult.services.browsing import ProposalPage, VoiceLine
from consult.ui import links
from consult.ui.components.money import amounts_table
from consult.ui.components.stance_bar import legend, stance_bar, stance_table, stance_tag
from consult.ui.components.totals import back
from consult.ui.texts import text


def head(page: ProposalPage) -> str:
    """Title, kind, committee, amounts, text; the bar, its numbers, and how it is counted."""
    row, slug = page.row, page.consultation.slug
    return back(slug) + _what(page) + _met(page) + _how_counted(row.responses)


def _what(page: ProposalPage) -> str:
    proposal = page.row.proposal
    if proposal is None:
        return f"<h1>{text('overview.without')}</h1><p>{text('overview.without_help')}.</p>"
    about = [text(f"direction.{proposal.direction}"), proposal.committee, proposal.case_number]
    words = " · ".join(escape(part) for part in about if part)
    described = (
        f"<details><summary>{text('proposal.text')}</summary>"
        f'<p class="words">{escape(proposal.text)}</p></details>'
        if proposal.text
        else ""
    )
    return (
        f"<h1>{escape(proposal.number)} {escape(proposal.title)}</h1>"
        f'<p class="muted">{words}</p>{amounts_table(proposal)}{described}'
    )


def _met(page: ProposalPage) -> str:
    row = page.row
    senders = sum(row.senders.values())
    doubt = f" · {text('stance.undecided', n=row.undecided)}" if row.undecided else ""
    themes = ", ".join(f"{theme_label(t.theme)} ({t.responses})" for t in row.themes[:4])
    about = f'<p class="small">{text("proposal.themes")}: {escape(themes)}</p>' if themes else ""
    return (
        f"<h2>{text('overview.from_to', n=row.responses, senders=senders)}"
        f'<span class="unsure">{doubt}</span></h2>'
        f"{stance_bar(row.stance)}{legend()}{about}"
    )


def _how_counted(responses: int) -> str:
    if not responses:
        return ""
    return f'<p class="small muted">{text("app.not_a_poll")}</p>'


def numbers(page: ProposalPage) -> str:
    """The numbers behind the bar, and the rule they were counted by."""
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
    return (
        f'<table class="voices"><thead><tr><th scope="col">{text("proposal.organisations")}</th>'
        f'<th scope="col">{text("overview.stance")}</th></tr></thead><tbody>{lines}</tbody></table>'
        + _citizens(page)
    )


def _organisation(voice: VoiceLine, slug: str) -> str:
    kind = text(f"kind.{voice.respondent.kind}")
    name = voice.respondent.name or kind
    link = links.anchor(links.response(slug, voice.response_id), name)
    unsure = f' <span class="unsure">{voice.score:.0%}</span>'.replace("%", " %")
    return (
        f'<tr><th scope="row">{link}<span class="meta">{kind}</span></th>'
        f"<td>{stance_tag(voice.label)}{unsure}</td></tr>"
    )


def _citizens(page: ProposalPage) -> str:
    private = sum(n for kind, n in page.row.senders.items() if kind in ("citizen", "unknown"))
    return f'<p class="muted">{text("proposal.citizens", n=private)}</p>'


def _senders(page: ProposalPage) -> str:
    rows = "".join(
        f'<tr><th scope="row">{text(f"kinds.{kind}")}</th><td>{n}</td></tr>'
        for kind, n in page.row.senders.items()
    )
    return (
        f'<table class="numbers"><thead><tr><th scope="col">{text("proposal.senders")}</th>'
        f'<th scope="col">Antal</th></tr></thead><tbody>{rows}</tbody></table>'
    )
