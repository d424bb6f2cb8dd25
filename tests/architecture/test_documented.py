"""Documentation that can fail: every command and setting is in the README, and the other way."""

import re
from pathlib import Path

import click

from consult.cli.main import cli
from consult.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def commands(name: str = "", command: click.Command = cli) -> dict[str, click.Command]:
    """Every command that does something, by its full name; groups only lead to them."""
    if not isinstance(command, click.Group):
        return {name: command}
    found: dict[str, click.Command] = {}
    context = click.Context(command)
    for child in command.list_commands(context):
        inner = command.get_command(context, child)
        assert inner is not None, f"{name} {child} is listed and does not exist"
        found |= commands(f"{name} {child}".strip(), inner)
    return found


COMMANDS = commands()


def named_in_readme() -> list[str]:
    """What follows `consult` wherever the README names a command."""
    return re.findall(r"(?:^|[`/])consult ([a-z]+(?: [a-z]+)?)", README, re.M)


def test_every_command_is_in_the_readme() -> None:
    assert len(COMMANDS) > 10
    assert [name for name in COMMANDS if f"consult {name}" not in README] == []


def test_every_command_in_the_readme_is_real() -> None:
    named = named_in_readme()
    assert named
    unknown = [n for n in named if n not in COMMANDS and n.split()[0] not in COMMANDS]
    assert unknown == []


def test_every_option_is_in_the_readme_and_the_other_way() -> None:
    real = {
        option
        for command in COMMANDS.values()
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
        if option.startswith("--") and option not in ("--help", "--version")
    }
    table = README.split("## Commands")[1].split("\n## ")[0]
    assert real == set(re.findall(r"--[a-z][a-z-]*", table))


def test_every_setting_is_in_the_readme_with_its_default() -> None:
    lines = {
        m.group(1): m.group(0) for m in re.finditer(r"^\| `(CONSULT_\w+)` \|.*$", README, re.M)
    }
    names = {f"CONSULT_{name.upper()}" for name in Settings.model_fields}
    assert set(lines) == names
    for name, field in Settings.model_fields.items():
        if not isinstance(field.default, Path):
            default = f"{field.default:g}" if isinstance(field.default, float) else field.default
            shown = "| empty |" if default == "" else f"`{default}`"
            assert shown in lines[f"CONSULT_{name.upper()}"]


def test_every_make_target_in_the_readme_is_real() -> None:
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.M))
    named = set(re.findall(r"`make ([a-z-]+)", README)) | set(
        re.findall(r"^make ([a-z-]+)", README, re.M)
    )
    assert named >= {"demo", "test"}
    assert named <= targets


def test_what_the_documents_link_to_is_there() -> None:
    documents = [
        ROOT / "README.md",
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "corpus").glob("*.md"),
    ]
    missing = [
        f"{document.relative_to(ROOT)} -> {target}"
        for document in documents
        for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8"))
        if not (document.parent / target).exists()
    ]
    assert missing == []


def test_no_place_in_the_readme_waits_to_be_filled() -> None:
    assert re.findall(r"^(?:[A-Z]{4,}|TODO.*|TBD.*)$", README, re.M) == []
