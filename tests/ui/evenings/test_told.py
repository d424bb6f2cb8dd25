"""docs/evenings.md tells the steps that are taken, with the pictures that they leave."""

import re
from pathlib import Path

from tests.ui.serving import ROOT

TOLD = ROOT / "docs" / "evenings.md"
PICTURES = ROOT / "docs" / "screenshots" / "evenings"
#: Bytes of all pictures together.
ROOM = 1_200_000


def test_every_step_has_its_picture_and_its_words() -> None:
    scripts = [Path(__file__).with_name(name) for name in
               ("administrator.py", "politician.py", "test_evenings.py")]  # fmt: skip
    steps = {n for s in scripts for n in re.findall(r'done\("([\w-]+)"\)', s.read_text("utf-8"))}
    shown = re.findall(r"!\[(.+)\]\(screenshots/evenings/([\w-]+)\.webp\)", TOLD.read_text("utf-8"))
    files = {path.stem: path.stat().st_size for path in PICTURES.glob("*.webp")}
    assert [name for _, name in shown] == sorted(steps)
    assert set(files) == steps
    assert all(len(about) > 10 for about, _ in shown)
    assert sum(files.values()) < ROOM
