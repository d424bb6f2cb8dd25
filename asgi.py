"""The web server: the app's pages and what it answers beside them. Started by `consult serve`."""

from pathlib import Path

from streamlit.starlette import App

from consult.ui.server import ROUTES

app = App(Path(__file__).with_name("app.py"), routes=ROUTES)
