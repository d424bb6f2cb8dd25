"""Every file that was handed in, and what became of it: nothing vanishes."""

from html import escape

from consult.services.browsing import SourceLine, SourceList, SourceState, list_sources
from consult.ui.frame import app, chosen_round, show
from consult.ui.texts import number, text


def sums(found: SourceList) -> str:
    """The counts by state, which add up to all files."""
    parts = [(found.states.get(s, 0), text(f"sources.{s}")) for s in SourceState]
    parts += [(found.superseded, text("sources.superseded"))]
    items = "".join(f"<li><b>{number(n)}</b>{name}</li>" for n, name in parts if n)
    total = text("sources.total", n=number(found.total))
    return f"<h1>{text('pages.sources')}</h1><p>{total}</p><ul class='totals'>{items}</ul>"


def row(line: SourceLine) -> str:
    """One file with its state and, where it gave nothing, why."""
    state = text("sources.superseded" if line.superseded_by else f"sources.{line.state}")
    reason = f'<span class="meta">{escape(line.reason)}</span>' if line.reason else ""
    return (
        f'<tr><th scope="row" class="title">{escape(line.name)}{reason}</th><td>{state}</td>'
        f'<td class="n" data-label="{text("sources.responses")}">{number(line.responses)}</td></tr>'
    )


def page() -> None:
    """Sums and a table."""
    found = list_sources(app().store, chosen_round().slug)
    heads = (
        f'<th scope="col">{text("sources.file")}</th><th scope="col">{text("sources.state")}</th>'
    )
    heads += f'<th scope="col" class="n">{text("sources.responses")}</th>'
    rows = "".join(row(line) for line in found.items)
    show(
        f'{sums(found)}<table class="proposals"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


page()
