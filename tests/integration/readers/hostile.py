"""The table of hostile inputs, and what each is answered: `docs/hostile.md` is written from it.

Refresh the page with `python tests/integration/readers/hostile.py`.
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from hostile_files import MB
from hostile_rows import ALL, Hostile

from consult.readers.discover import sources
from consult.readers.limits import Limits
from consult.run.local import read_all
from consult.run.reading import Reading

PAGE = Path(__file__).parents[3] / "docs" / "hostile.md"
# Smaller than in use, so that the table is made in seconds.
LIMITS = Limits(archive_files=20, archive_bytes=32 * MB)
_HEAD = f"""# Hostile inputs

What each is answered, word for word. Written by `python tests/integration/readers/hostile.py`; a
test compares. An archive may hold {LIMITS.archive_files} files and {LIMITS.archive_bytes // MB} MB
here, so that the page is made in a minute; in use the limits are the settings of the README. What
stands in brackets is read, not told.

| input | file | the user is told |
|---|---|---|"""


def read(item: Hostile, folder: Path, limits: Limits = LIMITS) -> list[Reading]:
    """What becomes of the file and of all in it, read as in use."""
    path = folder / item.name
    path.write_bytes(item.build())
    return list(read_all(sources([path]), limits))


def told(readings: list[Reading]) -> Iterator[str]:
    """What the user is told, one sentence at a time; equal ones once."""
    seen: dict[str, int] = {}
    for sentence in (s for reading in readings for s in _sentences(reading)):
        seen[sentence] = seen.get(sentence, 0) + 1
    yield from seen


def _sentences(reading: Reading) -> Iterator[str]:
    if reading.error is not None:
        yield str(reading.error)
    elif reading.skipped is not None:
        yield f"{reading.source.name}: {reading.skipped}"
    if reading.documents:
        size = sum(len(d.text) for d in reading.documents)
        yield f"(læst: {len(reading.documents)} svar, {_rounded(size)} tegn)"
    for document in (*reading.empty[:1], *reading.documents[:1]):
        yield from ([document.skip_reason] if document.skip_reason else [])
        yield from document.warnings


def _rounded(size: int) -> str:
    return str(size) if size < 10_000 else f"{size / 1_000_000:.1f} mio.".replace(".", ",", 1)


def answers(folder: Path) -> Iterator[tuple[Hostile, list[str]]]:
    """Every hostile file and what it was answered."""
    for item in ALL:
        yield item, list(told(read(item, folder)))


def page(answered: Iterable[tuple[Hostile, list[str]]]) -> str:
    """The whole page of documentation."""
    rows = [
        f"| {item.what} | `{ascii_name(item.name)}` | {'<br>'.join(sentences)} |"
        for item, sentences in answered
    ]
    return "\n".join([_HEAD, *rows, ""])


def ascii_name(name: str) -> str:
    """The name with what cannot be seen spelt out."""
    return name.replace("\u202e", "\\u202e")


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        PAGE.write_text(page(answers(Path(folder))), encoding="utf-8")
    sys.stdout.write(f"{PAGE}\n")
