"""How far the files are: looks by itself while there is work, and is still when there is none.

All of it is one fragment. Its fields and buttons have names of their own, so that they are the
same ones after each look, and who stands in one stays there.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from consult.domain.errors import ConsultError
from consult.domain.work import WorkState
from consult.services import handed_in, uploads
from consult.services.handed_in import FileFilter, FileView
from consult.services.uploads import Progress
from consult.ui import links
from consult.ui.components.handed_in import (
    asks,
    bar,
    choices,
    file_table,
    question,
    state_of,
    sums,
)
from consult.ui.components.notice import alarm, notice
from consult.ui.frame import app, desk, show
from consult.ui.texts import number, text

#: Seconds between two looks while there is work, and while there is none.
BUSY, CALM = 2, 20
#: Seconds without a sign of a worker before the page says so.
PATIENCE = 12.0
#: Files on a page, and files that a person must see to shown at once.
PAGE, SEEN = 20, 10
_KEY = "following"


@dataclass(slots=True)
class Following:
    """What one looks at.

    `asked` is the row about which one was asked (below 0: from the list of all), `quiet` since
    when no worker has shown itself, by the clock of this process.
    """

    page: int = 0
    asked: int | None = None
    told: str = ""
    wrong: str = ""
    quiet: float | None = None

    def turn(self, by: int) -> None:
        """Another page."""
        self.page += by
        self.asked = None

    def first(self) -> None:
        """Other files: begin at their first page."""
        self.page, self.asked = 0, None

    def ask(self, work_id: int | None) -> None:
        """Ask before a file is withdrawn; None: never mind."""
        self.asked, self.told, self.wrong = work_id, "", ""

    def do(self, act: Callable[[], object], told: str) -> None:
        """Do something and say that it is done, or why it is not."""
        self.asked, self.told, self.wrong = None, "", ""
        try:
            act()
        except ConsultError as error:
            self.wrong = str(error)
        else:
            self.told = told


def follow(slug: str) -> None:
    """Progress, what a person must see to, and all files."""
    state: Following = st.session_state.setdefault(f"{_KEY}-{slug}", Following())
    found = uploads.progress(desk(), slug)
    busy = bool(found.left)
    every = st.fragment(_look, run_every=BUSY if busy else CALM)
    every(slug, state, busy)


def _look(slug: str, state: Following, busy: bool) -> None:
    try:
        found = uploads.progress(desk(), slug)
        if bool(found.left) != busy:
            st.rerun()
        _all(slug, state, found)
    except ConsultError as error:
        # A look by itself must not take the page away.
        show(alarm(str(error)))


def _all(slug: str, state: Following, found: Progress) -> None:
    heading = f"<h2>{text('hand_in.progress')}</h2>"
    if not found.total:
        show(heading + notice(text("hand_in.nothing")))
        return
    # Each part has a place of its own that is always there: what comes and goes in one would
    # else move those below, and who stands in a field of theirs would lose it.
    top, said, seen, files = (st.container() for _ in range(4))
    with top:
        show(heading + bar(found) + sums(found))
        _ending(slug, state, found)
    with said:
        if state.told:
            show(notice(state.told))
        if state.wrong:
            show(alarm(state.wrong))
    with seen:
        _to_see_to(slug, state)
    with files:
        _files(slug, state)


def _ending(slug: str, state: Following, found: Progress) -> None:
    """One sentence that changes seldom, and so can be read aloud when it does."""
    waits = found.left and not found.workers
    state.quiet = (state.quiet or time.time()) if waits else None
    if state.quiet is not None and time.time() - state.quiet >= PATIENCE:
        show(alarm(text("hand_in.no_worker")))
    elif found.left:
        show(f'<p class="small muted" role="status">{text("hand_in.again")}</p>')
    else:
        way = links.anchor(links.overview(slug), text("hand_in.to_overview"))
        show(f'<p role="status">{text("hand_in.all_done")} {way}</p>')


def _to_see_to(slug: str, state: Following) -> None:
    found = handed_in.to_see_to(desk(), slug, SEEN)
    if not found.total:
        return
    show(f"<h2>{text('hand_in.see_to')} ({number(found.total)})</h2>")
    for view in found.items:
        with st.container(border=True, key=f"see-{view.row.id}"):
            show(asks(view))
            if state.asked == view.row.id:
                _question(slug, state, view)
            else:
                _buttons(slug, state, view)
    if found.total > len(found.items):
        more = text("hand_in.see_to_more", n=len(found.items), total=number(found.total))
        show(f'<p class="small muted">{more}</p>')


def _buttons(slug: str, state: Following, view: FileView) -> None:
    row = view.row
    place = st.container(horizontal=True)
    if view.confirm is not None:
        place.button(
            text("hand_in.confirm"),
            key=f"confirm-{row.id}",
            on_click=state.do,
            args=(
                lambda: handed_in.confirm(desk(), slug, row.id),
                text("hand_in.confirmed", name=row.name),
            ),
        )
    elif row.state is WorkState.FAILED:
        place.button(
            text("hand_in.retry"),
            key=f"retry-{row.id}",
            on_click=state.do,
            args=(
                lambda: uploads.retry(desk(), app().kept, slug, row.id),
                text("hand_in.retried", name=row.name),
            ),
        )
    place.button(
        text("hand_in.withdraw"), key=f"withdraw-{row.id}", on_click=state.ask, args=(row.id,)
    )
    if view.responses and row.source_id is not None:
        address = links.responses(slug, kilde=str(row.source_id))
        with place:
            show(f"<p>{links.anchor(address, text('hand_in.see_responses'))}</p>")


def _question(slug: str, state: Following, view: FileView) -> None:
    row = view.row
    show(question(handed_in.at_stake(desk(), slug, row.id)))
    place = st.container(horizontal=True)
    place.button(
        text("hand_in.withdraw_yes"),
        type="primary",
        key=f"yes-{row.id}",
        on_click=state.do,
        args=(
            lambda: uploads.withdraw(desk(), slug, row.id),
            text("hand_in.withdrawn", name=row.name),
        ),
    )
    place.button(text("hand_in.withdraw_no"), key=f"no-{row.id}", on_click=state.ask, args=(None,))


def _files(slug: str, state: Following) -> None:
    show(f"<h2>{text('hand_in.files')}</h2>")
    by_state, by_name = st.columns([2, 3])
    # What was chosen is known by its name, so that no name may change while files move on.
    options = choices()
    chosen = options[
        by_state.selectbox(
            text("hand_in.state"), list(options), key=f"state-{slug}", on_change=state.first
        )
    ]
    words = by_name.text_input(
        text("hand_in.find"), key=f"find-{slug}", on_change=state.first, autocomplete="off"
    )
    found = handed_in.listed(
        desk(), slug, FileFilter(chosen, words), PAGE, max(0, state.page) * PAGE
    )
    if not found.items:
        state.page = 0
        show(notice(text("hand_in.none")))
        return
    show(file_table(found.items))
    _pager(slug, state, found.total)
    _withdraw_any(slug, state, found.items)


def _pager(slug: str, state: Following, total: int) -> None:
    if total <= PAGE:
        return
    back, where, on = st.columns([2, 3, 2], vertical_alignment="center")
    last = min((state.page + 1) * PAGE, total)
    back.button(
        text("hand_in.previous"), key=f"back-{slug}", disabled=state.page == 0,
        on_click=state.turn, args=(-1,),
    )  # fmt: skip
    with where:
        here = text("hand_in.page", first=state.page * PAGE + 1, last=last, total=number(total))
        show(f'<p class="small muted">{here}</p>')
    on.button(
        text("hand_in.following"), key=f"on-{slug}", disabled=last == total,
        on_click=state.turn, args=(1,),
    )  # fmt: skip


def _withdraw_any(slug: str, state: Following, items: tuple[FileView, ...]) -> None:
    """Any file of the page can be taken back, also one that nothing is wrong with."""
    living = {v.row.id: v for v in items if v.row.state is not WorkState.WITHDRAWN}
    if not living:
        return
    place = st.expander(text("hand_in.withdraw_one"))
    chosen = place.selectbox(
        text("hand_in.choose"),
        list(living),
        format_func=lambda key: _called(living[key]) if key in living else "",
        key=f"withdraw-which-{slug}",
    )
    view = living.get(chosen) if chosen is not None else None
    if view is None:
        return
    with place:
        if state.asked == -view.row.id:
            _question(slug, state, view)
        else:
            st.button(
                text("hand_in.withdraw"), key=f"any-{slug}", on_click=state.ask,
                args=(-view.row.id,),
            )  # fmt: skip


def _called(view: FileView) -> str:
    """A name that no other row of the page has: versions of one file share theirs."""
    return text("hand_in.called", name=view.row.name, state=state_of(view), n=view.row.id)
