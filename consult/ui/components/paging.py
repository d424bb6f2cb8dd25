"""Pages of a long list, by address, so that each can be shared."""

from collections.abc import Callable

from consult.ui import links
from consult.ui.texts import text

#: Items on a page; a politician reads a page in a minute or two.
PAGE_SIZE = 20


def pages(total: int) -> int:
    """How many pages there are; one when there is nothing."""
    return max(1, -(-total // PAGE_SIZE))


def page_number(raw: str, total: int) -> int:
    """The 1-based page that an address asks for, kept within what there is."""
    wanted = int(raw) if raw.isdecimal() else 1
    return min(max(wanted, 1), pages(total))


def offset(page: int) -> int:
    """How many items stand before the page."""
    return (page - 1) * PAGE_SIZE


def pager(page: int, total: int, address: Callable[[int], str]) -> str:
    """Links to the previous and next page; "" where there is only one."""
    if pages(total) == 1:
        return ""
    back = (
        links.anchor(address(page - 1), text("proposal.previous")) if page > 1 else "<span></span>"
    )
    on = (
        links.anchor(address(page + 1), text("proposal.next"))
        if page < pages(total)
        else "<span></span>"
    )
    here = text("proposal.page", page=page, pages=pages(total))
    return (
        f'<nav class="steps" aria-label="{here}">{back}<span class="muted">{here}</span>{on}</nav>'
    )
