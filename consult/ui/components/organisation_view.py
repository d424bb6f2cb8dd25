"""Organisations: the list, and what one of them says about every proposal."""

from collections.abc import Iterable
from html import escape

from consult.services.organisations import OrganisationLine, OrganisationPage, Said
from consult.ui import links
from consult.ui.components.doubt import sure
from consult.ui.components.found import spoken
from consult.ui.components.sides import badge, sums
from consult.ui.components.stance_bar import stance_tag
from consult.ui.components.table import cell, heads, row_head, row_of, table
from consult.ui.texts import counted, number, text

#: Passages about one proposal shown at once; one who writes more is read in the response.
SHOWN = 6


def organisation_table(lines: Iterable[OrganisationLine], slug: str) -> str:
    """Name, kind, number of responses, and on how many proposals it has which stance."""
    names = [
        (text("proposal.organisations"), ""),
        (text("organisations.kind"), ""),
        (text("overview.count"), "n"),
        (text("organisations.stances"), ""),
    ]
    return table(heads(names), "".join(_row(line, slug) for line in lines))


def _row(found: OrganisationLine, slug: str) -> str:
    respondent = found.line.respondent
    kind = text(f"kind.{respondent.kind}")
    link = links.anchor(links.organisation(slug, found.line.sender), respondent.name or kind)
    said = sums(found.stances) or escape(text("organisations.nothing"))
    return row_of(
        row_head(link)
        + cell(f"{kind}{badge(respondent)}", "wide")
        + cell(number(found.line.responses), "n", text("overview.count"))
        + cell(said, "wide")
    )


def head(page: OrganisationPage) -> str:
    """Name, kind, and the ways to its responses."""
    slug, kind = page.consultation.slug, text(f"kind.{page.respondent.kind}")
    name = page.respondent.name or kind
    ways = ", ".join(
        links.anchor(links.response(slug, line.id), line.document) for line in page.responses
    )
    return (
        f"<h1>{escape(name)}</h1><p>{kind}{badge(page.respondent)}</p>"
        f"<p>{counted('organisations.responses', len(page.responses))} {ways}</p>"
    )


def in_short(page: OrganisationPage, threshold: float) -> str:
    """A table: each proposal spoken of, with the stance of each response and its doubt."""
    rows = "".join(
        f'<tr><th scope="row">{_about(said, page.consultation.slug)}</th>'
        f'<td>{stance_tag(voice.label)}</td><td class="n">{sure(voice.score, threshold)}</td></tr>'
        for said in page.said
        for voice in said.voices
    )
    names = "".join(
        f'<th scope="col" class="{kind}">{text(f"reader.{name}")}</th>'
        for name, kind in (("about", ""), ("stance", ""), ("sure", "n"))
    )
    return (
        f'<table class="voices short"><thead><tr>{names}</tr></thead><tbody>{rows}</tbody></table>'
    )


def in_words(page: OrganisationPage, everything: bool) -> str:
    """What it says about each proposal, in its own words; all of it, or the first passages."""
    return "".join(_section(said, page, everything) for said in page.said)


def _section(said: Said, page: OrganisationPage, everything: bool) -> str:
    slug = page.consultation.slug
    shown = said.passages if everything else said.passages[:SHOWN]
    items = "".join(spoken(p, slug, by=False) for p in shown)
    left = len(said.passages) - len(shown)
    more = ""
    if left:
        whole = links.response(slug, said.passages[SHOWN].response_id, said.passages[SHOWN].passage)
        more = f"<p>{links.anchor(whole, counted('organisations.more', left))}</p>"
    return f'<h3>{_about(said, slug)}</h3><ul class="hits" role="list">{items}</ul>{more}'


def _about(said: Said, slug: str) -> str:
    if said.proposal is None:
        return text("reader.whole_first")
    name = f"{said.proposal.number} {said.proposal.title}"
    return links.anchor(links.proposal(slug, said.proposal.number), name)
