"""Whether a correction makes sense where it is made; each error says what to do."""

from collections.abc import Sequence
from itertools import pairwise

from consult.domain.access import Actor
from consult.domain.documents import Span
from consult.domain.errors import ConflictError, ReviewError
from consult.domain.findings import Analysis
from consult.domain.reviews import Borders, Change, Judgement, Review, Sender, Withdrawal
from consult.store import rounds
from consult.store.database import Connection

#: Longest name of a sender, in characters.
LONGEST_NAME = 200
#: Most proposals and themes of one passage; more are a slip of the hand.
MOST = 50


def check(
    connection: Connection, consultation_id: int, shown: Analysis, change: Change, span: Span | None
) -> None:
    """See that a change can be made.

    Raises:
        ReviewError: it cannot; the message says why.
    """
    match change:
        case Sender():
            _sender(change)
        case Withdrawal():
            raise ReviewError("En rettelse fortrydes for sig selv, ikke som en rettelse.")
        case Judgement():
            _place(shown, span)
            known = rounds.catalogue_of(connection, consultation_id).numbers
            _judgement(change, known)
        case Borders():
            _borders(change, shown.document.text, _place(shown, span))


def no_conflict(
    actor: Actor, every: Sequence[Review], change: Change, span: Span | None, seen: int
) -> None:
    """See that nobody else has corrected the same since the correction that was `seen`.

    Raises:
        ConflictError: somebody has; the message says who.
    """
    own = (actor.name, actor.account_id)
    by_id = {r.id: r for r in every}
    for review in every:
        if review.id <= seen or (review.by, review.account_id) == own:
            continue
        about = review
        while isinstance(about.change, Withdrawal) and about.change.review_id in by_id:
            about = by_id[about.change.review_id]
        if _same_place(about, change, span):
            raise ConflictError(
                f"{review.by} har rettet det samme, siden du åbnede siden, og din rettelse er "
                "ikke gemt – genindlæs siden, og ret igen, hvis der er grund til det."
            )


def _same_place(review: Review, change: Change, span: Span | None) -> bool:
    if isinstance(change, Sender) or isinstance(review.change, Sender):
        return isinstance(change, Sender) and isinstance(review.change, Sender)
    if span is None or review.anchor is None:
        return False
    start = review.anchor.start
    return span.overlaps(Span(start, start + len(review.anchor.quote)))


def _sender(change: Sender) -> None:
    name = change.name
    if name is not None and not (name.strip() and len(name) <= LONGEST_NAME and "\0" not in name):
        raise ReviewError(
            f"Afsenderens navn skal være på 1 til {LONGEST_NAME} tegn – ret det, eller lad det stå "
            "tomt, hvis svaret ikke har noget navn."
        )


def _place(shown: Analysis, span: Span | None) -> Span:
    """The stretch, which must hold words of passages."""
    if span is None or not 0 <= span.start < span.end <= len(shown.document.text):
        raise ReviewError("Rettelsen gælder intet sted i svaret – genindlæs siden, og prøv igen.")
    if not any(f.passage.span.overlaps(span) for f in shown.findings):
        raise ReviewError("Der står ingen passage dér – genindlæs siden, og prøv igen.")
    return span


def _judgement(change: Judgement, known: tuple[str, ...]) -> None:
    spoken = [n for n, _ in change.stances]
    named = {*(change.links or ()), *(n for n in spoken if n is not None)}
    unknown = sorted(named.difference(known))
    if unknown:
        raise ReviewError(
            f"Kataloget har ikke {', '.join(unknown)} – vælg et af forslagene, det har."
        )
    if change.links is None and not spoken and change.themes is None:
        raise ReviewError("Rettelsen siger ikke noget – vælg, hvad der skal rettes.")
    if len(spoken) != len(set(spoken)) or (None in spoken and len(spoken) > 1):
        raise ReviewError("En passage har én holdning til hvert forslag – vælg kun én.")
    wanted: set[str | None] = {*(change.links or ())} or {None}
    if change.links is not None and not wanted.issuperset(spoken):
        raise ReviewError("Holdningen gælder et forslag, passagen ikke er koblet til – vælg begge.")
    if change.themes is not None and not change.themes:
        raise ReviewError("En passage skal have et emne – vælg mindst ét.")
    if len(named) > MOST or len(change.themes or ()) > MOST:
        raise ReviewError(f"Der er valgt mere end {MOST} – vælg færre.")


def _borders(change: Borders, text: str, span: Span) -> None:
    length = span.end - span.start
    edges = [0, *change.cuts, length]
    if edges != sorted(set(edges)):
        raise ReviewError("Passagen kan ikke deles dér – vælg et sted inde i den.")
    words = span.slice(text)
    parts = (words[a:b] for a, b in pairwise(edges))
    if not all(part.strip() for part in parts):
        raise ReviewError("Passagen kan ikke deles dér – der skal stå ord i begge dele.")
