"""Help is quick and whole, and wrong use is told apart from failure."""

import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from consult import __version__
from consult.cli.main import COMMANDS, cli
from tests.cli.conftest import Consult

#: What costs seconds to import; help needs none of it.
HEAVY = (
    "numpy", "onnxruntime", "tokenizers", "spacy", "sqlalchemy", "pandas", "streamlit",
    "pydantic", "lxml", "torch", "sklearn",
)  # fmt: skip
#: Modules of ours that are the command line itself.
OWN = {"consult", "consult.cli", "consult.cli.main"}


def loaded_by_help(*arguments: str) -> set[str]:
    """Every module that has been imported once that help has been written."""
    code = (
        "import sys; from consult.cli.main import cli\n"
        f"cli.main({[*arguments, '--help']!r}, standalone_mode=False)\n"
        "print(*sys.modules, sep='\\n', file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    return set(done.stderr.split())


def test_help_imports_nothing_heavy() -> None:
    loaded = loaded_by_help()
    assert "consult.cli.main" in loaded
    assert loaded.isdisjoint(HEAVY)
    assert {name for name in loaded if name.split(".")[0] == "consult"} <= OWN


def test_help_lists_every_command_in_danish(consult: Consult) -> None:
    done = consult("--help")
    assert done.returncode == 0
    for name, (_, line) in COMMANDS.items():
        assert f"  {name} " in done.stdout
        assert line in done.stdout


def every_command() -> list[str]:
    """Full names of all commands and groups."""
    names: list[str] = []

    def walk(name: str, command: click.Command) -> None:
        names.append(name)
        if isinstance(command, click.Group):
            for child in command.list_commands(click.Context(command)):
                found = command.get_command(click.Context(command), child)
                assert found is not None
                walk(f"{name} {child}".strip(), found)

    walk("", cli)
    return names


@pytest.mark.parametrize("name", every_command())
def test_every_command_explains_itself(name: str) -> None:
    done = CliRunner().invoke(cli, [*name.split(), "--help"])
    assert done.exit_code == 0, done.output
    body = done.output.split("\n\n")[1].strip()
    assert body.endswith((".", ".\n")) or ".\n" in body or "." in body
    assert len(body) > 15


@pytest.mark.parametrize(
    "arguments",
    [
        ["analyse"],
        ["analyse", "findes-ikke.txt"],
        ["analyse", "--no-such-option"],
        ["findes-ikke"],
        ["round", "create"],
    ],
)
def test_wrong_use_ends_with_2(arguments: list[str]) -> None:
    assert CliRunner().invoke(cli, arguments).exit_code == 2


def test_the_version_is_that_of_the_package() -> None:
    assert CliRunner().invoke(cli, ["--version"]).output.strip().endswith(__version__)
