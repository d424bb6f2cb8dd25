"""A response as its sender wrote it, with what was found marked beside the words."""

from collections.abc import Callable
from html import escape

from consult.domain.documents import Span
from consult.domain.findings import PERSON, Analysis, PassageFindings, PassageKind, StanceFinding
from consult.ui import links
from consult.ui.components.corrected import by_person, correcting
from consult.ui.components.doubt import unsure
from consult.ui.components.found import how
from consult.ui.components.quotation import marked
from consult.ui.components.stance_bar import stance_tag
from consult.ui.texts import percent, text
from consult.ui.themes import theme_label

#: Kinds that are not the sender's own argument: said in words, since grey alone tells nothing.
NAMED = (PassageKind.QUOTED, PassageKind.BOILERPLATE, PassageKind.TABLE)


#: The address at which a passage, by its index, is corrected.
Way = Callable[[int], str]


def letter(
    analysis: Analysis,
    slug: str,
    chosen: int | None,
    threshold: float,
    correct: Way | None = None,
    part: slice = slice(None),
) -> str:
    """All passages in reading order, or a part of them; the one the address names is marked.

    A stance with a score below `threshold` bears the mark of doubt. With `correct` each passage
    has a way to its correction.
    """
    whole = analysis.document.text
    parts = (
        _passage(f.passage.span.slice(whole), f, f.passage.index == chosen)
        + f"{_found(f, slug, threshold, correct)}</div>"
        for f in analysis.findings[part]
    )
    return f'<article class="letter">{"".join(parts)}</article>'


def _passage(words: str, found: PassageFindings, is_chosen: bool) -> str:
    """The words, in an element left open for what was found in them.

    Words and notes share a block, so that a heading is read out as its words alone.
    """
    passage = found.passage
    tag = "h2" if passage.kind is PassageKind.HEADING else "p"
    stance = found.stances[0].label.value if found.stances else ""
    names = ["passage", passage.kind.value, stance, "chosen" if is_chosen else ""]
    current = ' aria-current="true"' if is_chosen else ""
    return (
        f'<div id="p{passage.index}" class="{" ".join(filter(None, names))}"{current}>'
        f'{_named(passage.kind)}<{tag} class="words">{marked(words, _evidence(found))}</{tag}>'
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


def _found(found: PassageFindings, slug: str, threshold: float, correct: Way | None = None) -> str:
    """What the machine made of the passage, in small print below it."""
    reasons = {link.proposal: how(link) for link in found.links}
    notes = [_stance(s, reasons.get(s.proposal or "", ""), slug, threshold) for s in found.stances]
    if found.themes:
        notes.append(escape(theme_label(found.themes[0].theme)))
    if found.unresolved:
        notes.append(escape(text("reader.unresolved", numbers=", ".join(found.unresolved))))
    if found.review and all(stance.score >= threshold for stance in found.stances):
        # The stance is clear: the doubt is about what is named last.
        notes[-1:] = [f"{''.join(notes[-1:])} {unsure()}"]
    notes += [by_person()] if found.decided else []
    notes += [correcting(correct, found)] if correct is not None else []
    items = "".join(f"<span>{note}</span>" for note in notes)
    return f'<p class="found">{items}</p>' if items else ""


def _stance(stance: StanceFinding, reason: str, slug: str, threshold: float) -> str:
    """The stance, how sure it is, on what, and why it is tied to that."""
    doubt = f" {unsure()}" if stance.score < threshold else ""
    why = f", {escape(reason)}" if reason else ""
    sure = "" if stance.model == PERSON else f"{percent(stance.score)}{doubt}"
    return (
        f'{stance_tag(stance.label)} <span class="nowrap">{sure}</span>'
        f" · {_target(stance.proposal, slug)}{why}"
    )


def _target(proposal: str | None, slug: str) -> str:
    if proposal is None:
        return text("reader.whole")
    return links.anchor(links.proposal(slug, proposal), proposal)
