"""What persons have corrected: the mark beside a passage, and each correction in words."""

from collections.abc import Callable, Iterable
from html import escape

from consult.domain.findings import PassageFindings, Stance
from consult.domain.reviews import Borders, Change, Judgement, Review, Sender
from consult.services.reviewing import HistoryLine, ReviewState
from consult.ui import links
from consult.ui.components.table import cell, heads, row_head, row_of, table
from consult.ui.plain import short
from consult.ui.texts import moment, text
from consult.ui.themes import theme_label

#: The columns of the history; when and who make the head of a row.
HEADS = ("what", "who", "when", "state")


def by_person() -> str:
    """The mark of a passage of which a person has decided something."""
    words = text("correct.by_person")
    return f'<span class="by-person"><span aria-hidden="true">✎ </span>{escape(words)}</span>'


def correcting(way: Callable[[int], str], found: PassageFindings) -> str:
    """The link that opens a passage to be corrected; its place is told to screen readers."""
    place = found.passage.index
    words = text("correct.link")
    hidden = f'<span class="hidden"> {text("correct.of_passage")} {place + 1}</span>'
    return f'<a href="{escape(way(place))}">{words}{hidden}</a>'


def history(lines: Iterable[HistoryLine]) -> str:
    """Who corrected what when, as a table."""
    names = [(text(f"correct.{name}"), "") for name in HEADS]
    return table(heads(names), "".join(_line(line) for line in lines))


def said(review: Review) -> str:
    """A correction in words, as text."""
    before = _parts(review.was)
    parts = []
    for key, words in _parts(review.change).items():
        was = before.get(key)
        changed = was is not None and was != words
        parts.append(
            text("correct.before", after=words, before=_value(was or "")) if changed else words
        )
    return "; ".join(parts)


def quote_of(review: Review) -> str:
    """The beginning of the words that a correction is about, as text; "" for the sender."""
    if review.anchor is None:
        return ""
    return text("correct.quoted", words=short(review.anchor.quote))


def when(review: Review) -> str:
    """The day and time of a correction."""
    return moment(review.at)


def _line(line: HistoryLine) -> str:
    review = line.review
    small = " – ".join(filter(None, (quote_of(review), review.reason)))
    state = text(f"correct.{line.state}", by=line.undone_by or "")
    if line.state is ReviewState.STANDING and review.batch:
        state = f"{state}, {text('correct.batch')}"
    return row_of(
        row_head(escape(said(review)), small)
        + cell(escape(review.by), "wide")
        + cell(escape(when(review)), "wide")
        + cell(escape(state), "wide")
    )


def _value(words: str) -> str:
    """What stands after the colon."""
    return words.partition(": ")[2] or words


def _parts(change: Change | None) -> dict[object, str]:
    """What a change says, by what it says it about."""
    match change:
        case Sender():
            name = change.name or text("correct.no_name")
            kind = text(f"kind.{change.kind}")
            return {"sender": text("correct.said_sender", name=name, kind=kind)}
        case Borders():
            n = len(change.cuts) + 1
            return {
                "cut": text("correct.said_split", n=n) if n > 1 else text("correct.said_joined")
            }
        case Judgement():
            return _judgement(change)
        case _:
            return {}


def _judgement(change: Judgement) -> dict[object, str]:
    parts: dict[object, str] = {(n, "stance"): _stance(n, label) for n, label in change.stances}
    if change.links is not None:
        numbers = ", ".join(change.links)
        empty = text("correct.said_no_links")
        parts["links"] = text("correct.said_links", numbers=numbers) if numbers else empty
    if change.themes is not None:
        themes = ", ".join(theme_label(theme) for theme in change.themes)
        parts["themes"] = text("correct.said_themes", themes=themes)
    return parts


def _stance(number: str | None, label: Stance) -> str:
    name = text(f"stance.{label}")
    if number is None:
        return text("correct.said_stance_whole", label=name)
    return text("correct.said_stance", number=number, label=name)


def sender_link(slug: str, response_id: int) -> str:
    """The way to the correction of the sender."""
    return f"<p>{links.anchor(links.correct(slug, response_id), text('correct.sender'))}</p>"
