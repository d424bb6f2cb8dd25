"""Which part of a long list is shown: a page of it on screen, all that is printed on paper."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from consult.ui.choices import PAGE
from consult.ui.components.paging import PAGE_SIZE, offset, page_number, pager
from consult.ui.paper import MOST, capped, is_paper


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


def part_of(total: int) -> Part:
    """The stretch that the address asks for."""
    if is_paper():
        return Part(total, 1, MOST, 0)
    page = page_number(str(st.query_params.get(PAGE, "")), total)
    return Part(total, page, PAGE_SIZE, offset(page))
