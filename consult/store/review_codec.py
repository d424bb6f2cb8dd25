"""Corrections and whole analyses as JSON and back again; what goes in comes out equal."""

from typing import Any

from consult.domain.documents import Document, Span
from consult.domain.findings import (
    Analysis,
    ItemLink,
    LinkMethod,
    Passage,
    PassageFindings,
    PassageKind,
    Reference,
    Stance,
    StanceFinding,
    ThemeScore,
)
from consult.domain.people import Respondent, RespondentKind, SenderSource
from consult.domain.reviews import Anchor, Borders, Change, Judgement, Sender, Withdrawal
from consult.store.codec import spans_in, spans_out

Json = Any


def kind_of(change: Change) -> str:
    """What a change is called in its row."""
    return type(change).__name__.lower()


def change_out(change: Change) -> Json:
    """A change as JSON; `change_in` needs its kind too."""
    match change:
        case Sender():
            return {"name": change.name, "kind": change.kind.value}
        case Judgement():
            return {
                "links": None if change.links is None else list(change.links),
                "stances": [[n, s.value] for n, s in change.stances],
                "themes": None if change.themes is None else list(change.themes),
            }
        case Borders():
            return {"cuts": list(change.cuts)}
        case Withdrawal():
            return {"review": change.review_id}


def change_in(kind: str, data: Json) -> Change:
    """The change that `change_out` was made from."""
    match kind:
        case "sender":
            return Sender(data["name"], RespondentKind(data["kind"]))
        case "judgement":
            links, themes = data["links"], data["themes"]
            return Judgement(
                None if links is None else tuple(links),
                tuple((n, Stance(s)) for n, s in data["stances"]),
                None if themes is None else tuple(themes),
            )
        case "borders":
            return Borders(tuple(data["cuts"]))
        case _:
            return Withdrawal(data["review"])


def was_out(was: Change | None) -> Json:
    """What was shown before, with its kind."""
    return None if was is None else [kind_of(was), change_out(was)]


def was_in(data: Json) -> Change | None:
    """What `was_out` was made from."""
    return None if data is None else change_in(*data)


def anchor_out(anchor: Anchor | None) -> Json:
    """An anchor as JSON."""
    if anchor is None:
        return None
    return [anchor.quote, anchor.before, anchor.after, anchor.start]


def anchor_in(data: Json) -> Anchor | None:
    """The anchor that `anchor_out` was made from."""
    return None if data is None else Anchor(*data)


def analysis_out(analysis: Analysis) -> Json:
    """All findings of a response, without its text."""
    who = analysis.respondent
    return {
        "respondent": [who.name, who.kind.value, spans_out(who.evidence), who.source.value],
        "findings": [_found_out(f) for f in analysis.findings],
    }


def analysis_in(data: Json, document: Document) -> Analysis:
    """The analysis that `analysis_out` was made from."""
    name, kind, evidence, source = data["respondent"]
    who = Respondent(name, RespondentKind(kind), spans_in(evidence), SenderSource(source))
    return Analysis(document, who, tuple(_found_in(f) for f in data["findings"]))


def _found_out(found: PassageFindings) -> Json:
    p = found.passage
    governed = list(p.governed_by)
    return {
        "passage": [
            p.index,
            p.start,
            p.end,
            p.kind.value,
            p.paragraph,
            governed,
            p.lead_in,
            p.page,
        ],
        "references": [
            [r.start, r.end, r.rule, list(r.resolved), list(r.unresolved)] for r in found.references
        ],
        "links": [
            [k.proposal, k.method.value, k.score, spans_out(k.evidence), k.rule]
            for k in found.links
        ],
        "themes": [[t.theme, t.score] for t in found.themes],
        "stances": [_stance_out(s) for s in found.stances],
        "review": found.review,
    }


def _found_in(data: Json) -> PassageFindings:
    index, start, end, kind, paragraph, governed, lead_in, page = data["passage"]
    return PassageFindings(
        Passage(index, start, end, PassageKind(kind), paragraph, tuple(governed), lead_in, page),
        tuple(Reference(s, e, r, tuple(n), tuple(u)) for s, e, r, n, u in data["references"]),
        tuple(ItemLink(n, LinkMethod(m), s, spans_in(e), r) for n, m, s, e, r in data["links"]),
        tuple(ThemeScore(theme, score) for theme, score in data["themes"]),
        tuple(_stance_in(s) for s in data["stances"]),
        data["review"],
    )


def _stance_out(stance: StanceFinding) -> Json:
    chances = {s.value: p for s, p in stance.probabilities.items()}
    return [
        stance.proposal, stance.label.value, stance.score, chances, spans_out(stance.evidence),
        stance.model,
    ]  # fmt: skip


def _stance_in(data: Json) -> StanceFinding:
    proposal, label, score, chances, evidence, model = data
    distribution = {Stance(s): p for s, p in chances.items()}
    spans: tuple[Span, ...] = spans_in(evidence)
    return StanceFinding(proposal, Stance(label), score, distribution, spans, model)
