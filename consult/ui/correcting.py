"""The forms that correct a passage or a sender, and what comes of them; for pages."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from consult.domain.documents import Span
from consult.domain.errors import ConsultError
from consult.domain.findings import PassageFindings, Stance
from consult.domain.people import Respondent, RespondentKind
from consult.domain.proposals import Catalogue
from consult.domain.reviews import Borders, Change, Judgement, Sender
from consult.domain.voices import LABELS
from consult.services import reviewing
from consult.services.reviewing import judgement_of
from consult.ui import telling
from consult.ui.frame import desk, show
from consult.ui.plain import plain, short
from consult.ui.texts import text
from consult.ui.themes import theme_choices, theme_label

#: In the session: what is to be told on the page that is shown next, the correction that may be
#: applied to others, and what was done in each round, for undoing.
TELL, OFFER, DONE = "correct-tell", "correct-offer", "correct-done"

#: Pixels of a form beside the letter, which is as wide.
WIDE = 736


@dataclass(frozen=True, slots=True)
class Place:
    """A passage that is open to be corrected; `seen` is the last correction that is on screen."""

    slug: str
    response_id: int
    text: str
    found: PassageFindings
    seen: int

    @property
    def words(self) -> str:
        """The words of the passage."""
        return self.found.passage.span.slice(self.text)

    def key(self, name: str) -> str:
        """A widget's key: a form that was saved begins anew."""
        return f"{name}-{self.response_id}-{self.found.passage.start}-{self.seen}"


def tell(words: str) -> None:
    """Show the page anew, with these words (text) at its top."""
    telling.tell(words, TELL)


def told() -> None:
    """Show what came of the last button, once."""
    telling.told(TELL)


def done(slug: str) -> list[int | str]:
    """The corrections, and batches by name, of this sitting that can be undone; the last at end."""
    kept: dict[str, list[int | str]] = st.session_state.setdefault(DONE, {})
    return kept.setdefault(slug, [])


def last_done(slug: str) -> int | str | None:
    """What would be undone next."""
    return next(reversed(done(slug)), None)


def save(
    slug: str, response_id: int, change: Change, span: Span | None, reason: str, seen: int
) -> None:
    """Correct, remember what was done, and show the page anew; tells what is wrong instead."""
    try:
        made = reviewing.correct(desk(), slug, response_id, change, span, reason, seen)
    except ConsultError as error:
        telling.wrong(str(error))
        return
    done(slug).append(made)
    st.session_state.pop(OFFER, None)
    if isinstance(change, Judgement):
        st.session_state[OFFER] = made
    st.query_params.pop("ret", None)
    tell(text("correct.saved"))


def passage_form(place: Place, catalogue: Catalogue, following: PassageFindings | None) -> None:
    """All that can be corrected of a passage."""
    with st.container(border=True, width=WIDE):
        show(f"<h3>{text('correct.of_passage')}</h3>")
        links, stances = stance_fields(place, catalogue)
        themes = theme_field(place)
        reason = st.text_input(
            text("correct.reason"), key=place.key("reason"), max_chars=500, autocomplete="off"
        )
        with st.container(horizontal=True):
            if st.button(text("correct.save"), type="primary", key=place.key("save")):
                save_judgement(place, changed(place.found, links, stances, themes), reason)
            if st.button(text("correct.agree"), key=place.key("agree")):
                save_judgement(place, judgement_of(place.found), reason)
            if st.button(text("correct.cancel"), key=place.key("cancel")):
                st.query_params.pop("ret", None)
                st.rerun()
        border_fields(place, following)


def stance_fields(
    place: Place, catalogue: Catalogue
) -> tuple[tuple[str, ...], dict[str | None, Stance | None]]:
    """The proposals that the passage speaks of, and its stance on each."""
    titles = {p.number: p.title for p in catalogue}
    held = [link.proposal for link in place.found.links]
    links = st.multiselect(
        text("correct.links"),
        list(titles),
        [n for n in held if n in titles],
        format_func=lambda n: f"{n} {titles[n]}",
        key=place.key("links"),
        placeholder=text("correct.links_hint"),
    )
    now = {s.proposal: s.label for s in place.found.stances}
    targets: list[str | None] = [*links] or [None]
    stances = {n: _stance_field(place, n, now.get(n)) for n in targets}
    return tuple(links), stances


