"""Choices above a list: kept in the address, so that a reload or a shared link shows the same."""

from collections.abc import Mapping
from typing import TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from consult.ui.texts import text

T = TypeVar("T")

#: Where the page of a long list stands in the address.
PAGE = "side"


def choice(place: DeltaGenerator, name: str, label: str, options: Mapping[str, T]) -> T:
    """The value that the user chose by its Danish name; `name` is the word of the address."""
    chosen = place.selectbox(
        label,
        list(options),
        key=name,
        bind="query-params",
        on_change=_first_page,
    )
    return options[chosen]


def words(place: DeltaGenerator, name: str, label: str) -> str:
    """Words that the user wrote; `name` is the word of the address."""
    return place.text_input(
        label, key=name, bind="query-params", on_change=_first_page, autocomplete="off"
    )


def with_all(options: Mapping[str, T]) -> dict[str, T | None]:
    """The options after one that lets everything through."""
    return {text("overview.all"): None, **options}


def kept(*names: str) -> dict[str, str]:
    """What the address says under these names, for links that keep the choices."""
    return {name: str(st.query_params[name]) for name in names if name in st.query_params}


def _first_page() -> None:
    st.query_params.pop(PAGE, None)
