"""The web app's entry: routes only. Started by `consult serve`."""

from consult.ui.routes import run

run()
