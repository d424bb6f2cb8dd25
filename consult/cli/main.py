"""The `consult` command. Commands are imported when they are called, so `--help` is quick."""

import importlib
import sys
from typing import NoReturn

import click

from consult import __version__

#: Command name -> (module, Danish one-line help). Order is the order of `--help`.
COMMANDS = {
    "analyse": ("consult.cli.analyse", "Analysér filer eller mapper med høringssvar."),
    "extract": ("consult.cli.extract", "Vis teksten og blokkene i én fil."),
    "catalogue": ("consult.cli.catalogue", "Vis de forslag, som en fil indeholder."),
    "round": ("consult.cli.rounds", "Arbejd med høringsrunder, der gemmes i databasen."),
    "release": ("consult.cli.release", "Frigiv en version af en høringsrunde til læserne."),
    "releases": ("consult.cli.release", "Vis de versioner, der er frigivet."),
    "users": ("consult.cli.users", "Opret og styr brugere, roller og sessioner."),
    "taxonomy": ("consult.cli.taxonomy", "Vis og udskriv emnerne."),
    "worker": ("consult.cli.worker", "Læs og analysér de filer, der er lagt op."),
    "serve": ("consult.cli.serve", "Start webappen."),
    "demo": ("consult.cli.demo", "Indlæs og analysér eksempelrunden."),
    "evaluate": ("consult.cli.quality", "Mål kvaliteten på det annoterede korpus."),
    "train": ("consult.cli.quality", "Træn modellerne på det annoterede korpus."),
    "models": ("consult.cli.models", "Efterprøv modellernes filer."),
    "corpus": ("consult.cli.quality", "Arbejd med det annoterede korpus."),
}


#: Commands whose function cannot bear their name.
ATTRIBUTES = {"round": "round_"}


class LazyGroup(click.Group):
    """A group whose commands are imported only when one is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The commands in the order of `COMMANDS`."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        module_name, _ = COMMANDS[cmd_name]
        module = importlib.import_module(module_name)
        command: click.Command = getattr(module, ATTRIBUTES.get(cmd_name, cmd_name))
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands without importing them."""
        with formatter.section("Kommandoer"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="consult")
def cli() -> None:
    r"""Læs alle høringssvar og vis pr. forslag, hvem der siger hvad.

    \b
    Slutkode 0: færdig. 1: nogle filer kunne ikke læses, resten er skrevet.
    2: forkert brug eller en forkert indstilling.
    """


def main() -> None:
    """Run the command; what a user should know ends as one Danish sentence on stderr."""
    from consult.domain.errors import ConsultError

    try:
        cli.main(prog_name="consult")
    except ConsultError as error:
        _end(str(error), 1)
    except OSError as error:
        from consult.cli.trouble import told_of_file

        _end(told_of_file(error), 1)
    except ValueError as error:
        from consult.cli.trouble import told_of_setting

        told = told_of_setting(error)
        if told is None:
            raise
        _end(told, 2)


def _end(told: str, code: int) -> NoReturn:
    click.echo(told, err=True)
    sys.exit(code)


if __name__ == "__main__":
    main()
