"""How good the machine is in plain numbers, where it is weak, and what it is made of."""

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from consult import __version__
from consult.inference.taxonomy import theme_ids
from consult.ui.components.quality import held_out
from consult.ui.licences import licences
from consult.ui.results import Measured, Results, shipped
from consult.ui.texts import number, text
from consult.ui.themes import theme_label

#: (text, task, way to the number in its results) of what is measured on whole tasks.
GOOD = (
    ("reference", "references", ("recall",)),
    ("links_right", "links", ("all", "precision")),
    ("links_found", "links", ("all", "recall")),
    ("sender", "respondents", ("held_out", "accuracy")),
    ("cut", "segmentation", ("starts", "recall")),
)
WEAK = (
    ("favor", "stance", ("in_response", "favor_called_against")),
    ("against", "stance", ("in_response", "against_called_favor")),
    ("turned", "turned", ("with_proposal", "accuracy")),
    ("meaning", "links", ("similarity", "precision")),
)


def good(models: Path) -> str:
    """Of a hundred, how many: a sentence for each thing that is measured."""
    results = Results(models)
    return _list(_good(results))


def weak(models: Path) -> str:
    """Where it goes wrong most, from the same files."""
    return _list(_weak(Results(models)))


def measured_on(models: Path) -> str:
    """What the numbers are measured on, from the stance head's card."""
    on: dict[str, Any] = Results(models).of_card("stance").get("trained_on", {})
    if not {"rounds", "responses"} <= on.keys():
        return text("about.measured")
    return text("about.measured_on", rounds=number(on["rounds"]), responses=number(on["responses"]))


def versions(models: Path) -> str:
    """The program's version, and every model with its revision and licence."""
    head = f"<p>{text('about.program', version=escape(__version__))}</p>"
    rows = "".join(
        f'<tr><th scope="row">{escape(m["name"])}</th><td>{escape(m["revision"])}</td>'
        f"<td>{escape(m['licence'])}</td></tr>"
        for m in shipped(models)
    )
    return head + (_table("about.models", ("model", "revision", "licence"), rows) if rows else "")


def open_source() -> str:
    """The packages beneath, folded together."""
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{escape(version)}</td>'
        f"<td>{escape(licence)}</td></tr>"
        for name, version, licence in licences()
    )
    if not rows:
        return ""
    table = _table("about.packages", ("package", "version", "licence"), rows)
    return f"<details><summary>{text('about.open_source')}</summary>{table}</details>"


def _good(results: Results) -> Iterator[str]:
    for name in ("theme", "stance"):
        value = held_out(results.of_card(name)).get("accuracy")
        if isinstance(value, int | float):
            yield _sentence(f"good_{name}", Measured(float(value)), themes=str(len(theme_ids())))
    for key, task, path in GOOD:
        yield _sentence(f"good_{key}", results.measured(task, *path))


def _weak(results: Results) -> Iterator[str]:
    for key, task, path in WEAK:
        yield _sentence(f"weak_{key}", results.measured(task, *path))
    told = results.worst("stance", "by_sender", key="accuracy")
    yield _sentence("weak_stance_of", told, kind=_kind(told))
    told = results.worst("respondents", "held_out", "by_kind")
    yield _sentence("weak_sender_of", told, kind=_kind(told))
    told = results.worst("themes", "f1_by_label")
    yield _sentence("weak_theme", told, theme=theme_label(told.of) if told else "")


def _kind(told: Measured | None) -> str:
    return text(f"kinds.{told.of}").lower().replace("med-udv", "MED-udv") if told else ""


def _sentence(key: str, told: Measured | None, **names: str) -> str:
    """The sentence; "" for what has not been measured."""
    if told is None:
        return ""
    older = f" {text('about.older')}" if told.older else ""
    return escape(text(f"about.{key}", n=told.of_hundred, **names) + older)


def _list(sentences: Iterator[str]) -> str:
    items = "".join(f"<li>{sentence}</li>" for sentence in sentences if sentence)
    return f"<ul>{items}</ul>" if items else f"<p>{text('about.not_measured_yet')}</p>"


def _table(caption: str, heads: tuple[str, ...], rows: str) -> str:
    head = "".join(f'<th scope="col">{text(f"about.{name}")}</th>' for name in heads)
    return (
        f'<table class="names"><caption>{text(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )
