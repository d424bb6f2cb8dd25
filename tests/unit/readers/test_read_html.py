"""Web pages: what is shown is text, what runs is not."""

from pathlib import Path

import pytest

from consult.domain.errors import ReadError
from consult.readers import read

PAGE = """<!doctype html><html><head><title>Titel</title><style>p {color: red}</style></head><body>
<nav><a>Forside</a> <a>Om</a></nav>
<main><header><h1>Høringssvar</h1></header>
<p>Vi er <b>imod</b>
   forslaget.</p><script>alert("nej")</script>
<ul><li>et<ul><li>under</li></ul></li><li><p>to</p></li></ul>
<table><tr><th>Nr</th><th>Titel</th></tr><tr><td>79</td><td><p>Luk</p><p>skolen</p></td></tr></table>
<blockquote>Citat</blockquote>løs tekst &amp; mere</main>
<footer>Kontakt</footer></body></html>"""


def _read(tmp_path: Path, page: str, encoding: str = "utf-8") -> list[tuple[str, int, str]]:
    path = tmp_path / "side.html"
    path.write_bytes(page.encode(encoding))
    (document,) = read(path)
    return [(b.kind.value, b.level, document.text[b.start : b.end]) for b in document.blocks]


def test_structure(tmp_path: Path) -> None:
    assert _read(tmp_path, PAGE) == [
        ("boilerplate", 0, "Forside Om"),
        ("heading", 1, "Høringssvar"),
        ("paragraph", 0, "Vi er imod forslaget."),
        ("list_item", 1, "et"),
        ("list_item", 2, "under"),
        ("list_item", 1, "to"),
        ("table", 0, "Nr\tTitel"),
        ("table", 0, "79\tLuk\nskolen"),
        ("quoted", 0, "Citat"),
        ("paragraph", 0, "løs tekst & mere"),
        ("boilerplate", 0, "Kontakt"),
    ]


def test_windows_encoding(tmp_path: Path) -> None:
    assert _read(tmp_path, "<p>Ældrerådet på Ærø</p>", "cp1252")[0][2] == "Ældrerådet på Ærø"


def test_layout_table_is_read_as_what_lies_in_it(tmp_path: Path) -> None:
    inner = "<table><tr><td><p>Kære byråd</p></td></tr></table>"
    page = f"<table><tr><td>{inner}</td><td>x</td></tr></table>"
    assert [kind for kind, *_ in _read(tmp_path, page)] == ["paragraph", "paragraph"]


def test_page_without_text(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="ingen tekst"):
        _read(tmp_path, "<html><body><script>var x = 1</script><img src=x></body></html>")


def test_deep_page_is_one_clear_sentence(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="indviklet"):
        _read(tmp_path, "<div>" * 4_000 + "dybt" + "</div>" * 4_000)
