"""`consult serve`: the web app, and a worker beside it."""

import os
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path

import click

from consult.cli import beside
from consult.settings import ROOT, Settings


@click.command()
@click.option("--port", default=8501, show_default=True, help="Port på denne maskine.")
def serve(port: int) -> None:
    """Start webappen og arbejderen, på denne maskine eller på CONSULT_ADDRESS."""
    address = Settings().address
    click.echo(f"Åbn http://{'localhost' if address == '127.0.0.1' else address}:{port}", err=True)
    os.environ.setdefault("CONSULT_DATABASE", Settings().database)
    app = _app()
    if Settings().serve_worker:
        beside.start()
    arguments = [sys.executable, "-m", "streamlit", "run", str(app)]
    os.execv(sys.executable, [*arguments, *_options(address, port)])  # noqa: S606


def _app() -> Path:
    """The entry script beside the package."""
    if find_spec("streamlit") is None:
        raise click.ClickException("Streamlit mangler; kør make install.")
    return ROOT / "app.py"


def _options(address: str, port: int) -> list[str]:
    """Streamlit's own settings as arguments, so that they hold wherever one stands."""
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    config["server"] |= {"address": address, "port": port}
    return [
        f"--{section}.{name}={str(value).lower() if isinstance(value, bool) else value}"
        for section, values in config.items()
        for name, value in values.items()
    ]
