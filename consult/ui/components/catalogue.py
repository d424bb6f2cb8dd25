"""A catalogue while it is made: what is wrong with it, what it holds, what another one changes."""

from collections import Counter
from collections.abc import Sequence
from html import escape

from consult.domain.catalogue_changes import Changed
from consult.domain.proposals import Catalogue, Direction, Proposal
from consult.services.catalogues import CataloguePreview
from consult.services.drafting import Problem, amounts_told
from consult.ui.components.notice import notice
from consult.ui.texts import counted, text

#: Problems, and proposals of one kind of change, that are written out; the rest is counted.
SHOWN = 12
#: Characters of a value that is shown before and after.
_VALUE = 80


def warnings(read: Catalogue) -> str:
    """What the reader has to say; "" where there is nothing."""
    if not read.warnings:
        return ""
    items = "".join(f"<li>{escape(words)}</li>" for words in read.warnings)
    return f"<h3>{text('catalogue.warnings')}</h3><ul>{items}</ul>"


def problem_list(found: Sequence[Problem]) -> str:
    """What must be put right, or that nothing must."""
    if not found:
        return f'<p class="notice fine" role="status">{text("catalogue.fine")}</p>'
    head = f"<p><b>{counted('catalogue.problems', len(found))}</b></p>"
    return f'<div class="notice" role="status">{head}{_some([escape(p.told) for p in found])}</div>'


def summary(catalogue: Catalogue) -> str:
    """How many proposals there are of each direction."""
    if not len(catalogue):
        return f"<p>{text('round.no_catalogue')}</p>"
    kinds = Counter(p.direction for p in catalogue)
    parts = ", ".join(f"{text(f'direction.{d}').lower()} {kinds[d]}" for d in Direction if kinds[d])
    return f"<p>{text('catalogue.summary', n=len(catalogue), parts=parts)}</p>"


def changes(found: CataloguePreview) -> str:
    """What is new, changed and gone, and what it costs."""
    if not found.difference:
        return notice(text("catalogue.nothing"))
    d = found.difference
    parts = [
        _part("new", [_name(p) for p in d.new]),
        _part("changed", [_change(c) for c in d.changed]),
        _part("gone", [_gone(p, found.links[p.number]) for p in d.gone]),
    ]
    moved = f"<p>{text('catalogue.moved')}</p>" if d.moved else ""
    loose = f"<p>{counted('catalogue.gone_all', found.loose)}</p>" if found.loose else ""
    key = "catalogue.again" if found.responses else "catalogue.again_none"
    return f"{''.join(parts)}{moved}{loose}<p><b>{counted_or(key, found.responses)}</b></p>"


def counted_or(key: str, n: int) -> str:
    """The text for `n` things, or the one for none."""
    return counted(key, n) if n else text(key)


def _part(kind: str, items: Sequence[str]) -> str:
    if not items:
        return ""
    return f"<h3>{counted(f'catalogue.{kind}', len(items))}</h3>{_some(items)}"


def _some(items: Sequence[str]) -> str:
    """The first of them as a list, and how many more there are."""
    listed = "".join(f"<li>{item}</li>" for item in items[:SHOWN])
    left = len(items) - SHOWN
    rest = f"<li>{text('catalogue.more', n=left)}</li>" if left > 0 else ""
    return f"<ul>{listed}{rest}</ul>"


def _name(p: Proposal) -> str:
    return escape(f"{p.number} {p.title}")


def _gone(p: Proposal, links: int) -> str:
    told = f" – {counted('catalogue.gone_links', links)}" if links else ""
    return f"{_name(p)}{told}"


def _change(found: Changed) -> str:
    told = (
        text(
            "catalogue.was",
            field=text(f"catalogue.field_{name}"),
            before=_value(found.before, name),
            after=_value(found.after, name),
        )
        for name in found.fields
    )
    return f"{_name(found.after)}<br><span class='small muted'>{escape('; '.join(told))}</span>"


def _value(p: Proposal, name: str) -> str:
    if name == "direction":
        return text(f"direction.{p.direction}")
    value = amounts_told(p.amounts) if name == "amounts" else getattr(p, name) or ""
    short = value if len(value) <= _VALUE else f"{value[:_VALUE]} …"
    return f"»{short}«" if short else text("catalogue.empty")
