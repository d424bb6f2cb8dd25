"""Deciding on private words: what the machine found one by one, and words of one's own."""

import streamlit as st

from consult.services import privacy
from consult.services.privacy import Kind, Redaction, Sighting, Verdict
from consult.ui import links
from consult.ui.asking import do
from consult.ui.choices import PAGE, choice, kept
from consult.ui.components import releases
from consult.ui.components.notice import notice
from consult.ui.components.paging import offset, page_number, pager
from consult.ui.frame import desk, parameter, show
from consult.ui.lists import part_of
from consult.ui.texts import text

#: The word of the address that chooses among kinds.
KIND = "fund"
#: Pixels of a form; a field as wide as the page asks for more than is needed.
WIDE = 736
#: Found words on a page; each has fields and buttons of its own.
HITS = 10
#: Where the page of the decisions stands in the address: what was found has pages of its own.
DECIDED = "afgjort"


def found(slug: str) -> int:
    """What was found, with a form for each; how many of them stop a release."""
    every = privacy.sightings(desk(), slug, limit=0)
    show(releases.searched(every))
    label = text("release.search_again" if every.check else "release.search")
    if st.button(label, type="secondary" if every.check else "primary"):
        with st.spinner(text("release.searching")):
            do(lambda: privacy.search_private(desk(), slug), text("release.search_done"))
    if any(every.counts.values()):
        _of_kind(slug)
    return every.stopping


def _of_kind(slug: str) -> None:
    kinds = {text(f"private.kind_{kind}"): kind for kind in Kind}
    kind = choice(st.container(width=360), KIND, text("release.kind"), kinds)
    total = privacy.sightings(desk(), slug, kind, limit=0).counts[kind]
    if not total:
        show(notice(text(f"private.none_{kind}")))
        return
    if kind is not Kind.CPR and st.button(text(f"private.remove_all_{kind}")):
        do(lambda: privacy.remove_kind(desk(), slug, kind), text(f"private.removed_all_{kind}"))
    page = page_number(parameter(PAGE), total, HITS)
    start = offset(page, HITS)
    for n, hit in enumerate(privacy.sightings(desk(), slug, kind, HITS, start).items, start + 1):
        _form(slug, hit, n)
    chosen = kept(KIND)

    def address(to: int) -> str:
        return links.release(slug, side=str(to), **chosen)

    show(pager(page, total, address, HITS))


def _form(slug: str, hit: Sighting, n: int) -> None:
    """One found stretch of words: take it out, or keep it and say why."""
    with st.form(f"hit-{hit.id}", width=WIDE):
        show(releases.sighting(hit, n, slug))
        reason = st.text_input(
            text("release.reason"), key=f"reason-{hit.id}", max_chars=privacy.LONGEST_REASON
        )
        everywhere = st.checkbox(
            text("release.remove_everywhere"), hit.kind is Kind.CPR, key=f"everywhere-{hit.id}"
        )
        left, right, _ = st.columns([1, 1, 2])
        remove = left.form_submit_button(
            text("release.remove_n", n=n), type="primary", width="stretch", key=f"remove-{hit.id}"
        )
        keep = right.form_submit_button(
            text("release.keep_n", n=n), width="stretch", key=f"keep-{hit.id}"
        )
    if remove or keep:
        verdict = Verdict.REMOVE if remove else Verdict.KEEP
        # To keep words is a matter of their place.
        everywhere = everywhere and remove
        said = text("release.removed_done" if remove else "release.kept_done")
        do(
            lambda: privacy.settle_sighting(desk(), slug, hit.id, verdict, everywhere, reason),
            said,
        )


def own_words(slug: str, response_id: int | None = None) -> None:
    """A form for words of one's own choice, in one response or in the whole round."""
    with st.form("own-words", clear_on_submit=True, width=WIDE):
        words = st.text_area(
            text("release.own_words"), key="own", max_chars=privacy.LONGEST_QUOTE, height=80
        )
        reason = st.text_input(text("release.own_reason"), max_chars=privacy.LONGEST_REASON)
        every = response_id is None or st.checkbox(
            text("release.own_everywhere"), key="own-everywhere"
        )
        asked = st.form_submit_button(text("release.own_button"))
    if asked:
        where = None if every else response_id
        do(lambda: privacy.redact(desk(), slug, words, where, reason), text("release.own_done"))


def decided(slug: str) -> None:
    """What was decided, a page at a time, and a way to undo what is on it."""
    made, part = part_of(
        lambda limit, start: privacy.decisions(desk(), slug, limit, start), DECIDED
    )
    if not made.total:
        show(f'<p class="muted">{text("release.no_decisions")}</p>')
        return
    chosen_kind = kept(KIND, PAGE)

    def address(to: int) -> str:
        return links.release(slug, **{**chosen_kind, DECIDED: str(to)})

    show(releases.decisions(made.items) + part.foot(address))
    standing = {_label(one): one.id for one in made.items if one.undone_at is None}
    if not standing:
        return
    chosen = st.selectbox(text("release.undo_which"), list(standing), key=f"undo-{part.page}")
    if st.button(text("release.undo")):
        do(lambda: privacy.undo(desk(), slug, standing[chosen]), text("release.undo_done"))


def _label(one: Redaction) -> str:
    d = one.decision
    words = d.anchor.quote or text(f"private.all_{d.kind}")
    what = text("release.removed" if d.verdict is Verdict.REMOVE else "release.kept")
    return f"{one.id}: {what} »{' '.join(words.split())[:60]}«"
