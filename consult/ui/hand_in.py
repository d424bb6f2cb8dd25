"""Handing files in: each is kept before the page says that it was received."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from consult.domain.errors import ConsultError
from consult.services import uploads
from consult.services.uploads import Upload
from consult.ui.components.notice import alarm, notice
from consult.ui.frame import app, desk, show
from consult.ui.texts import counted, number, text
from consult.ui.uploader import many_files

_MIB = 1024 * 1024
_KEY = "hand-in"
#: Names of files that did not come through which are written out.
_NAMED = 20


@dataclass(slots=True)
class Receiving:
    """What became of the files chosen last. `taken` are those that are kept and in line."""

    batch: int = 0
    taken: set[str] = field(default_factory=set)
    told: str = ""
    wrong: str = ""

    def end(self, told: str = "", wrong: str = "") -> None:
        """Begin anew with an empty uploader; what was kept is said."""
        self.batch += 1
        self.taken = set()
        self.told, self.wrong = told, wrong


def receive(slug: str) -> None:
    """The uploader, and what came of what was put into it."""
    state: Receiving = st.session_state.setdefault(f"{_KEY}-{slug}", Receiving())
    limits = app().limits
    unpacked = number(limits.archive_bytes // _MIB)
    limit = text(
        "hand_in.limits_small",
        files=number(limits.archive_files),
        unpacked=unpacked,
    )
    show(f"<p>{text('hand_in.limits')}</p>")
    files = many_files(text("hand_in.label"), f"{_KEY}-{slug}-{state.batch}")
    show(f'<p class="small muted">{limit}</p><p class="small">{text("hand_in.safe")}</p>')
    said = st.container()
    if files:
        with st.spinner(text("hand_in.receiving")):
            _take(slug, state, files)
        st.rerun()
    with said:
        if state.told:
            show(notice(state.told))
        if state.wrong:
            show(alarm(state.wrong))


def _take(slug: str, state: Receiving, files: Sequence[UploadedFile]) -> None:
    """Keep the files one by one; stopped in the middle, the next run goes on where it was."""
    try:
        uploads.add(desk(), app().kept, slug, _handed(state, files))
    except ConsultError as error:
        state.end(wrong=_left_out(state, files, error))
        return
    state.end(told=counted("hand_in.received", len(files)))


def _handed(state: Receiving, files: Sequence[UploadedFile]) -> Iterator[Upload]:
    """Each file that is not kept yet; asked for the next one, the one before is."""
    for file in files:
        if file.file_id not in state.taken:
            yield Upload(file.name, file)
            state.taken.add(file.file_id)


def _left_out(state: Receiving, files: Sequence[UploadedFile], error: ConsultError) -> str:
    left = [f.name for f in files if f.file_id not in state.taken]
    done, total = number(len(files) - len(left)), number(len(files))
    names = ", ".join(left[:_NAMED]) + (" …" if len(left) > _NAMED else "")
    stopped = text("hand_in.stopped", n=done, total=total, why=str(error))
    return f"{stopped} {text('hand_in.not_received', names=names)}"
