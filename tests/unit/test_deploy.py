"""What lies in `deploy/` fits the program: it can be checked without a container engine."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from consult.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
UNITS = ("consult.service", "consult-worker.service")
#: Without these a unit is not hardened.
HARDENED = (
    "NoNewPrivileges=yes", "ProtectSystem=strict", "PrivateTmp=yes", "IPAddressDeny=any",
    "CapabilityBoundingSet=", "User=consult", "SystemCallFilter=@system-service",
)  # fmt: skip


def read(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", UNITS)
def test_the_units_are_what_systemd_understands(name: str, tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    # The commands are not installed here; something that is stands in for them.
    for unit in UNITS:
        text = re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", read(unit), flags=re.MULTILINE)
        (tmp_path / unit).write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", tmp_path / name],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name", UNITS)
def test_the_units_are_hardened(name: str) -> None:
    lines = read(name).splitlines()
    assert [setting for setting in HARDENED if setting not in lines] == []


def test_every_setting_that_is_set_exists() -> None:
    named = set(re.findall(r"CONSULT_(\w+?)(?==)", read("consult.env") + read("Containerfile")))
    assert len(named) > 3
    assert {name.lower() for name in named} <= set(Settings.model_fields)


def test_the_container_gets_what_the_program_needs_and_nothing_it_ignores() -> None:
    recipe = read("Containerfile")
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", recipe, re.MULTILINE)
    wanted = {name for line in copied for name in line.split()}
    assert {"app.py", "consult", "models", ".streamlit"} <= wanted
    ignored = (ROOT / ".containerignore").read_text(encoding="utf-8").split()
    assert [name for name in wanted if not (ROOT / name).exists() or name in ignored] == []
    assert re.search(r"^USER consult$", recipe, re.MULTILINE)
    assert "/health" in recipe.split("HEALTHCHECK")[1]
    assert re.search(r"^VOLUME /var/lib/consult$", recipe, re.MULTILINE)


def test_the_proxy_passes_websockets_and_keeps_the_numbers_to_itself() -> None:
    proxy = read("nginx.conf")
    for needed in ("proxy_set_header Upgrade", "client_max_body_size", "location = /metrics"):
        assert needed in proxy
    assert "$proxy_add_x_forwarded_for" not in proxy, "a browser could claim an address"
