"""`consult serve`: the web app, on this machine only until there are accounts."""

import os
import sys
from importlib.util import find_spec
from pathlib import Path

import click

from consult.settings import ROOT, Settings


@click.command()
@click.option("--port", default=8501, show_default=True, help="Port på denne maskine.")
def serve(port: int) -> None:
    """Start webappen på denne maskine; kun den selv kan se den."""
    address = Settings().address
    click.echo(f"Åbn http://{'localhost' if address == '127.0.0.1' else address}:{port}", err=True)
    os.environ.setdefault("CONSULT_DATABASE", Settings().database)
    arguments = [sys.executable, "-m", "streamlit", "run", str(_app())]
    os.execv(sys.executable, [*arguments, *_options(address, port)])  # noqa: S606


def _app() -> Path:
    """The entry script beside the package."""
    if find_spec("streamlit") is None:
        raise click.ClickException("Streamlit mangler; kør make install.")
    return ROOT / "app.py"


def _options(address: str, port: int) -> list[str]:
    return [
        f"--server.address={address}",
        f"--server.port={port}",
        "--server.headless=true",
        "--browser.gatherUsageStats=false",
    ]
