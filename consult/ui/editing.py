"""A catalogue under correction: what a page remembers of it between two clicks."""

from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from streamlit.runtime.uploaded_file_manager import UploadedFile

from consult.domain.proposals import Catalogue, Direction
from consult.services.drafting import Problem, Row, catalogue_of, problems, rows_of
from consult.ui.frame import app

#: Rows on a page of the editor; each is six fields.
ROWS = 10
#: Names of the choices of what to show.
EVERYTHING, WRONG, UNKNOWN = "show_all", "show_wrong", "show_unknown"
#: Longest file name that is taken over; only its ending matters.
_NAME = 100


@dataclass(slots=True)
class Editing:
    """Rows as they are now. `read` is what they came from, and `file` the name of its file.

    `version` makes the fields of one catalogue others than those of the next. `removed` is the
    last row taken out, with its place.
    """

    read: Catalogue
    file: str = ""
    version: int = 0
    rows: list[Row] = field(default_factory=list)
    removed: tuple[int, Row] | None = None
    page: int = 0

    def __post_init__(self) -> None:
        if not self.rows:
            self.rows = list(rows_of(self.read))

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue that the rows make."""
        return catalogue_of(self.rows, self.read)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What keeps the rows from being a catalogue."""
        return problems(self.rows)

    def put(self, row: Row) -> None:
        """The row as it is typed now, in place of the one of its key."""
        at = next(i for i, known in enumerate(self.rows) if known.key == row.key)
        self.rows[at] = row

    def add(self) -> None:
        """One more row, empty and last, in view."""
        # Rows taken out keep their keys: they may come back.
        gone = [self.removed[1].key] if self.removed else []
        self.rows.append(Row(max([*(r.key for r in self.rows), *gone], default=-1) + 1))
        self.page = (len(self.rows) - 1) // ROWS

    def remove(self, key: int) -> None:
        """Take a row out; `undo` brings it back."""
        at = next(i for i, known in enumerate(self.rows) if known.key == key)
        self.removed = at, self.rows.pop(at)

    def undo(self) -> None:
        """Bring back the row that was taken out last."""
        if self.removed is not None:
            self.rows.insert(*self.removed)
            self.removed = None

    def shown(self, choice: str) -> list[tuple[int, Row]]:
        """The rows of that choice with their places, counted from 1."""
        wrong = {p.key for p in self.problems}
        return [
            (place, row)
            for place, row in enumerate(self.rows, 1)
            if choice == EVERYTHING
            or (choice == WRONG and row.key in wrong)
            or (choice == UNKNOWN and row.direction is Direction.UNKNOWN)
        ]


def read_upload(file: UploadedFile) -> Catalogue:
    """The proposals of a file that was uploaded, read in a process of its own.

    Raises:
        ReadError: the file cannot be read or holds no proposals.
    """
    name = file.name[-_NAME:].replace("/", "_").replace("\0", "_")
    with TemporaryDirectory(prefix="consult-katalog-") as folder:
        path = Path(folder) / f"katalog{Path(name).suffix.lower()}"
        with path.open("wb") as out:
            while chunk := file.read(1 << 20):
                out.write(chunk)
        file.seek(0)
        return app().read_catalogue(path, name)
