"""The picture of stance: a bar that can be read without colour, and by a screen reader."""

from collections.abc import Mapping
from html import escape

from consult.domain.counts import Count
from consult.domain.findings import Stance
from consult.domain.voices import LABELS
from consult.ui.texts import counted, text

#: A part narrower than this share of the bar shows no number inside; the legend has it.
NARROW = 0.08


def stance_bar(stance: Mapping[Stance, Count]) -> str:
    """HTML of one stacked bar; every part has its own pattern, its number and a title."""
    total = sum(count.n for count in stance.values())
    if not total:
        return f'<span class="no-bar">{escape(text("stance.none"))}</span>'
    parts = "".join(_part(label, stance[label], total) for label in LABELS if stance[label].n)
    return f'<div class="bar" role="img" aria-label="{escape(describe(stance))}">{parts}</div>'


def describe(stance: Mapping[Stance, Count]) -> str:
    """The bar in words."""
    total = sum(count.n for count in stance.values())
    parts = ", ".join(f"{text(f'stance.{label}')} {stance[label].n}" for label in LABELS)
    return counted("stance.bar", total, parts=parts)


def stance_table(stance: Mapping[Stance, Count]) -> str:
    """The bar's numbers as a table, with the interval in which the true number lies."""
    rows = "".join(
        f'<tr><th scope="row"><span class="key {label}"></span>{text(f"stance.{label}")}</th>'
        f"<td>{stance[label].n}</td><td>{_interval(stance[label])}</td></tr>"
        for label in LABELS
    )
    heads = "".join(
        f'<th scope="col">{text(key)}</th>'
        for key in ("overview.stance", "overview.count", "stance.interval")
    )
    return f'<table class="numbers"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'


def legend() -> str:
    """What the patterns mean."""
    keys = "".join(
        f'<li><span class="key {label}"></span>{text(f"stance.{label}")}</li>' for label in LABELS
    )
    return f'<ul class="legend" role="list">{keys}</ul>'


def stance_tag(label: Stance) -> str:
    """A stance as a small tag: pattern and word."""
    return f'<span class="tag"><span class="key {label}"></span>{text(f"stance.{label}")}</span>'


def _interval(count: Count) -> str:
    """The numbers between which the true one lies, in words that a screen reader can say."""
    if count.low == count.high:
        return str(count.low)
    return text("stance.from_to", low=count.low, high=count.high)


def _part(label: Stance, count: Count, total: int) -> str:
    share = count.n / total
    shown = str(count.n) if share >= NARROW else ""
    title = text(
        "stance.of" if count.low != count.high else "stance.exactly",
        label=text(f"stance.{label}"),
        n=count.n,
        total=total,
        low=count.low,
        high=count.high,
    )
    return (
        f'<span class="part {label}" style="width:{share:.4%}" title="{escape(title)}">'
        f"<span>{shown}</span></span>"
    )
