"""Pages of a long list, by address, so that each can be shared."""

from collections.abc import Callable

from consult.ui import links
from consult.ui.texts import text

#: Items on a page; a politician reads a page in a minute or two.
PAGE_SIZE = 20


def pages(total: int, size: int = PAGE_SIZE) -> int:
    """How many pages there are; one when there is nothing."""
    return max(1, -(-total // size))


def page_number(raw: str, total: int, size: int = PAGE_SIZE) -> int:
    """The 1-based page that an address asks for, kept within what there is."""
    wanted = int(raw) if raw.isdecimal() else 1
    return min(max(wanted, 1), pages(total, size))


def offset(page: int, size: int = PAGE_SIZE) -> int:
    """How many items stand before the page."""
    return (page - 1) * size


def pager(page: int, total: int, address: Callable[[int], str], size: int = PAGE_SIZE) -> str:
    """Links to the previous and next page; "" where there is only one."""
    last = pages(total, size)
    if last == 1:
        return ""
    here = text("paging.page", page=page, pages=last)
    return (
        f'<nav class="steps" aria-label="{text("paging.label")}">'
        f"{_step(page - 1, last, address, 'paging.previous')}"
        f'<span class="muted" aria-current="page">{here}</span>'
        f"{_step(page + 1, last, address, 'paging.next')}</nav>"
    )


def _step(page: int, last: int, address: Callable[[int], str], label: str) -> str:
    if not 1 <= page <= last:
        return "<span></span>"
    return links.anchor(address(page), text(label))
