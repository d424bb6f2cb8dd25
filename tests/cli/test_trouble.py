"""What a command cannot do ends as one Danish sentence, never as a traceback."""

import errno
import os
import sys
from pathlib import Path

import pytest

from consult.cli.main import main
from consult.cli.trouble import told_of_file, told_of_setting


def ran(
    patch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str
) -> tuple[object, str]:
    """The exit code and what was said on stderr."""
    patch.setattr(sys, "argv", ["consult", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    return ended.value.code, capsys.readouterr().err


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CONSULT_DATABASE", str(tmp_path / "c.sqlite3"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "fil").write_text("x", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("taxonomy", "export", "--out", "væk/x.yaml"), "væk/x.yaml findes ikke – opret mappen"),
        (("round", "create", "Budget", "--invited", "."), ". er en mappe – skriv navnet på en fil"),
        (("analyse", "fil", "--out", "fil/x.json"), "fil er en fil, hvor der skulle være en mappe"),
    ],
)
def test_a_file_that_cannot_be_is_told(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    told: str,
) -> None:
    code, said = ran(monkeypatch, capsys, *arguments)
    assert (code, said.count("\n")) == (1, 1)
    assert said.startswith(told)


@pytest.mark.parametrize(
    ("setting", "value"),
    [("CONSULT_WORKERS", "mange"), ("CONSULT_METRICS_FROM", "x"), ("CONSULT_OIDC_ROLES", "{")],
)
def test_a_setting_that_cannot_be_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], setting: str, value: str
) -> None:
    monkeypatch.setenv(setting, value)
    code, said = ran(monkeypatch, capsys, "round", "list")
    assert (code, said.count("\n")) == (2, 1)
    assert setting in said


@pytest.mark.parametrize("number", [errno.EACCES, errno.ENOSPC, errno.EIO, errno.EROFS])
def test_each_error_names_the_file_and_says_what_to_do(number: int) -> None:
    said = told_of_file(OSError(number, os.strerror(number), "ud/x.json"))
    assert said.startswith("ud/x.json ")
    assert " – " in said
    assert said.endswith(".")


def test_a_full_disk_is_told_without_a_name() -> None:
    said = told_of_file(OSError(errno.ENOSPC, "No space left on device"))
    assert said.startswith("Det, der skulle skrives, er der ikke plads til")


def test_mistakes_of_ours_keep_their_traces() -> None:
    assert told_of_setting(ValueError("x")) is None
