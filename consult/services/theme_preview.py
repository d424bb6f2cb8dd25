"""What a new theme would take, before it is saved: a look at the stored passages most like it."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from consult.domain.access import Action
from consult.domain.findings import ThemeScore
from consult.domain.proposals import Catalogue
from consult.domain.taxonomy import Taxonomy, Theme
from consult.inference.features import PassageContext
from consult.services.desk import Desk
from consult.services.taxonomy import latest, new_theme
from consult.store import candidates, rounds
from consult.store.candidates import Candidate
from consult.store.database import Connection

#: Passages that are judged for a look: some seconds on one core.
LOOKED_AT = 120
#: Passages that are shown.
SHOWN = 20

#: Taxonomy, new theme, contexts and what they have now -> how likely each is of the new theme.
Try = Callable[
    [Taxonomy, Theme, Sequence[PassageContext], Sequence[tuple[ThemeScore, ...]]], list[float]
]


@dataclass(frozen=True, slots=True)
class Taken:
    """A passage that would get the theme, how likely, and the slug of its round."""

    slug: str
    found: Candidate
    chance: float

    @property
    def theme(self) -> str | None:
        """The theme that it has now."""
        return self.found.themes[0].theme if self.found.themes else None


@dataclass(frozen=True, slots=True)
class Preview:
    """The passages that would get `theme`, the likeliest first, of `looked_at` that were judged.

    `sources` counts by the theme that they have now; `shown` are the first of them.
    """

    theme: Theme
    looked_at: int
    total: int
    sources: Mapping[str, int]
    shown: tuple[Taken, ...]


def preview(
    desk: Desk,
    judge: Try,
    label: str,
    description: str,
    examples: tuple[str, ...],
) -> Preview:
    """What a theme of that name and those examples would take.

    Raises:
        DeniedError: the actor may not change the themes.
        TaxonomyError: such a theme cannot be added; the message says why.
    """
    with desk.read() as connection:
        desk.need(Action.TAXONOMY)
        taxonomy = latest(connection)
        theme = new_theme(taxonomy, label, description, examples)
        found = _alike(connection, theme)
        catalogues = {slug: catalogue for slug, catalogue, _ in found}
        lines = [(slug, c) for slug, _, c in found]
    contexts = _contexts(lines, catalogues)
    chances = judge(taxonomy, theme, contexts, [c.themes for _, c in lines])
    return _preview(theme, [Taken(s, c, p) for (s, c), p in zip(lines, chances, strict=True)])


def _alike(connection: Connection, theme: Theme) -> list[tuple[str, Catalogue, Candidate]]:
    """The passages of all rounds that share most words with the examples."""
    stems = candidates.stems_of(theme.examples)
    ranked = []
    for made in rounds.every(connection):
        best = candidates.alike(connection, made.id, stems, LOOKED_AT)
        ranked += [(-weight, made.id, made.slug, (key, index)) for weight, key, index in best]
    chosen = sorted(ranked)[:LOOKED_AT]
    catalogues = {
        key: rounds.catalogue_of(connection, key) for key in {key for _, key, _, _ in chosen}
    }
    read = candidates.candidates(connection, [place for _, _, _, place in chosen])
    of = {place: (slug, catalogues[key]) for _, key, slug, place in chosen}
    return [(*of[c.response_id, c.passage], c) for c in read]


def _contexts(
    lines: Sequence[tuple[str, Candidate]], catalogues: Mapping[str, Catalogue]
) -> list[PassageContext]:
    """As the pipeline reads them, but for the rest of each response: what was found of it."""
    texts: dict[int, list[str]] = {}
    for _, found in lines:
        texts.setdefault(found.response_id, []).append(found.text)
    return [
        PassageContext(text=found.text, document=tuple(texts[found.response_id])).towards(
            None if found.proposal is None else catalogues[slug].get(found.proposal),
            catalogue=len(catalogues[slug]) > 0,
        )
        for slug, found in lines
    ]


def _preview(theme: Theme, judged: Sequence[Taken]) -> Preview:
    taken = [t for t in judged if t.chance > _held(t)]
    order = sorted(taken, key=lambda t: (-t.chance, t.found.response_id, t.found.passage))
    sources = Counter(t.theme for t in taken if t.theme is not None)
    counted = dict(sorted(sources.items(), key=lambda item: (-item[1], item[0])))
    return Preview(theme, len(judged), len(taken), counted, tuple(order[:SHOWN]))


def _held(taken: Taken) -> float:
    """How likely its theme of now would be beside the new one."""
    now = taken.found.themes[0].score if taken.found.themes else 0.0
    return now * (1 - taken.chance)
