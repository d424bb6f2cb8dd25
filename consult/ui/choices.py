"""Choices above a list: kept in the address, so that a reload or a shared link shows the same."""

from collections.abc import Mapping
from html import escape
from typing import TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from consult.domain.findings import Stance
from consult.domain.people import RespondentKind
from consult.ui.paper import is_paper
from consult.ui.texts import text

T = TypeVar("T")

#: Where the page of a long list stands in the address.
PAGE = "side"


def choice(place: DeltaGenerator, name: str, label: str, options: Mapping[str, T]) -> T:
    """The value that the user chose by its Danish name; `name` is the word of the address."""
    if is_paper():
        return options.get(st.query_params.get(name, ""), next(iter(options.values())))
    chosen = place.selectbox(
        label,
        list(options),
        key=name,
        bind="query-params",
        on_change=_first_page,
    )
    return options[chosen]


def stance_choice(place: DeltaGenerator) -> Stance | None:
    """The stance to be shown, None for all."""
    every = with_all({text(f"stance.{s}"): s for s in Stance})
    return choice(place, "holdning", text("proposal.filter_stance"), every)


def sender_choice(place: DeltaGenerator) -> RespondentKind | None:
    """The kind of sender to be shown, None for all."""
    every = with_all({text(f"kinds.{k}"): k for k in RespondentKind})
    return choice(place, "afsender", text("proposal.filter_kind"), every)


def words(place: DeltaGenerator, name: str, label: str) -> str:
    """Words that the user wrote; `name` is the word of the address."""
    if is_paper():
        return str(st.query_params.get(name, ""))
    return place.text_input(
        label, key=name, bind="query-params", on_change=_first_page, autocomplete="off"
    )


def above(*names: str) -> DeltaGenerator:
    """A place for choices, open where the address makes one of these; no frame on paper."""
    if is_paper():
        return st.container()
    return st.expander(text("app.choose"), expanded=bool(kept(*names)))


def with_all(options: Mapping[str, T]) -> dict[str, T | None]:
    """The options after one that lets everything through."""
    return {text("overview.all"): None, **options}


def certainty() -> dict[str, bool | None]:
    """By how sure the machine is: the value says whether it is unsure."""
    return with_all({text("doubt.sure"): False, text("doubt.unsure"): True})


def told(*names: str) -> str:
    """On paper, the choices that were made, since their fields are not there; else ""."""
    said = ", ".join(f"{name}: {value}" for name, value in kept(*names).items() if value)
    if not (is_paper() and said):
        return ""
    return f'<p class="small">{escape(text("paper.chosen", choices=said))}</p>'


def kept(*names: str) -> dict[str, str]:
    """What the address says under these names, for links that keep the choices."""
    return {name: str(st.query_params[name]) for name in names if name in st.query_params}


def _first_page() -> None:
    st.query_params.pop(PAGE, None)
