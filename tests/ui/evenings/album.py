"""The steps of an evening, each with a picture where a folder is given (CONSULT_RECORD)."""

import os
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

#: Colours that are left in a picture, and how wide it is: a page of text needs no more.
COLOURS, WIDTH = 96, 960
VARIABLE = "CONSULT_RECORD"


class Album:
    """What was done, in order."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self.steps: list[str] = []
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)

    def step(self, name: str, page: Page) -> None:
        """One more step is done, and this is what is seen of it."""
        self.steps.append(name)
        if self.folder is None:
            return
        page.wait_for_timeout(700)
        shot = self.folder / f"{name}.png"
        page.screenshot(path=shot)
        with Image.open(shot) as picture:
            height = round(picture.height * WIDTH / picture.width)
            small = picture.convert("RGB").resize((WIDTH, height), Image.Resampling.LANCZOS)
        shot.unlink()
        few = small.quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        few.convert("RGB").save(shot.with_suffix(".webp"), "WEBP", lossless=True, method=6)


def asked_for() -> Album:
    """An album in the folder that the environment names, else one without pictures."""
    folder = os.environ.get(VARIABLE)
    return Album(Path(folder) if folder else None)
