"""The queue: one doubtful passage at a time, judged by one key."""

from html import escape

import streamlit as st

from consult.domain.errors import NotFoundError
from consult.domain.findings import PassageFindings, Stance
from consult.domain.proposals import Catalogue
from consult.domain.reviews import Judgement
from consult.domain.voices import LABELS
from consult.services import queue, reviewing, rounds
from consult.services.browsing import ResponsePage, response_page
from consult.services.queue import Doubt, Progress
from consult.services.reviewing import judgement_of
from consult.ui import links
from consult.ui.alike_view import offer
from consult.ui.components.corrected import quote_of, said
from consult.ui.components.letter import letter
from consult.ui.components.notice import notice
from consult.ui.components.quotation import who
from consult.ui.components.stance_bar import stance_tag
from consult.ui.correcting import (
    Place,
    changed,
    last_done,
    save_judgement,
    stance_fields,
    theme_field,
    told,
)
from consult.ui.frame import chosen_round, desk, show, threshold
from consult.ui.plain import plain
from consult.ui.texts import counted, number, percent, text
from consult.ui.undoing import undo

#: One key for each button; none of them is one of Streamlit's own (C, R).
KEYS = {"agree": "M", "proposal": "P", "theme": "E", "skip": "S", "undo": "Z"}
STANCE_KEYS = dict(zip(LABELS, "1234", strict=True))
#: In the session: what was skipped, and which form is open.
SKIPPED, OPEN = "queue-skipped", "queue-open"


def progress(found: Progress) -> str:
    """How far persons have come, in words: a bar alone says nothing to a screen reader."""
    parts = [counted("queue.left", found.groups)]
    if found.passages != found.groups:
        parts[0] += f" ({text('queue.passages', n=number(found.passages))})"
    parts.append(counted("queue.decided", found.decided))
    share = text("queue.share", share=percent(found.share))
    return (
        f'<progress class="slim" value="{found.share:.3f}" max="1" aria-label="{escape(share)}">'
        f'</progress><p class="small muted">{escape(" · ".join(parts))}</p>'
    )


def button(name: str, label: str, kind: str = "", **more: object) -> bool:
    """A button with its key, where keys are wanted."""
    shortcut = kind or KEYS[name]
    return st.button(
        label,
        key=f"queue-{name}",
        shortcut=shortcut if st.session_state.get("queue-keys", True) else None,
        disabled=bool(more.get("disabled", False)),
        type="primary" if name == "agree" else "secondary",
    )


def doubtful(doubt: Doubt, slug: str) -> None:
    """One passage: its words with what stands around, the machine's proposal, the buttons."""
    page = response_page(desk(), slug, doubt.response_id)
    if page.analysis is None or doubt.passage >= len(page.analysis.findings):
        raise NotFoundError(text("reader.not_found"))
    lines = reviewing.history(desk(), slug, doubt.response_id)
    found = page.analysis.findings[doubt.passage]
    seen = lines[0].last if lines else 0
    place = Place(slug, doubt.response_id, page.document.text, found, seen)
    catalogue = rounds.catalogue(desk(), slug)
    show(head(page, doubt, slug) + words(page, doubt, slug))
    judge(place, catalogue)


def head(page: ResponsePage, doubt: Doubt, slug: str) -> str:
    """Who says it, in which response, and in how many others."""
    respondent = page.response.respondent
    about = [escape(who(respondent))] if respondent is not None else []
    way = links.response(slug, doubt.response_id, doubt.passage)
    about.append(escape(text("reader.title", name=page.response.document)))
    about.append(links.anchor(way, text("queue.way")))
    if doubt.copies > 1:
        about.append(f"<b>{text('queue.copies', n=doubt.copies)}</b>")
    return f'<h2>{text("queue.here")}</h2><p class="source">{" · ".join(about)}</p>'


def words(page: ResponsePage, doubt: Doubt, slug: str) -> str:
    """The passage, marked, between those before and after it."""
    if page.analysis is None:
        return ""
    around = slice(max(0, doubt.passage - 1), doubt.passage + 2)
    return letter(page.analysis, slug, doubt.passage, threshold(), part=around)


def target(found: PassageFindings) -> str | None:
    """The proposal on which the machine is least sure of the stance."""
    unsure = min(found.stances, key=lambda s: s.score, default=None)
    return unsure.proposal if unsure is not None else None


