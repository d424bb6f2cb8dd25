"""Which part of a long list is shown: a page of it on screen, all that is printed on paper."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

import streamlit as st

from consult.ui.choices import PAGE
from consult.ui.components.paging import PAGE_SIZE, offset, page_number, pager
from consult.ui.paper import MOST, capped, is_paper

#: More items than any list has, and fewer than a database counts to.
FARTHEST = 1_000_000_000


class Counted(Protocol):
    """Some items of a list; `total` is the number of all."""

    @property
    def total(self) -> int:
        """The number of all."""
        ...


C = TypeVar("C", bound=Counted)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a list of `total` items; `page` is 1-based."""

    total: int
    page: int
    limit: int
    offset: int

    def foot(self, address: Callable[[int], str]) -> str:
        """The way to the other pages; on paper, what was left out."""
        return capped(self.total) if is_paper() else pager(self.page, self.total, address)


def part_of(found: Callable[[int, int], C], name: str = PAGE) -> tuple[C, Part]:
    """What `found` gives for the stretch that the address asks for (limit, offset), and it.

    `name` is the word of the address, where a page has several lists.

    It is asked once, and again only where the address asks for more pages than there are.
    """
    if is_paper():
        items = found(MOST, 0)
        return items, Part(items.total, 1, MOST, 0)
    asked = str(st.query_params.get(name, ""))
    wanted = page_number(asked, FARTHEST)
    items = found(PAGE_SIZE, offset(wanted))
    page = page_number(asked, items.total)
    if page != wanted:
        items = found(PAGE_SIZE, offset(page))
    return items, Part(items.total, page, PAGE_SIZE, offset(page))
