"""What is said of a round: facts, invited parties, catalogue; editors correct all of it here."""

from dataclasses import dataclass
from enum import StrEnum
from html import escape

import streamlit as st

from consult.domain.access import Action
from consult.domain.errors import StoreError
from consult.domain.proposals import Catalogue
from consult.services import catalogues, rounds
from consult.store.records import Consultation
from consult.ui.catalogue_editor import catalogue_editor
from consult.ui.components.catalogue import changes, summary
from consult.ui.components.notice import alarm, notice
from consult.ui.components.round_facts import facts, invited
from consult.ui.editing import Editing
from consult.ui.frame import attend, desk, show
from consult.ui.new_round import upload_catalogue
from consult.ui.round_form import Said, round_form
from consult.ui.texts import counted, text

_KEY = "round-view"


class Doing(StrEnum):
    """What the page is for at this moment."""

    LOOKING = "looking"
    FACTS = "facts"
    FILE = "file"
    CATALOGUE = "catalogue"
    PREVIEW = "preview"


@dataclass(slots=True)
class View:
    """How far a correction has come. `before` is the catalogue that it is made to."""

    slug: str
    doing: Doing = Doing.LOOKING
    before: Catalogue | None = None
    editing: Editing | None = None
    told: str = ""
    files: int = 0

    def go(self, doing: Doing) -> None:
        """On to that; what was said before is old."""
        self.doing, self.told = doing, ""

    def begin(self, before: Catalogue, read: Catalogue, file: str = "") -> None:
        """Correct `read`, to be put in the place of `before`."""
        self.files += 1
        self.before, self.editing = before, Editing(read, file, self.files)
        if not len(read):
            self.editing.add()
        self.go(Doing.CATALOGUE)

    def end(self, told: str) -> None:
        """Back to looking, with what was done."""
        self.doing, self.editing, self.told = Doing.LOOKING, None, told


def round_view(found: Consultation) -> None:
    """The whole page."""
    state = _state(found.slug)
    show(f"<h1>{text('pages.details')}</h1>")
    # What readers see has masks in it; to store it would lose what stands under them.
    may = bool(desk().may(Action.EDIT, found.id)) and not desk().as_reader
    if state.told:
        show(f'<div id="told" tabindex="-1">{notice(state.told)}</div>')
    if not may or state.doing is Doing.LOOKING:
        _look(found, state, may)
    elif state.doing is Doing.FACTS:
        _edit_facts(found, state)
    else:
        _edit_catalogue(found, state)
    element = "told" if state.told else "part"
    attend(element, f"{_KEY}-{found.slug}-{state.doing}-{state.told}")


def _state(slug: str) -> View:
    known = st.session_state.get(_KEY)
    if not isinstance(known, View) or known.slug != slug:
        known = View(slug)
        st.session_state[_KEY] = known
    return known


def _look(found: Consultation, state: View, may: bool) -> None:
    mine = desk()
    stored = rounds.catalogue(mine, found.slug)
    show(f'<h2 id="part" tabindex="-1">{escape(found.name)}</h2>{facts(found)}', "prose")
    if may:
        st.button(text("round.edit"), on_click=state.go, args=(Doing.FACTS,))
    show(f"<h2>{text('round.catalogue')}</h2>{summary(stored)}")
    if may:
        _catalogue_buttons(state, stored)
    parties = rounds.invitations(mine, found.slug)
    show(f"<h2>{text('round.parties')}</h2>{invited(parties, found.slug)}")


def _catalogue_buttons(state: View, stored: Catalogue) -> None:
    by_hand = text("round.edit_catalogue" if len(stored) else "catalogue.type_self")
    by_file = text("round.replace_catalogue" if len(stored) else "round.add_catalogue")
    row = st.container(horizontal=True)
    row.button(by_hand, on_click=state.begin, args=(stored, stored), key="by-hand")
    row.button(by_file, on_click=state.go, args=(Doing.FILE,), key="by-file")


def _edit_facts(found: Consultation, state: View) -> None:
    show(f'<h2 id="part" tabindex="-1">{text("round.edit")}</h2>')
    before = Said(found.name, found.subject, found.details)
    said = round_form("edit-facts", before, text("round.save"))
    st.button(text("round.cancel"), on_click=state.go, args=(Doing.LOOKING,))
    if said is None:
        return
    again = rounds.edit(desk(), found.slug, said.name, said.subject, said.details)
    state.end(counted("round.saved_again", again) if again else text("round.saved"))
    st.rerun()


def _edit_catalogue(found: Consultation, state: View) -> None:
    if state.doing is Doing.FILE or state.editing is None:
        _new_file(found, state)
    elif state.doing is Doing.CATALOGUE:
        _correct(state, state.editing)
    else:
        _preview(state, state.editing)


def _new_file(found: Consultation, state: View) -> None:
    stored = rounds.catalogue(desk(), found.slug)
    heading = text("round.replace_catalogue" if len(stored) else "round.add_catalogue")
    show(f'<h2 id="part" tabindex="-1">{heading}</h2><p>{text("catalogue.upload_help")}</p>')
    read = upload_catalogue(f"replace-{state.files}")
    if read is not None:
        state.begin(stored, *read)
        st.rerun()
    st.button(text("round.cancel"), on_click=state.go, args=(Doing.LOOKING,))


def _correct(state: View, editing: Editing) -> None:
    n = len(editing.read)
    told = counted("catalogue.current", n)
    if editing.file:
        told = counted("catalogue.read_from", n, file=editing.file)
    heading = text("round.edit_catalogue")
    show(f'<h2 id="part" tabindex="-1">{heading}</h2><p><b>{escape(told)}</b></p>')
    fine = catalogue_editor(editing)
    row = st.container(horizontal=True)
    row.button(
        text("catalogue.preview"),
        type="primary",
        disabled=not fine,
        on_click=state.go,
        args=(Doing.PREVIEW,),
    )
    row.button(text("round.cancel"), on_click=state.go, args=(Doing.LOOKING,))


def _preview(state: View, editing: Editing) -> None:
    wanted = editing.catalogue
    show(f'<h2 id="part" tabindex="-1">{text("catalogue.changes")}</h2>')
    try:
        found = catalogues.preview(desk(), state.slug, wanted)
    except StoreError as error:
        show(alarm(str(error)))
        found = None
    if found is not None:
        show(changes(found))
    row = st.container(horizontal=True)
    may_save = found is not None and bool(found.difference)
    saving = may_save and row.button(text("catalogue.confirm"), type="primary")
    row.button(text("catalogue.keep_editing"), on_click=state.go, args=(Doing.CATALOGUE,))
    row.button(text("round.cancel"), on_click=state.go, args=(Doing.LOOKING,))
    if saving:
        _save(state, wanted)


def _save(state: View, wanted: Catalogue) -> None:
    try:
        again = catalogues.replace(desk(), state.slug, wanted, state.before or Catalogue())
    except StoreError as error:
        show(alarm(str(error)))
        return
    state.end(counted("round.catalogue_again", again) if again else text("round.catalogue_saved"))
    st.rerun()
