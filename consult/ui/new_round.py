"""Making a consultation in three steps: what is said of it, its catalogue, and a last look.

Nothing is stored before the last step; until then all of it is this browser tab's.
"""

from dataclasses import dataclass, field
from html import escape

import streamlit as st

from consult.domain.access import Action
from consult.domain.errors import ReadError, StoreError
from consult.domain.proposals import Catalogue
from consult.services import rounds
from consult.ui import links
from consult.ui.catalogue_editor import catalogue_editor
from consult.ui.components.catalogue import summary
from consult.ui.components.notice import alarm
from consult.ui.components.round_facts import period
from consult.ui.components.steps import stages
from consult.ui.editing import Editing, read_upload
from consult.ui.frame import attend, desk, show
from consult.ui.round_form import Said, round_form
from consult.ui.texts import counted, text
from consult.ui.uploader import one_file

STEPS = ("round.step_details", "round.step_catalogue", "round.step_confirm")
_KEY = "new-round"


@dataclass(slots=True)
class Making:
    """How far one has come. `made` is the slug of the round once it is stored."""

    step: int = 0
    said: Said = field(default_factory=Said)
    editing: Editing | None = None
    files: int = 0
    made: str = ""

    def go(self, step: int) -> None:
        """To another step; the page begins at its heading."""
        self.step = step

    def begin(self, read: Catalogue, file: str = "") -> None:
        """Correct this catalogue."""
        self.files += 1
        self.editing = Editing(read, file, self.files)
        if not len(read):
            self.editing.add()

    def drop(self) -> None:
        """Without a catalogue, or with another."""
        self.editing = None
        self.files += 1


def new_round() -> None:
    """The whole page."""
    decision = desk().may(Action.CREATE)
    if not decision:
        show(f"<h1>{text('pages.new_round')}</h1>{alarm(decision.reason)}")
        return
    state: Making = st.session_state.setdefault(_KEY, Making())
    if state.made:
        _done(state)
        return
    names = [text(key) for key in STEPS]
    heading = text("round.step_now", n=state.step + 1, name=names[state.step])
    show(
        f'<h1>{text("pages.new_round")}</h1><p class="muted">{text("round.intro")}</p>'
        f"{stages(names, state.step)}"
        f'<h2 id="step" tabindex="-1">{heading}</h2>'
    )
    (_details, _catalogue, _confirm)[state.step](state)
    attend("step", f"{_KEY}-{state.step}")


def _details(state: Making) -> None:
    said = round_form("new-details", state.said, text("round.next"))
    if said is not None:
        state.said = said
        state.go(1)
        st.rerun()


def _catalogue(state: Making) -> None:
    if state.editing is None:
        _upload(state)
        return
    n = len(state.editing.read)
    if state.editing.file:
        told = counted("catalogue.read_from", n, file=state.editing.file)
        show(f"<p><b>{escape(told)}</b></p>")
    fine = catalogue_editor(state.editing)
    row = st.container(horizontal=True)
    row.button(text("round.next"), type="primary", disabled=not fine, on_click=state.go, args=(2,))
    row.button(text("catalogue.other_file"), on_click=state.drop)
    row.button(text("round.back"), on_click=state.go, args=(0,))


def _upload(state: Making) -> None:
    show(f"<p>{text('catalogue.upload_help')}</p>")
    read = upload_catalogue(f"catalogue-{state.files}")
    if read is not None:
        state.begin(*read)
        st.rerun()
    row = st.container(horizontal=True)
    row.button(text("catalogue.type_self"), on_click=state.begin, args=(Catalogue(),))
    row.button(text("catalogue.without"), on_click=state.go, args=(2,))
    row.button(text("round.back"), on_click=state.go, args=(0,))


def upload_catalogue(key: str) -> tuple[Catalogue, str] | None:
    """A catalogue that was read from a file, with the file's name; what went wrong is told."""
    file = one_file(text("catalogue.upload"), key)
    if file is None:
        return None
    try:
        with st.spinner(text("catalogue.uploading")):
            return read_upload(file), file.name
    except ReadError as error:
        show(alarm(str(error)))
        return None


def _confirm(state: Making) -> None:
    said = state.said
    catalogue = state.editing.catalogue if state.editing else Catalogue()
    lines = (
        ("round.name", said.name),
        ("round.period", period(said.details)),
        ("round.journal", said.details.journal_number),
        ("round.subject", said.subject),
        ("round.parties", ", ".join(said.details.invited)),
    )
    items = "".join(
        f"<dt>{text(key)}</dt><dd>{escape(words or text('round.not_said'))}</dd>"
        for key, words in lines
    )
    show(f"<dl>{items}</dl><h3>{text('round.catalogue')}</h3>{summary(catalogue)}", "prose")
    row = st.container(horizontal=True)
    creating = row.button(text("round.create"), type="primary")
    row.button(text("round.back"), on_click=state.go, args=(1,))
    if creating:
        try:
            made = rounds.create(desk(), said.name, said.subject, catalogue, said.details)
        except StoreError as error:
            show(alarm(str(error)))
            return
        state.made = made.slug
        st.rerun()


def _done(state: Making) -> None:
    slug = state.made
    st.session_state["runde"] = slug
    ways = (
        (links.hand_in(slug), "pages.hand_in"),
        (links.details(slug), "pages.details"),
        (links.overview(slug), "pages.overview"),
    )
    items = "".join(f"<li>{links.anchor(address, text(key))}</li>" for address, key in ways)
    show(
        f'<h1 id="step" tabindex="-1">{text("round.done")}</h1>'
        f"<p>{escape(state.said.name)}</p><p>{text('round.done_next')}</p><ul>{items}</ul>"
    )
    attend("step", f"{_KEY}-done-{slug}")
    st.session_state[_KEY] = Making()
