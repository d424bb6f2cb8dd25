"""One bad file costs one sentence: crashes, hangs and greed stay in the child."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import docx
import pytest

from consult.domain.errors import CatalogueError, ReadError
from consult.readers import read
from consult.readers.catalogue import read_catalogue
from consult.readers.isolation import (
    IsolatedReader,
    read_catalogue_isolated,
    read_isolated,
)
from consult.readers.limits import Limits

HUGE = "Vi er imod forslaget, fordi det rammer de svageste.\n\n" * 200_000


@pytest.fixture(scope="module")
def reader() -> Iterator[IsolatedReader]:
    with IsolatedReader() as shared:
        yield shared


def _text(tmp_path: Path, text: str, name: str = "svar.txt") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_same_result_as_without(tmp_path: Path, reader: IsolatedReader) -> None:
    source = docx.Document()
    source.add_heading("Punkt 79", 2)
    source.add_paragraph("Vi er imod.")
    source.save(str(tmp_path / "svar.docx"))
    assert reader.read(tmp_path / "svar.docx", "x/svar.docx") == read(
        tmp_path / "svar.docx", "x/svar.docx"
    )
    path = _text(tmp_path, "nr;titel;2027\n1;Lukning;-5\n", "katalog.csv")
    assert reader.read_catalogue(path) == read_catalogue(path)


def test_errors_come_through(tmp_path: Path, reader: IsolatedReader) -> None:
    with pytest.raises(ReadError, match=r"tom\.pdf: filen er tom"):
        reader.read(_text(tmp_path, "", "tom.pdf"))
    with pytest.raises(CatalogueError, match="ingen forslag"):
        reader.read_catalogue(_text(tmp_path, "a;b\n1;2\n", "k.csv"))


def test_many_threads(tmp_path: Path, reader: IsolatedReader) -> None:
    paths = [_text(tmp_path, f"Svar nummer {i}.", f"{i}.txt") for i in range(24)]
    with ThreadPoolExecutor(6) as pool:
        texts = [documents[0].text for documents in pool.map(reader.read, paths)]
    assert texts == [f"Svar nummer {i}." for i in range(24)]


def test_a_catalogue_keeps_the_limits_too(tmp_path: Path) -> None:
    path = _text(tmp_path, "Punkt 1: Lukning af hallen\n", "katalog.txt")
    with pytest.raises(CatalogueError, match="millioner tegn"):
        read_catalogue_isolated(path, limits=Limits(text_characters=5))


def test_answer_larger_than_a_pipe(tmp_path: Path, reader: IsolatedReader) -> None:
    (document,) = reader.read(_text(tmp_path, HUGE[:400_000]))
    assert len(document.text) > 390_000


def test_memory_limit(tmp_path: Path) -> None:
    path = _text(tmp_path, "Vi er imod. " * 5_000_000)
    with IsolatedReader(Limits(memory_bytes=220 * 1024**2, text_characters=10**9)) as reader:
        with pytest.raises(ReadError, match=r"svar\.txt: .*hukommelse"):
            reader.read(path)
        assert reader.read(_text(tmp_path, "Ja.", "b.txt"))[0].text == "Ja."


def test_wall_limit(tmp_path: Path) -> None:
    path = _text(tmp_path, HUGE)
    with IsolatedReader(Limits(wall_seconds=0.2, text_characters=10**9)) as reader:
        reader.read(_text(tmp_path, "Ja.", "b.txt"))
        started = time.monotonic()
        with pytest.raises(ReadError, match="inden for"):
            reader.read(path)
        assert time.monotonic() - started < 4


def test_processor_limit(tmp_path: Path) -> None:
    with (
        IsolatedReader(Limits(cpu_seconds=1, text_characters=10**9)) as reader,
        pytest.raises(ReadError, match=r"inden for|stå"),
    ):
        reader.read(_text(tmp_path, HUGE * 3))


def test_worker_that_was_killed_is_replaced(tmp_path: Path) -> None:
    path = _text(tmp_path, "Ja.")
    with IsolatedReader() as reader:
        reader.read(path)
        worker = reader._worker
        assert worker is not None
        worker.kill()
        worker.wait()
        assert reader.read(path)[0].text == "Ja."


def test_closed_reader_leaves_no_process(tmp_path: Path) -> None:
    reader = IsolatedReader()
    reader.read(_text(tmp_path, "Ja."))
    worker = reader._worker
    reader.close()
    assert worker is not None
    assert worker.poll() is not None
    assert reader.read(_text(tmp_path, "Ja."))[0].text == "Ja."
    reader.close()


def test_from_a_thread_and_one_by_one(tmp_path: Path) -> None:
    path = _text(tmp_path, "nr;titel\n1;Lukning\n", "k.csv")
    found: list[int] = []
    thread = threading.Thread(target=lambda: found.append(len(read_catalogue_isolated(path))))
    thread.start()
    thread.join()
    assert found == [1]
    assert read_isolated(_text(tmp_path, "Ja."))[0].text == "Ja."


def test_main_module_is_not_imported_anew(tmp_path: Path) -> None:
    """Under Streamlit `__main__` is a page script; multiprocessing would run it again."""
    import subprocess
    import sys

    path = _text(tmp_path, "Ja.")
    script = _text(
        tmp_path,
        "from pathlib import Path\nprint('kørt')\n"
        "from consult.readers.isolation import IsolatedReader\n"
        f"with IsolatedReader() as reader:\n    print(reader.read(Path({str(path)!r}))[0].text)\n",
        "side.py",
    )
    done = subprocess.run(
        [sys.executable, str(script)],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(Path(__file__).parents[3]), "PYTHONIOENCODING": "utf-8"},
    )
    assert done.stdout.split() == ["kørt", "Ja."]
