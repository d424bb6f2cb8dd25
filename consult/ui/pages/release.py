"""Releasing a version to readers: is all in, is anything private in it, release, earlier ones."""

import streamlit as st

from consult.services import privacy, releasing
from consult.services.releasing import Readiness, Release, Stopped
from consult.ui import private_words
from consult.ui.asking import do, told
from consult.ui.components import releases
from consult.ui.components.notice import notice
from consult.ui.frame import chosen_round, desk, parameter, show
from consult.ui.texts import counted, text


def release_form(slug: str, found: Readiness, stopping: int) -> None:
    """A note and the button; closed while something stops it."""
    if stopping:
        show(notice(counted("release.stopped", stopping)))
    with st.form("release", width=private_words.WIDE):
        note = st.text_input(text("release.note_label"), max_chars=releasing.LONGEST_NOTE)
        label = text("release.button", number=found.following)
        asked = st.form_submit_button(label, type="primary", disabled=bool(stopping))
    if asked:
        with st.spinner(text("release.working")):
            do(lambda: released(slug, note), text("release.done", number=found.following))


def released(slug: str, note: str) -> None:
    """Release; where something stops it, show the page with what that is."""
    if isinstance(releasing.release(desk(), slug, note), Stopped):
        st.rerun()


def earlier(slug: str, versions: tuple[Release, ...]) -> None:
    """All versions, and a way to take one back."""
    if not versions:
        show(f'<p class="muted">{text("release.no_versions")}</p>')
        return
    show(releases.history(versions))
    shown = [v.number for v in versions if v.withdrawn_at is None]
    if not shown:
        return
    place = st.expander(text("release.withdraw_head"))
    with place:
        show(f'<p class="small">{text("release.withdraw_help")}</p>')
    chosen = place.selectbox(
        text("release.withdraw_which"),
        shown,
        format_func=lambda n: text("release.version_n", number=n),
        key="withdraw",
        width=360,
    )
    if place.button(text("release.withdraw")):
        said = text("release.withdraw_done", number=chosen)
        do(lambda: releasing.withdraw_release(desk(), slug, chosen), said)


def page() -> None:
    """From top to bottom as one does it."""
    slug = chosen_round().slug
    found = releasing.readiness(desk(), slug)
    show(f"<h1>{text('pages.release_title')}</h1><p>{text('release.intro')}</p>")
    told()
    stopping = privacy.sightings(desk(), slug, limit=0).stopping
    show(releases.state_now(found, slug) + releases.ready(stopping, found.following))
    show(f"<h2>{text('release.step_all')}</h2>{releases.checklist(found, slug)}")
    private = f"<p>{text('release.private_help')}</p>"
    show(f'<h2 id="personoplysninger">{text("release.step_private")}</h2>{private}', "prose")
    stopping = private_words.found(slug)
    with st.expander(text("release.own_head")):
        show(f'<p class="small">{text("release.own_help")}</p>')
        private_words.own_words(slug)
    turned = bool(parameter(private_words.DECIDED))
    with st.expander(text("release.decisions_head"), expanded=turned):
        private_words.decided(slug)
    show(f"<h2>{text('release.step_release')}</h2>")
    release_form(slug, found, stopping)
    show(f"<h2>{text('release.step_history')}</h2>")
    earlier(slug, releasing.history(desk(), slug))


page()
