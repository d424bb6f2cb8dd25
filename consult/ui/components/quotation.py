"""Verbatim words, marked, with who said them and the way back to the source."""

from collections.abc import Iterable, Sequence
from html import escape

from consult.domain.documents import Span
from consult.domain.findings import Stance
from consult.domain.people import PRIVATE, Respondent
from consult.ui.texts import text


def who(respondent: Respondent) -> str:
    """A sender by name and kind; a citizen is never more than a citizen here."""
    kind = text(f"kind.{respondent.kind}")
    if respondent.kind in PRIVATE or not respondent.name:
        return kind
    return f"{respondent.name} ({_lower(kind)})"


def _lower(words: str) -> str:
    """The words inside a sentence; an abbreviation such as MED keeps its capitals."""
    return words if words[:2].isupper() else f"{words[0].lower()}{words[1:]}"


def quotation(words: str, label: Stance, source: str) -> str:
    """A quotation; `words` is text, `source` is HTML that says who and where."""
    return (
        f'<figure class="{label}"><blockquote class="words">{escape(words)}</blockquote>'
        f'<figcaption class="source about">{source}</figcaption></figure>'
    )


def marked(words: str, spans: Sequence[Span]) -> str:
    """The words as HTML with the spans (offsets in `words`) marked; overlaps are joined."""
    parts: list[str] = []
    at = 0
    for start, end in _joined(spans, len(words)):
        parts.append(escape(words[at:start]))
        parts.append(f"<mark>{escape(words[start:end])}</mark>")
        at = end
    parts.append(escape(words[at:]))
    return "".join(parts)


def _joined(spans: Iterable[Span], length: int) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted((max(0, s.start), min(length, s.end)) for s in spans):
        if start >= end:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined
