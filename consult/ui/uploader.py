"""Streamlit's file uploader with the reader's limits as its own."""

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from consult.ui.frame import app

_MIB = 1024 * 1024


def largest() -> int:
    """The size of the largest file that can be handed in, in whole MB."""
    return max(1, app().limits.file_bytes // _MIB)


def one_file(label: str, key: str) -> UploadedFile | None:
    """A file, once it is all there."""
    return st.file_uploader(label, key=key, max_upload_size=largest())


def many_files(label: str, key: str) -> list[UploadedFile]:
    """Files, once all that were chosen at once are there."""
    return st.file_uploader(label, accept_multiple_files=True, key=key, max_upload_size=largest())
