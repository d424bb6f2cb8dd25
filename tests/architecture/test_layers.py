"""The shape of the code: who may import whom, and how large a room may be."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: Lines of a module; it should read in one sitting.
LONGEST = 300
#: Modules that may be longer, and why.
LONGER = {
    "consult/store/migrations/versions/v0001_first_tables.py": "a migration is never changed",
}


def test_imports_go_down_only() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]
    assert "0 broken" in done.stdout


def test_every_room_is_under_a_layer() -> None:
    """A new folder that no contract names would escape the layering."""
    contracts = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    rooms = [p.parent.name for p in (ROOT / "consult").glob("*/__init__.py")]
    assert len(rooms) > 10
    assert [room for room in rooms if f'"consult.{room}' not in contracts.replace("| ", '"')] == []


def test_rooms_are_small() -> None:
    sizes = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in (ROOT / "consult").rglob("*.py")
    }
    assert {name: n for name, n in sizes.items() if n > LONGEST and name not in LONGER} == {}
    assert [name for name in LONGER if sizes.get(name, 0) <= LONGEST] == [], "no longer needed"


def test_streamlit_is_told_nothing_that_leaves_the_house() -> None:
    config = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    assert 'address = "127.0.0.1"' in config
    assert "gatherUsageStats = false" in config
    assert 'showErrorDetails = "none"' in config
