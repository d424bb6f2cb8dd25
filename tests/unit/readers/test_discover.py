"""Which files are read, and what they are called."""

from pathlib import Path

from consult.readers.discover import Source, sources


def _make(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")


def test_folder_is_walked_in_order_with_short_names(tmp_path: Path) -> None:
    _make(tmp_path, "b.txt", "a/c.txt", "a/b2.txt")
    found = list(sources([tmp_path]))
    assert [s.name for s in found] == ["b2.txt", "c.txt", "b.txt"]
    assert found[0].path == tmp_path / "a" / "b2.txt"


def test_repeated_names_become_paths(tmp_path: Path) -> None:
    _make(tmp_path, "a/svar.txt", "b/svar.txt", "c.txt")
    assert [s.name for s in sources([tmp_path])] == ["a/svar.txt", "b/svar.txt", "c.txt"]


def test_same_path_in_two_folders_is_told_apart(tmp_path: Path) -> None:
    _make(tmp_path, "x/svar.txt", "y/svar.txt")
    found = sources([tmp_path / "x", tmp_path / "y"])
    assert [s.name for s in found] == ["x/svar.txt", "y/svar.txt"]


def test_names_are_unique_even_where_folders_share_a_name(tmp_path: Path) -> None:
    _make(tmp_path, "1/x/svar.txt", "2/x/svar.txt")
    names = [s.name for s in sources([tmp_path / "1" / "x", tmp_path / "2" / "x"])]
    assert len(set(names)) == 2


def test_hidden_and_lock_files_are_reported(tmp_path: Path) -> None:
    _make(tmp_path, ".skjult", "~$svar.docx", "svar.docx", ".git/x.txt", "Thumbs.db")
    found = {s.path.name: s.skipped for s in sources([tmp_path])}
    assert found["svar.docx"] is None
    assert found["~$svar.docx"] == "Office' midlertidige låsefil er sprunget over."
    assert {found[".skjult"], found["x.txt"], found["Thumbs.db"]} == {
        "Skjult fil er sprunget over."
    }


def test_file_named_twice_is_read_once(tmp_path: Path) -> None:
    _make(tmp_path, "svar.txt")
    found = list(sources([tmp_path / "svar.txt", tmp_path]))
    assert [s.skipped for s in found] == [None, "Filen er allerede taget med."]


def test_missing_path_is_handed_on(tmp_path: Path) -> None:
    path = tmp_path / "nej.txt"
    assert list(sources([path])) == [Source(path, "nej.txt")]
