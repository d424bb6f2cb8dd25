"""`consult users`: the first administrator, and all that one sees to on the command line."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from consult.bootstrap import App
from consult.cli.main import cli
from consult.domain.access import Role
from consult.domain.errors import AccountError, NotFoundError
from consult.services.signing import CHANGE, SignedIn, sign_in, visitor
from consult.settings import Settings

GOOD = "fire små heste i regn"


class Commands:
    """Runs commands in this process against one database."""

    def __init__(self, database: Path, patch: pytest.MonkeyPatch) -> None:
        patch.setenv("CONSULT_DATABASE", str(database))
        # The least memory that argon2 takes: what is tested here is not how strong it is.
        patch.setenv("CONSULT_PASSWORD_MEMORY", "8")

    def __call__(self, *arguments: str, typed: str = "") -> Result:
        return CliRunner().invoke(cli, ["users", *arguments], input=typed)

    def well(self, *arguments: str, typed: str = "") -> Result:
        done = self(*arguments, typed=typed)
        assert done.exit_code == 0, (done.output, done.exception)
        return done


@pytest.fixture
def users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Commands:
    return Commands(tmp_path / "c.sqlite3", monkeypatch)


@pytest.fixture
def chef(users: Commands) -> Commands:
    """With a first administrator."""
    users.well("add", "chef", "--role", "administrator", "--password-stdin", typed=f"{GOOD}\n")
    return users


def came_in(name: str, password: str) -> SignedIn:
    done = sign_in(App().door, name, password, "192.0.2.7")
    assert isinstance(done, SignedIn), done
    return done


def test_the_first_administrator_types_the_password_twice(users: Commands) -> None:
    app = App()
    assert visitor(app.door, None).role is Role.ADMINISTRATOR
    done = users.well("add", "Chef", "--role", "administrator", typed=f"{GOOD}\n{GOOD}\n")
    assert "Brugeren »chef« er oprettet: administrator." in done.stderr
    assert GOOD not in done.output
    assert came_in("chef", GOOD).actor.role is Role.ADMINISTRATOR
    assert visitor(app.door, None).role is None


def test_two_different_passwords_are_asked_for_again(users: Commands) -> None:
    typed = f"{GOOD}\nnoget andet\n{GOOD}\n{GOOD}\n"
    users.well("add", "chef", "--role", "administrator", typed=typed)
    assert came_in("chef", GOOD)


def test_the_first_user_must_be_administrator(users: Commands) -> None:
    done = users("add", "anna", "--role", "reader", "--one-time")
    assert done.exit_code == 1
    assert isinstance(done.exception, AccountError)
    assert users.well("list").stdout == ""


def test_a_one_time_password_stands_alone_on_stdout(chef: Commands) -> None:
    done = chef.well("add", "anna", "--name", "Anna Holm", "--one-time")
    given = done.stdout.strip()
    assert re.fullmatch(r"[a-z0-9]{5}(-[a-z0-9]{5}){2}", given)
    assert "vises kun nu" in done.stderr
    assert came_in("anna", given).actor.stop == CHANGE


def test_the_list_shows_roles_and_rounds(chef: Commands) -> None:
    made = CliRunner().invoke(cli, ["round", "create", "Budget 2027"])
    assert made.stdout == "budget-2027\n"
    chef.well("add", "anna", "--name", "Anna Holm", "--one-time")
    chef.well("grant", "anna", "budget-2027", "reader")
    chef.well("role", "anna", "editor")
    line = "anna\tAnna Holm\tåben\tredaktør\tadgangskode\tbudget-2027: læser"
    assert line in chef.well("list").stdout.splitlines()
    chef.well("grant", "anna", "budget-2027", "none")
    chef.well("role", "anna", "none")
    chef.well("deactivate", "anna")
    assert "anna\tAnna Holm\tlukket\tingen fast rolle\tadgangskode\t" in chef.well("list").stdout
    chef.well("activate", "anna")
    assert "\tåben\tingen" in chef.well("list").stdout


def test_a_reset_gives_a_one_time_password_or_the_one_that_is_read(chef: Commands) -> None:
    given = chef.well("reset", "chef").stdout.strip()
    assert came_in("chef", given).actor.stop == CHANGE
    other = "tolv blå cykler i kø"
    assert chef.well("reset", "chef", "--password-stdin", typed=f"{other}\n").stdout == ""
    assert came_in("chef", other).actor.stop is None


def test_sessions_are_shown_and_ended(chef: Commands) -> None:
    app = App()
    tokens = [came_in("chef", GOOD).token for _ in range(3)]
    lines = chef.well("sessions").stdout.splitlines()
    assert len(lines) == 3
    assert all(line.split("\t")[1:3] == ["chef", "192.0.2.7"] for line in lines)
    assert not any(token in "".join(lines) for token in tokens)
    chef.well("sessions", "--end", "2")
    assert [visitor(app.door, t).stop is None for t in tokens] == [True, False, True]
    assert chef("sessions", "--end", "2").exit_code == 1
    assert "2 sessioner" in chef.well("sessions", "chef", "--end-all").stderr
    assert chef.well("sessions", "chef").stdout == ""
    came_in("chef", GOOD)
    assert "1 session afsluttet" in chef.well("sessions", "chef", "--end-all").stderr
    assert chef("sessions", "--end-all").exit_code == 2


def test_the_log_tells_who_did_what_from_where(chef: Commands) -> None:
    chef.well("reset", "chef")
    (line,) = chef.well("log", "--limit", "1").stdout.splitlines()
    assert line.split("\t")[1:] == [
        "lokal administrator (kommandolinjen)", "password.reset", "bruger:chef", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("reset", "ingen"), NotFoundError),
        (("grant", "chef", "ingen", "reader"), NotFoundError),
        (("deactivate", "chef"), AccountError),
        (("role", "chef", "reader"), AccountError),
        (("add", "<b>", "--one-time"), AccountError),
        (("add", "chef", "--one-time"), AccountError),
    ],
)
def test_what_cannot_be_done_is_told(
    chef: Commands, arguments: tuple[str, ...], error: type[Exception]
) -> None:
    assert isinstance(chef(*arguments).exception, error)


@pytest.mark.parametrize("address", ["127.0.0.1", "localhost", "::1", "127.0.0.5"])
def test_an_address_of_this_machine_is_local(address: str) -> None:
    assert Settings(address=address).is_local


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.168.1.2", "", "consult.example.dk"])  # noqa: S104
def test_an_address_that_others_reach_is_not_and_nobody_is_let_in(
    tmp_path: Path, address: str
) -> None:
    settings = Settings(address=address, database=str(tmp_path / "c.sqlite3"))
    assert not settings.is_local
    assert visitor(App(settings).door, None).role is None


def test_rules_of_claims_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    rule = '[{"claim": "groups", "value": "drift", "role": "editor", "round": "budget"}]'
    monkeypatch.setenv("CONSULT_OIDC_ROLES", rule)
    (read,) = Settings().oidc_roles
    assert (read.claim, read.value, read.role, read.round) == (
        "groups", "drift", Role.EDITOR, "budget",
    )  # fmt: skip
