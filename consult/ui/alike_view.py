"""The offer to correct all passages like the one that was corrected, with a look at them first."""

import streamlit as st

from consult.domain.errors import ConsultError
from consult.services import alike
from consult.services.alike import Like, Preview
from consult.ui.components.quotation import who
from consult.ui.correcting import OFFER, done, tell
from consult.ui.frame import desk, show
from consult.ui.plain import plain, short
from consult.ui.telling import wrong
from consult.ui.texts import counted, number, text

#: Passages looked through at a time.
SHOWN = 50


def offer(slug: str) -> None:
    """The offer after a correction, where there are passages like it; stays until answered."""
    review_id = st.session_state.get(OFFER)
    if review_id is None:
        return
    try:
        found = alike.preview(desk(), slug, review_id)
    except ConsultError:  # of another round, or taken back meanwhile
        found = None
    if found is None or not found.items:
        st.session_state.pop(OFFER, None)
        return
    with st.container(border=True):
        show(f'<p role="status">{offered(found)}</p>')
        chosen = _chosen(found)
        with st.container(horizontal=True):
            words = text("alike.apply", n=len(chosen))
            if st.button(words, type="primary", key="alike-apply", disabled=not chosen):
                _apply(slug, review_id, chosen)
            if st.button(text("alike.no"), key="alike-no"):
                st.session_state.pop(OFFER, None)
                st.rerun()


def offered(found: Preview) -> str:
    """How many passages are alike, as far as they were counted."""
    n = len(found.items)
    return text("alike.offer_more", n=number(n)) if found.more else counted("alike.offer", n)


def _chosen(found: Preview) -> list[Like]:
    """The passages that are not unticked; those with other findings are only ticked by hand."""
    shown = found.items[:SHOWN]
    with st.expander(text("alike.open")):
        if len(found.items) > SHOWN:
            show(f'<p class="muted">{text("alike.first", n=SHOWN)}</p>')
        return [like for like in shown if _box(found.review.id, like)]


def _box(review_id: int, like: Like) -> bool:
    hit = like.hit
    about = [text("alike.same" if like.likeness == 1 else "alike.near")]
    about += [] if like.as_found else [text("alike.differs")]
    name = f"{hit.document}, {who(hit.respondent)} ({', '.join(about)})"
    label = text("alike.label", who=plain(name), words=plain(short(hit.text, 160)))
    return st.checkbox(label, like.as_found, key=f"like-{review_id}-{hit.response_id}-{hit.start}")


def _apply(slug: str, review_id: int, chosen: list[Like]) -> None:
    places = [(like.hit.response_id, like.hit.start) for like in chosen]
    try:
        applied = alike.apply_to(desk(), slug, review_id, places)
    except ConsultError as error:
        wrong(str(error))
        return
    done(slug).append(applied.batch)
    left = f" {text('alike.left', n=applied.left)}" if applied.left else ""
    tell(f"{counted('alike.done', applied.done)}{left}")
