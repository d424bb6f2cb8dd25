"""What is told in Danish of a table: columns and cells that are hidden or not read."""

from collections.abc import Iterator

from consult.readers.grid import Row, Sheet


def about(sheet: Sheet, start: int, columns: dict[str, int]) -> Iterator[str]:
    """What a reader must know of the whole table, told with its first response.

    `start` is the index of the header row, `columns` those that are read, by role.
    """
    yield from sheet.remarks.get(0, ())
    titles = sheet.rows[start]
    hidden = [titles[i].strip() for i in columns.values() if i in sheet.hidden]
    if hidden:
        noun = "Kolonnen" if len(hidden) == 1 else "Kolonnerne"
        yield f"{noun} {_quoted(hidden)} er skjult i regnearket, men er læst med."
    unread = [t.strip() for i, t in enumerate(titles) if t.strip() and i not in columns.values()]
    if unread:
        noun = "Kolonnen" if len(unread) == 1 else "Kolonnerne"
        yield f"{noun} {_quoted(unread)} er ikke læst."


def beyond(row: Row, titles: Row) -> Iterator[str]:
    """Cells of a row to the right of all column names: a delimiter in a text breaks it in two."""
    more = [cell.strip() for cell in row[len(titles) :] if cell.strip()]
    if more:
        noun = "celle" if len(more) == 1 else "celler"
        yield f"{len(more)} {noun} uden kolonnenavn er ikke læst: {_quoted(more)}."


def _quoted(words: list[str]) -> str:
    """The words in quotation marks, the first few and shortened."""
    shown = ", ".join(f"»{word[:40]}{'…' if len(word) > 40 else ''}«" for word in words[:6])
    return shown + (f" og {len(words) - 6} til" if len(words) > 6 else "")
