"""The benchmark of the store runs on a round of a few responses: it must not rot unseen."""

from pathlib import Path

from benchmarks.store import measure


def test_the_stores_benchmark_measures_every_page(tmp_path: Path) -> None:
    found = measure(f"sqlite:///{tmp_path / 'store.sqlite3'}", 12, 60)
    assert (found["responses"], found["passages"]) == (12, 60)
    pages = found["pages_s"]
    assert isinstance(pages, dict)
    assert len(pages) > 20
    assert all(numbers["slowest"] > 0 for numbers in pages.values())
