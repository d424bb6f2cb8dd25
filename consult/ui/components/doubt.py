"""How unsure the machine is: a small mark, explained once a page."""

from html import escape

from consult.ui.texts import percent, text

MARK = "≈"


def unsure(words: str | None = None) -> str:
    """The mark; `words` is what it stands for, for a mouse and for a screen reader."""
    meaning = escape(words or text("doubt.passage"))
    return (
        f'<span class="unsure" title="{meaning}"><span aria-hidden="true">{MARK}</span>'
        f'<span class="hidden">{meaning}</span></span>'
    )


def sure(score: float, threshold: float) -> str:
    """How sure, with the mark where that is too little."""
    return percent(score) + (f" {unsure()}" if score < threshold else "")


def mostly_unsure(undecided: int, responses: int) -> str:
    """The mark where more than half of the responses are undecided, else ""."""
    if 2 * undecided <= responses:
        return ""
    return " " + unsure(text("doubt.responses", n=undecided, total=responses))


def mark_explained(threshold: float) -> str:
    """What the mark means where it stands alone."""
    words = text("doubt.mark", threshold=percent(threshold))
    return f'<p class="small muted">{escape(words)}</p>'


def explained(threshold: float) -> str:
    """What the mark and the percentages mean."""
    words = text("doubt.explained", threshold=percent(threshold))
    return f'<p class="small muted">{escape(words)}</p>'