def judge(place: Place, catalogue: Catalogue) -> None:
    """The buttons, and the form that one of them has opened."""
    about = target(place.found)
    name = text("reader.whole") if about is None else f"{about} {_title(catalogue, about)}".strip()
    show(f"<h3>{escape(text('queue.is_stance', target=name))}</h3>{proposed(place.found, about)}")
    with st.container(horizontal=True):
        if button("agree", text("correct.agree")):
            save_judgement(place, judgement_of(place.found))
        for label, key in STANCE_KEYS.items():
            if button(f"stance-{label}", text(f"stance.{label}"), key):
                save_judgement(place, stanced(place.found, about, label))
    with st.container(horizontal=True):
        for form in ("proposal", "theme"):
            if button(form, text(f"queue.{form}")):
                st.session_state[OPEN] = place.key(form)
        if button("skip", text("queue.skip")):
            skipped = st.session_state.setdefault(SKIPPED, {}).setdefault(place.slug, set())
            skipped.add((place.response_id, place.found.passage.index))
            st.rerun()
        last = last_done(place.slug)
        if button("undo", text("queue.undo"), disabled=last is None) and last is not None:
            undo(place.slug, last)
    form_of(place, catalogue)


def proposed(found: PassageFindings, about: str | None) -> str:
    """What the machine holds, beside the buttons that agree or say otherwise."""
    stance = next((s for s in found.stances if s.proposal == about), None)
    if stance is None:
        return ""
    sure = text("queue.sure", score=percent(stance.score))
    tag = stance_tag(stance.label)
    return f'<p>{text("queue.found")}: {tag} <span class="muted">({escape(sure)})</span></p>'


def stanced(found: PassageFindings, about: str | None, label: Stance) -> Judgement:
    """The passage as it is shown, but with that stance on that proposal."""
    now = judgement_of(found)
    stances = dict(now.stances) | {about: label}
    return Judgement(now.links, tuple(stances.items()), now.themes or None)


def form_of(place: Place, catalogue: Catalogue) -> None:
    """The form that is open, if any is."""
    chosen, now = st.session_state.get(OPEN), judgement_of(place.found)
    if chosen == place.key("proposal"):
        fields = (*stance_fields(place, catalogue), now.themes or ())
    elif chosen == place.key("theme"):
        fields = (now.links or (), dict(now.stances), theme_field(place))
    else:
        return
    if st.button(text("correct.save"), type="primary", key=place.key("queue-save")):
        save_judgement(place, changed(place.found, *fields))


def unfitting(slug: str) -> None:
    """The corrections that fit nowhere any more, each with the way to its response."""
    found = reviewing.unfitting(desk(), slug)
    if not found.total:
        return
    show(
        f"<h2>{text('queue.unfitting')}</h2><p>{counted('queue.unfitting_n', found.total)} "
        f"{text('queue.unfitting_help')}</p>"
    )
    for one in found.items:
        way = links.anchor(links.response(slug, one.response_id), one.document)
        about = f"{escape(said(one.review))} {escape(quote_of(one.review))}"
        show(f'<p class="words">{about}</p><p class="source">{way} · {escape(one.review.by)}</p>')
        label = f"{text('queue.drop')} ({plain(one.document)})"
        if st.button(label, key=f"drop-{one.review.id}"):
            undo(slug, one.review.id)


def _title(catalogue: Catalogue, proposal: str) -> str:
    found = catalogue.get(proposal)
    return found.title if found is not None else ""


def page() -> None:
    """Progress, the passage, the offer to correct those alike, and what fits no more."""
    slug = chosen_round().slug
    skipped = st.session_state.get(SKIPPED, {}).get(slug, set())
    found = queue.first(desk(), slug, skipped)
    show(f"<h1>{text('pages.queue')}</h1><p>{text('queue.intro')}</p>{progress(found.progress)}")
    told()
    offer(slug)
    if found.items:
        doubtful(found.items[0], slug)
    else:
        show(notice(text("queue.skipped" if found.progress.groups else "queue.done")))
        last = last_done(slug)
        if last is not None and st.button(text("queue.undo"), key="queue-undo-done"):
            undo(slug, last)
    if skipped and st.button(text("queue.again"), key="queue-again"):
        st.session_state[SKIPPED].pop(slug)
        st.rerun()
    st.toggle(text("queue.keys"), True, key="queue-keys", help=text("queue.keys_help"))
    unfitting(slug)


page()
