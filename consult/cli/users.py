"""`consult users`: who may sign in, and what they may do."""

import sys

import click

from consult.bootstrap import App
from consult.cli.account import moment
from consult.domain.access import ROLE_NAMES, Role
from consult.domain.wording import counted
from consult.services import accounts, auditing, credentials, memberships, sessions
from consult.services.accounts import AccountLine

#: What is typed for no role.
NONE = "none"
ROLE = click.Choice([r.value for r in Role])
ROLE_OR_NONE = click.Choice([*(r.value for r in Role), NONE])


@click.group()
def users() -> None:
    r"""Opret og styr brugere, roller og sessioner.

    \b
    Rollerne er:
      reader         læser: ser høringsrunden
      editor         redaktør: lægger også svar ind, retter og frigiver
      administrator  styrer også, hvem der har adgang
    Kommandoerne her handler som lokal administrator: den, der har filerne, må alt.
    """


@users.command()
@click.argument("name")
@click.option("--role", type=ROLE, help="Rolle i alle høringsrunder; uden den giver grant adgang.")
@click.option("--name", "display", default="", help="Navnet, som andre ser, fx »Anna Holm«.")
@click.option("--one-time", is_flag=True, help="Lav en engangsadgangskode, og vis den.")
@click.option("--password-stdin", is_flag=True, help="Læs adgangskoden som én linje fra stdin.")
def add(name: str, role: str | None, display: str, one_time: bool, password_stdin: bool) -> None:
    """Opret brugeren NAME; den første skal have --role administrator.

    Adgangskoden spørges der om to gange, medmindre den læses fra stdin eller laves her.
    """
    app, wanted = App(), Role(role) if role else None
    password = None if one_time else _password(password_stdin)
    made, given = accounts.create(
        app.local, app.door.hasher, name, wanted, display, password, must_change=False
    )
    click.echo(f"Brugeren »{made.name}« er oprettet: {_role(made.role)}.", err=True)
    _tell_once(given)


@users.command("list")
def list_() -> None:
    """Vis alle brugere med deres roller; én linje pr. bruger."""
    for line in accounts.every(App().local):
        click.echo("\t".join(_columns(line)))


@users.command()
@click.argument("name")
@click.option("--password-stdin", is_flag=True, help="Læs adgangskoden som én linje fra stdin.")
def reset(name: str, password_stdin: bool) -> None:
    """Giv brugeren NAME en engangsadgangskode, og log dem ud alle steder.

    Engangskoden skal skiftes ved første login. Med --password-stdin sættes i stedet den kode,
    der læses.
    """
    app = App()
    if password_stdin:
        chosen = _password(from_stdin=True)
        credentials.set_password(app.local, app.door.hasher, name, chosen, must_change=False)
        click.echo("Adgangskoden er sat.", err=True)
        return
    _tell_once(credentials.reset_password(app.local, app.door.hasher, name))


@users.command()
@click.argument("name")
def deactivate(name: str) -> None:
    """Luk kontoen for NAME, og log dem ud alle steder; loggen beholder navnet."""
    ended = accounts.close(App().local, name)
    click.echo(f"Kontoen er lukket, {counted(ended, 'session', 'sessioner')} afsluttet.", err=True)


@users.command()
@click.argument("name")
def activate(name: str) -> None:
    """Åbn en lukket konto igen med de roller og den adgangskode, den havde."""
    accounts.reopen(App().local, name)
    click.echo("Kontoen er åben igen.", err=True)


@users.command()
@click.argument("name")
@click.argument("role", type=ROLE_OR_NONE)
def role(name: str, role: str) -> None:
    """Giv NAME rollen ROLE i alle høringsrunder; none tager den fra dem."""
    accounts.set_role(App().local, name, _chosen(role))
    click.echo(f"Rollen er ændret: {_role(_chosen(role))}.", err=True)


@users.command()
@click.argument("name")
@click.argument("slug", metavar="ROUND")
@click.argument("role", type=ROLE_OR_NONE)
def grant(name: str, slug: str, role: str) -> None:
    """Giv NAME rollen ROLE i høringsrunden ROUND; none tager den fra dem."""
    memberships.grant(App().local, name, slug, _chosen(role))
    click.echo(f"Adgangen til »{slug}« er ændret: {_role(_chosen(role))}.", err=True)


@users.command("sessions")
@click.argument("name", required=False)
@click.option("--end", type=int, metavar="NR", help="Afslut den session, der har dette nummer.")
@click.option("--end-all", is_flag=True, help="Afslut alle sessioner for NAME.")
def sessions_(name: str | None, end: int | None, end_all: bool) -> None:
    """Vis, hvem der er logget ind, eller afslut deres sessioner."""
    app = App()
    if end is not None:
        done = sessions.end(app.local, end)
        click.echo("Sessionen er afsluttet." if done else "Den session er der ikke.", err=True)
        sys.exit(0 if done else 1)
    if end_all:
        if name is None:
            raise click.UsageError("Skriv, hvis sessioner der skal afsluttes.")
        ended = counted(sessions.end_all(app.local, name), "session", "sessioner")
        click.echo(f"{ended} afsluttet.", err=True)
        return
    for line in sessions.living(app.local, app.door.lifetime, name):
        seen = f"set {moment(line.seen)}"
        click.echo(f"{line.id}\t{line.account}\t{line.origin}\t{moment(line.created)}\t{seen}")


@users.command()
@click.option("--limit", default=50, show_default=True, help="Antal linjer, de nyeste først.")
def log(limit: int) -> None:
    """Vis loggen: hvem der gjorde hvad, hvornår og hvorfra."""
    for line in auditing.entries(App().local, limit=limit).items:
        what = line.action if line.allowed else f"{line.action} (afvist)"
        who = f"{line.actor} ({line.origin})" if line.origin else line.actor
        click.echo("\t".join((moment(line.at), who, what, line.subject, line.detail)))


def _password(from_stdin: bool) -> str:
    """The password, from a pipe or asked for twice without showing it."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    asked: str = click.prompt(
        "Adgangskode (mindst 12 tegn)",
        hide_input=True,
        confirmation_prompt="Gentag adgangskoden",
        err=True,
    )
    return asked


def _tell_once(password: str | None) -> None:
    """Show a one-time password on stdout, where a pipe can take it, and what to do on stderr."""
    if password is None:
        return
    click.echo(password)
    hours = credentials.ONE_TIME_HOURS
    click.echo(f"Engangsadgangskode: vises kun nu, gælder {hours} timer, skal skiftes.", err=True)


def _columns(line: AccountLine) -> tuple[str, ...]:
    account = line.account
    state = "lukket" if account.closed is not None else "åben"
    where = account.issuer or "adgangskode"
    rounds = ", ".join(f"{slug}: {_role(r)}" for slug, r in line.roles.items())
    return account.name, account.display, state, _role(account.role), where, rounds


def _chosen(role: str) -> Role | None:
    return None if role == NONE else Role(role)


def _role(role: Role | None) -> str:
    return ROLE_NAMES[role] if role is not None else "ingen fast rolle"
