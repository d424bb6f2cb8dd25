"""Files that were handed in: how far they are, as sums and one by one. Text, never Markdown."""

from collections.abc import Sequence
from html import escape

from consult.domain.work import WorkState
from consult.services.endings import Outcome
from consult.services.handed_in import AtStake, FileView
from consult.services.uploads import Progress
from consult.ui import links
from consult.ui.components.table import cell, heads, row_head, row_of, table
from consult.ui.texts import counted, duration, number, text

#: In the order in which files go through them.
ORDER = tuple(WorkState)


def sums(found: Progress) -> str:
    """How many files are in each state; the numbers add up to all."""
    counts = [(found.states.get(state, 0), state) for state in ORDER]
    items = "".join(f"<li><b>{number(n)}</b> {_of(s, n)}</li>" for n, s in counts if n)
    return f'<ul class="totals" role="list">{items}</ul>'


def _of(state: WorkState, n: int) -> str:
    several = state in (WorkState.DONE, WorkState.SKIPPED, WorkState.WITHDRAWN) and n > 1
    return text(f"work.{state}_several" if several else f"work.{state}")


def bar(found: Progress) -> str:
    """How much is done, as a bar and in words, and how long the rest takes."""
    done = found.total - found.left
    words = text("hand_in.of", done=number(done), total=number(found.total))
    shown = (
        f'<progress value="{done}" max="{max(found.total, 1)}" aria-label="{escape(words)}">'
        f"</progress>"
    )
    return f"{shown}<p>{words}. {_left(found)}</p>"


def _left(found: Progress) -> str:
    if not found.left:
        return ""
    if found.seconds_left is None:
        return text("hand_in.left_unknown")
    if not found.workers:
        return ""  # nobody is at it, so it takes as long as that lasts
    return text("hand_in.left", time=duration(found.seconds_left))


def file_table(found: Sequence[FileView]) -> str:
    """A page of files with what became of each."""
    names = (("hand_in.file", ""), ("sources.state", ""), ("hand_in.answers", "n"))
    head = heads([(text(key), kind) for key, kind in names])
    return table(head, "".join(_row(view) for view in found))


def _row(view: FileView) -> str:
    told = " ".join(filter(None, (_why(view), view.confirm)))
    warns = " warns" if view.row.state is WorkState.FAILED and not view.replaced else ""
    answers = number(view.responses) if view.responses else ""
    return row_of(
        row_head(escape(view.row.name), told)
        + cell(state_of(view), f"state{warns}")
        + cell(answers, "n", text("hand_in.answers"))
    )


def _why(view: FileView) -> str:
    """What is said of the file, without its name, which stands above."""
    said = (view.row.reason or "").removeprefix(f"{view.row.name}: ")
    return said[:1].upper() + said[1:]


def state_of(view: FileView) -> str:
    """How far the file has come, and whether it replaces another or is replaced."""
    said = [text(f"work.{view.row.state}")]
    if view.replaced:
        said.append(text("hand_in.replaced"))
    elif view.row.outcome == Outcome.SUPERSEDING:
        said.append(text("hand_in.superseding"))
    return ", ".join(said)


def nothing(slug: str) -> str:
    """Before the first file: what to do, and where files are that came another way."""
    way = links.anchor(links.sources(slug), text("hand_in.to_sources"))
    return f'<p class="notice">{text("hand_in.nothing")} {way}</p>'


def asks(view: FileView) -> str:
    """A file that a person must see to: its name, and what is the matter."""
    failed = view.confirm is None
    kind = text("hand_in.failed" if failed else "hand_in.asks")
    told = view.confirm or _why(view)
    return (
        f'<p><span class="tag {"warns" if failed else ""}">{kind}</span> '
        f"<b>{escape(view.row.name)}</b></p><p>{escape(told)}</p>"
    )


def question(at_stake: AtStake) -> str:
    """What is asked before a file is withdrawn."""
    key = "hand_in.withdraw_what" if at_stake.responses else "hand_in.withdraw_none"
    what = [counted(key, at_stake.responses)]
    if at_stake.enclosed:
        what.append(counted("hand_in.withdraw_inside", at_stake.enclosed))
    asked = text("hand_in.withdraw_ask", name=at_stake.name, what=" ".join(what))
    return f'<p class="notice" role="alert">{escape(asked)}</p>'


def choices() -> dict[str, WorkState | None]:
    """All states by what they are called, after one that lets everything through."""
    return {text("hand_in.all"): None, **{text(f"work.{s}"): s for s in ORDER}}


def working(found: Progress, slug: str) -> str:
    """On the front page: that there is more to come; "" where there is not."""
    if not found.left:
        return ""
    told = text("front.working", left=number(found.left), total=number(found.total))
    way = links.anchor(links.hand_in(slug), text("front.follow"))
    return f'<p class="notice" role="status">{escape(told)} {way}</p>'
