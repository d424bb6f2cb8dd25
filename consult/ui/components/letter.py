"""A response as its sender wrote it, with what was found marked beside the words."""

from html import escape

from consult.domain.documents import Span
from consult.domain.findings import Analysis, PassageFindings, PassageKind
from consult.inference.taxonomy import theme_label
from consult.ui import links
from consult.ui.components.doubt import unsure
from consult.ui.components.found import how
from consult.ui.components.quotation import marked
from consult.ui.components.stance_bar import stance_tag
from consult.ui.texts import percent, text

#: Kinds that are not the sender's own argument: said in words, since grey alone tells nothing.
NAMED = (PassageKind.QUOTED, PassageKind.BOILERPLATE, PassageKind.TABLE)


def letter(analysis: Analysis, slug: str, chosen: int | None) -> str:
    """All passages in reading order; the one the address names is marked and scrolled to."""
    parts = (_passage(analysis, found, slug, chosen) for found in analysis.findings)
    return f'<article class="letter">{"".join(parts)}</article>'


def _passage(analysis: Analysis, found: PassageFindings, slug: str, chosen: int | None) -> str:
    passage = found.passage
    words = marked(passage.span.slice(analysis.document.text), _evidence(found))
    # One block around words and notes, so that a heading is read out as its words alone.
    tag = "h2" if passage.kind is PassageKind.HEADING else "p"
    is_chosen = passage.index == chosen
    stance = found.stances[0].label.value if found.stances else ""
    names = ["passage", passage.kind.value, stance, "chosen" if is_chosen else ""]
    current = ' aria-current="true"' if is_chosen else ""
    return (
        f'<div id="p{passage.index}" class="{" ".join(filter(None, names))}"{current}>'
        f'{_named(passage.kind)}<{tag} class="words">{words}</{tag}>{_found(found, slug)}</div>'
    )


def _named(kind: PassageKind) -> str:
    return f'<p class="part-name">{text(f"part.{kind}")}</p>' if kind in NAMED else ""


def _evidence(found: PassageFindings) -> list[Span]:
    """The words inside the passage that its links rest on, as offsets in it."""
    passage = found.passage
    return [
        Span(s.start - passage.start, s.end - passage.start)
        for link in found.links
        for s in link.evidence
        if passage.span.contains(s) and s != passage.span
    ]


def _found(found: PassageFindings, slug: str) -> str:
    """What the machine made of the passage, in small print below it."""
    reasons = {link.proposal: how(link) for link in found.links}
    doubt = f" {unsure()}" if found.review else ""
    notes = []
    for stance in found.stances:
        why = f", {escape(reasons[stance.proposal])}" if stance.proposal in reasons else ""
        sure = f'<span class="nowrap">{percent(stance.score)}{doubt}</span>'
        target = _target(stance.proposal, slug)
        notes.append(f"{stance_tag(stance.label)} {sure} · {target}{why}")
    if found.themes:
        notes.append(escape(theme_label(found.themes[0].theme)))
    if found.unresolved:
        notes.append(escape(text("reader.unresolved", numbers=", ".join(found.unresolved))))
    if doubt and not found.stances:
        notes.append(unsure())
    items = "".join(f"<span>{note}</span>" for note in notes)
    return f'<p class="found">{items}</p>' if items else ""


def _target(proposal: str | None, slug: str) -> str:
    if proposal is None:
        return text("reader.whole")
    return links.anchor(links.proposal(slug, proposal), proposal)
