"""How do we know: the evidence, the score and the method behind each quotation."""

from collections.abc import Iterable
from html import escape

from consult.domain.documents import Span
from consult.domain.effective import CARRIED
from consult.domain.findings import PERSON, ItemLink
from consult.domain.voices import LABELS
from consult.services.browsing import SpokenPassage
from consult.ui.components.stance_bar import stance_tag
from consult.ui.texts import percent, text
from consult.ui.themes import theme_label


def evidence(found: SpokenPassage) -> str:
    """A fold with one line for the stance, one for the tie to the proposal, one for the theme."""
    lines = [_stance(found), _tie(found), _theme(found)]
    lines += [escape(text("doubt.read_it"))] if found.review else []
    items = "".join(f"<li>{line}</li>" for line in lines if line)
    summary = text("evidence.title")
    return (
        f'<details class="why"><summary>{summary}</summary><ul role="list">{items}</ul></details>'
    )


def _stance(found: SpokenPassage) -> str:
    tag = f"{text('evidence.stance')}: {stance_tag(found.label)}"
    if found.model == PERSON:
        return f"{tag} – {escape(text('correct.by_person'))}.{_words(found, found.evidence)}"
    others = ", ".join(
        f"{text(f'stance.{label}').lower()} {percent(found.probabilities[label])}"
        for label in LABELS
        if label is not found.label and label in found.probabilities
    )
    rest = f" ({others})" if others else ""
    words = _words(found, found.evidence)
    return f"{tag} {percent(found.score)}{rest}.{_judge(found.model)}{words}"


def _judge(model: str) -> str:
    """What the stance is from; "" where it is not known."""
    if model == CARRIED:
        return f" {escape(text('evidence.carried'))}"
    return f" {escape(text('evidence.model', model=model))}" if model else ""


def _tie(found: SpokenPassage) -> str:
    link = found.link
    if link is None:
        return text("evidence.no_link")
    said = text(
        "evidence.link",
        number=link.proposal,
        method=text(f"method.{link.method}"),
        score=percent(link.score),
    )
    return f"{escape(said)}{_rule(link)}{_words(found, link.evidence)}"


def _rule(link: ItemLink) -> str:
    return f" {escape(text('evidence.rule', rule=link.rule))}" if link.rule else ""


def _theme(found: SpokenPassage) -> str:
    if found.theme is None:
        return ""
    return f"{text('evidence.theme')}: {escape(theme_label(found.theme))}."


def _words(found: SpokenPassage, spans: Iterable[Span]) -> str:
    """The words that the finding rests on, where they stand in the passage."""
    inside = [s for s in spans if found.start <= s.start < s.end <= found.end]
    said = ", ".join(f"»{found.text[s.start - found.start : s.end - found.start]}«" for s in inside)
    if not said or len(said) > len(found.text):
        return ""
    return f" {escape(text('evidence.words', words=said))}"
