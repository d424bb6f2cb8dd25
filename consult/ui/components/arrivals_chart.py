"""When the responses were written: a bar for each day or week, told in words and as a table."""

from datetime import date, timedelta
from html import escape

from consult.services.arrivals import Arrivals
from consult.ui.texts import counted, day, text

#: Days that get a bar each; of a longer period each week does.
MOST_DAYS = 45
#: Height of the tallest bar, rem.
TALL = 6.0


def arrivals_chart(found: Arrivals) -> str:
    """The chart, its words and its numbers; only the words where too few bear a date."""
    if len(found.days) < 2:
        return f'<p class="small muted">{escape(_undated(found))}</p>'
    bars = _bars(found)
    most = max(n for _, n in bars)
    drawn = "".join(_bar(start, n, most) for start, n in bars)
    first, last = min(found.days), max(found.days)
    return (
        f"<p>{escape(words(found))}</p>"
        f'<div class="days" role="img" aria-label="{escape(words(found))}">{drawn}</div>'
        f'<p class="ends small muted" aria-hidden="true"><span>{day(first)}</span>'
        f"<span>{day(last)}</span></p>{_table(found, bars)}"
    )


def words(found: Arrivals) -> str:
    """The chart in a sentence or two."""
    n, peak = max((n, -d.toordinal()) for d, n in found.days.items())
    said = text(
        "arrivals.words",
        dated=counted("overview.n_responses", found.dated),
        first=day(min(found.days)),
        last=day(max(found.days)),
        peak=day(date.fromordinal(-peak)),
        n=n,
    )
    return f"{said} {_undated(found)}".strip()


def _undated(found: Arrivals) -> str:
    return counted("arrivals.undated", found.undated) if found.undated else ""


def _is_by_week(found: Arrivals) -> bool:
    return (max(found.days) - min(found.days)).days >= MOST_DAYS


def _bars(found: Arrivals) -> list[tuple[date, int]]:
    """The number of each day, or of each week by its Monday; days without any included."""
    step = 7 if _is_by_week(found) else 1
    first = min(found.days)
    start = first - timedelta(days=first.weekday()) if step == 7 else first
    count = (max(found.days) - start).days // step + 1
    sums = [0] * count
    for when, n in found.days.items():
        sums[(when - start).days // step] += n
    return [(start + timedelta(days=i * step), n) for i, n in enumerate(sums)]


def _bar(start: date, n: int, most: int) -> str:
    return (
        f'<span class="day" title="{day(start)}: {n}">'
        f'<span class="n">{n or ""}</span><i style="height:{TALL * n / most:.2f}rem"></i></span>'
    )


def _table(found: Arrivals, bars: list[tuple[date, int]]) -> str:
    head = text("arrivals.week" if _is_by_week(found) else "arrivals.day")
    rows = "".join(
        f'<tr><th scope="row">{day(start)}</th><td>{n}</td></tr>' for start, n in bars if n
    )
    if found.undated:
        rows += f'<tr><th scope="row">{text("arrivals.no_date")}</th><td>{found.undated}</td></tr>'
    return (
        f'<details><summary>{text("proposal.numbers")}</summary><table class="numbers"><thead>'
        f'<tr><th scope="col">{head}</th><th scope="col">{text("overview.count")}</th></tr>'
        f"</thead><tbody>{rows}</tbody></table></details>"
    )
