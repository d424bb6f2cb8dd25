"""Who is for, against and conditional: organisations by name, private persons as a number."""

from collections.abc import Iterable, Mapping
from html import escape

from consult.domain.findings import Stance
from consult.domain.people import Respondent
from consult.domain.voices import LABELS
from consult.language.standing import standing
from consult.services.browsing import ProposalPage, VoiceLine
from consult.ui import links
from consult.ui.components.doubt import unsure
from consult.ui.texts import counted, text

#: Organisations of a side that are named at once.
FIRST = 8
#: The order in which the sides stand beside each other.
SIDES = (Stance.AGAINST, Stance.CONDITIONAL, Stance.FAVOR, Stance.NEUTRAL)


def sides(page: ProposalPage, threshold: float) -> str:
    """A column for each side that anyone is on."""
    slug, row = page.consultation.slug, page.row
    columns = "".join(
        _side(label, row.stance[label].n, _of(page.organisations, label), page.private, slug,
              threshold)
        for label in SIDES
        if row.stance[label].n
    )  # fmt: skip
    return f'<div class="sides">{columns}</div>'


def badge(respondent: Respondent) -> str:
    """A mark beside councils that must be heard, and the workplace's joint committees."""
    found = standing(respondent)
    if found is None:
        return ""
    return (
        f' <span class="badge" title="{escape(text(f"standing.{found}_help"))}">'
        f"{text(f'standing.{found}')}</span>"
    )


def _of(voices: Iterable[VoiceLine], label: Stance) -> list[VoiceLine]:
    """The voices of that stance, those that must be heard first, then by name."""
    return sorted(
        (v for v in voices if v.label is label),
        key=lambda v: (standing(v.respondent) is None, (v.respondent.name or "~").casefold()),
    )


def _side(
    label: Stance,
    n: int,
    voices: list[VoiceLine],
    private: Mapping[Stance, int],
    slug: str,
    threshold: float,
) -> str:
    key = f'<span class="key {label}"></span>'
    lines = [_voice(v, slug, threshold) for v in voices]
    at = FIRST if len(lines) > FIRST + 2 else len(lines)
    named, more = "".join(lines[:at]), _more(lines[at:])
    unnamed = private.get(label, 0)
    if unnamed:
        words = "proposal.more_private" if voices else "proposal.private"
        more += f'<p class="small muted">{escape(counted(words, unnamed))}</p>'
    return (
        f"<section><h3>{key}{text(f'stance.{label}')} "
        f'<span class="kind">{counted("overview.n_responses", n)}</span></h3>'
        f"{_list(named)}{more}</section>"
    )


def _list(items: str) -> str:
    return f'<ul role="list">{items}</ul>' if items else ""


def _more(lines: list[str]) -> str:
    """The rest of a long side, folded: forty names are no answer to who is against."""
    if not lines:
        return ""
    words = text("proposal.more_named", n=len(lines))
    return f"<details><summary>{words}</summary>{_list(''.join(lines))}</details>"


def _voice(voice: VoiceLine, slug: str, threshold: float) -> str:
    kind = text(f"kind.{voice.respondent.kind}")
    name = voice.respondent.name or kind
    link = links.anchor(links.response(slug, voice.response_id), name)
    about = "" if standing(voice.respondent) or name == kind else kind
    small = f'<span class="kind">{about}</span>' if about else ""
    # A percentage beside a name would be read as how much they are against.
    doubt = f" {unsure()}" if voice.score < threshold else ""
    return f"<li>{link}{badge(voice.respondent)} {small}{doubt}</li>"


def sums(stances: Mapping[Stance, int]) -> str:
    """Stances with their numbers, as HTML: the pattern, and "2 imod"."""
    return "".join(
        f'<span class="side"><span class="key {s}"></span>{stances[s]} '
        f"{text(f'stance.{s}').lower()}</span>"
        for s in LABELS
        if stances.get(s)
    )
