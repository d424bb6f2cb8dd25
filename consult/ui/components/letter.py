"""A response as its sender wrote it, with what was found marked beside the words."""

from html import escape

from consult.domain.documents import Span
from consult.domain.findings import Analysis, PassageFindings
from consult.domain.voices import voices
from consult.inference.taxonomy import theme_label
from consult.services.browsing import ResponsePage
from consult.ui import links
from consult.ui.components.found import how
from consult.ui.components.quotation import marked
from consult.ui.components.stance_bar import stance_tag
from consult.ui.texts import number, text


def letter(analysis: Analysis, slug: str, chosen: int | None) -> str:
    """All passages in reading order; the one the address names is marked and scrolled to."""
    parts = (_passage(analysis, found, slug, chosen) for found in analysis.findings)
    return f'<article class="letter">{"".join(parts)}</article>'


def in_short(analysis: Analysis, slug: str) -> str:
    """What the response says about each proposal: one voice each."""
    rows = "".join(
        f'<tr><th scope="row">{_target(voice.proposal, slug)}</th>'
        f"<td>{stance_tag(voice.label)}</td>"
        f'<td class="n">{percent(voice.score)}</td></tr>'
        for voice in voices(analysis)
    )
    return f'<table class="numbers"><caption class="small muted">{text("reader.summary")}</caption><tbody>{rows}</tbody></table>'


def percent(score: float) -> str:
    """A probability as whole per cent."""
    return f"{number(round(score * 100))} %"


def taken_out(page: ResponsePage) -> str:
    """What the reader removed from the source, and what it wants to say about it."""
    document = page.document
    lines = [escape(w) for w in document.warnings]
    lines += [
        f"{text('reader.removed')}: «{escape(r.text.strip() or repr(r.text))}»"
        + (f" ({r.count})" if r.count > 1 else "")
        for r in document.removals
    ]
    if not lines:
        return ""
    items = "".join(f"<li>{line}</li>" for line in lines)
    return f"<details><summary>{text('reader.warnings')}</summary><ul>{items}</ul></details>"


def _passage(analysis: Analysis, found: PassageFindings, slug: str, chosen: int | None) -> str:
    passage = found.passage
    words = passage.span.slice(analysis.document.text)
    stance = found.stances[0].label if found.stances else ""
    mark = " chosen" if passage.index == chosen else ""
    evidence = [
        Span(s.start - passage.start, s.end - passage.start)
        for link in found.links
        for s in link.evidence
        if passage.start <= s.start and s.end <= passage.end and s != passage.span
    ]
    tag = "h2" if passage.kind == "heading" else "p"
    return (
        f'<{tag} id="p{passage.index}" class="passage {passage.kind} {stance}{mark}">'
        f"{marked(words, evidence)}{_found(found, slug)}</{tag}>"
    )


def _found(found: PassageFindings, slug: str) -> str:
    """What the machine made of the passage, in small print below it."""
    notes = []
    reasons = {link.proposal: how(link) for link in found.links}
    for stance in found.stances:
        why = f" – {escape(reasons[stance.proposal])}" if stance.proposal in reasons else ""
        notes.append(
            f"{stance_tag(stance.label)} {percent(stance.score)}: "
            f"{_target(stance.proposal, slug)}{why}"
        )
    if found.themes:
        notes.append(escape(theme_label(found.themes[0].theme)))
    if found.unresolved:
        notes.append(escape(text("reader.unresolved", numbers=", ".join(found.unresolved))))
    if found.review:
        notes.append(escape(text("proposal.unsure")))
    items = "".join(f"<span>{note}</span>" for note in notes)
    return f'<span class="found">{items}</span>' if items else ""


def _target(proposal: str | None, slug: str) -> str:
    if proposal is None:
        return text("reader.whole")
    return links.anchor(links.proposal(slug, proposal), proposal)
