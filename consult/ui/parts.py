"""The parts of this installation, for pages and for what the server answers itself."""

import streamlit as st

from consult.bootstrap import App


@st.cache_resource
def app() -> App:
    """One for all users; the parts hold no user's choice."""
    return App()