def _stance_field(place: Place, number: str | None, now: Stance | None) -> Stance | None:
    label = text("correct.stance_whole")
    if number is not None:
        label = text("correct.stance", number=plain(number))
    return st.radio(
        label,
        LABELS,
        index=LABELS.index(now) if now is not None else None,
        format_func=lambda s: text(f"stance.{s}"),
        horizontal=True,
        key=place.key(f"stance-{number}"),
    )


def theme_field(place: Place) -> tuple[str, ...]:
    """The themes of the passage, the dominant one first."""
    held = [theme.theme for theme in place.found.themes]
    options = list(dict.fromkeys((*theme_choices().values(), *held)))
    chosen = st.multiselect(
        text("correct.themes"), options, held, format_func=theme_label, key=place.key("themes")
    )
    return tuple(chosen)


def changed(
    found: PassageFindings,
    links: tuple[str, ...],
    stances: dict[str | None, Stance | None],
    themes: tuple[str, ...],
) -> Judgement | None:
    """What was chosen, as far as it is not as it was; None where all is."""
    now = judgement_of(found)
    was = dict(now.stances)
    tied = set(links) != set(now.links or ())
    said = tuple((n, s) for n, s in stances.items() if s is not None and (was.get(n) is not s))
    other = themes != now.themes
    if not (tied or said or other):
        return None
    return Judgement(links if tied else None, said, themes if other else None)


def save_judgement(place: Place, change: Judgement | None, reason: str = "") -> None:
    """Save what was chosen, or say that nothing was."""
    if change is None:
        telling.wrong(text("correct.nothing"))
        return
    span = place.found.passage.span
    save(place.slug, place.response_id, change, span, reason, place.seen)


def border_fields(place: Place, following: PassageFindings | None) -> None:
    """Cutting a passage in two, and putting it together with the next."""
    span, cuts = place.found.passage.span, word_starts(place.words)
    with st.expander(text("correct.borders")):
        if cuts:
            cut = st.selectbox(
                text("correct.split"),
                cuts,
                index=None,
                format_func=lambda at: f"…{short(place.words[at:], 50)}",
                placeholder=text("correct.split_pick"),
                key=place.key("cut"),
            )
            pressed = st.button(text("correct.split_button"), key=place.key("split"))
            if pressed and cut is not None:
                save(place.slug, place.response_id, Borders((cut,)), span, "", place.seen)
        if following is not None and st.button(text("correct.join"), key=place.key("join")):
            both = Span(span.start, following.passage.end)
            save(place.slug, place.response_id, Borders(()), both, "", place.seen)


def word_starts(words: str) -> Sequence[int]:
    """Where a passage can be cut: before each word, those that begin a sentence first."""
    starts = [i for i in range(1, len(words)) if words[i - 1].isspace() and not words[i].isspace()]

    def inside(at: int) -> bool:
        return not words[:at].rstrip().endswith((".", "!", "?", ":", ";"))

    return sorted(starts, key=lambda at: (inside(at), at))


def sender_form(slug: str, response_id: int, who: Respondent, seen: int) -> None:
    """Who sends the response."""
    kinds = list(RespondentKind)
    with st.form(f"sender-{response_id}-{seen}", width=WIDE):
        show(f"<h2>{text('correct.of_sender')}</h2>")
        name = st.text_input(
            text("correct.name"), who.name or "", max_chars=200, autocomplete="off"
        ).strip()
        kind = st.selectbox(
            text("correct.kind"),
            kinds,
            kinds.index(who.kind),
            format_func=lambda k: text(f"kind.{k}"),
        )
        reason = st.text_input(text("correct.reason"), max_chars=500, autocomplete="off")
        with st.container(horizontal=True):
            pressed = st.form_submit_button(text("correct.save"), type="primary")
            closed = st.form_submit_button(text("correct.cancel"))
    if closed:
        st.query_params.pop("ret", None)
        st.rerun()
    if not pressed:
        return
    change = Sender(name or None, kind)
    if change == Sender(who.name, who.kind):
        telling.wrong(text("correct.nothing_sender"))
        return
    save(slug, response_id, change, None, reason, seen)
