"""The themes of an installation: those that ship, with what its administrators changed.

An edition is a list of entries in the order of the list; merging it over the shipped themes is
a pure function, so that a theme that ships later appears by itself.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from consult.domain.errors import TaxonomyError

#: Fewest example sentences of an added theme: with fewer the machine finds too little and takes
#: too much that belongs elsewhere (`models/results/added-themes.json`).
FEWEST_EXAMPLES = 5
#: Most of them, and most characters of one; each is encoded whenever a round is made ready.
MOST_EXAMPLES = 100
LONGEST_EXAMPLE = 1000
LONGEST_LABEL = 60
LONGEST_DESCRIPTION = 300
#: The ids of added themes begin so, which no theme that ships will ever do.
OWN_PREFIX = "egen_"


@dataclass(frozen=True, slots=True)
class Theme:
    """A subject area: its id, which never changes, its Danish name and what belongs to it.

    `retired`: the machine no longer gives it. `own`: added in this installation.
    """

    id: str
    label: str
    description: str
    examples: tuple[str, ...] = ()
    retired: bool = False
    own: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """What an edition says of one theme; None or () where it leaves what ships."""

    id: str
    label: str | None = None
    description: str | None = None
    examples: tuple[str, ...] = ()
    retired: bool = False


#: One edition of the installation's changes, in the order of the list.
Edition = tuple[Entry, ...]


@dataclass(frozen=True)
class Taxonomy:
    """All themes in the order in which they are listed; `version` is 0 for those that ship."""

    themes: tuple[Theme, ...]
    version: int = 0
    _by_id: Mapping[str, Theme] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the themes."""
        object.__setattr__(self, "_by_id", {t.id: t for t in self.themes})

    def get(self, theme: str) -> Theme | None:
        """The theme of that id, None where there is none."""
        return self._by_id.get(theme)

    def label(self, theme: str) -> str:
        """The Danish name, with a word where the theme is retired; the id where it is unknown."""
        found = self.get(theme)
        if found is None:
            return theme
        return f"{found.label} (udgået)" if found.retired else found.label

    @cached_property
    def active(self) -> tuple[Theme, ...]:
        """The themes that the machine gives."""
        return tuple(t for t in self.themes if not t.retired)

    @cached_property
    def retired(self) -> frozenset[str]:
        """The ids of the shipped themes that the machine no longer gives."""
        return frozenset(t.id for t in self.themes if t.retired and not t.own)

    @cached_property
    def added(self) -> tuple[Theme, ...]:
        """The added themes that the machine gives, by id: order must not change a finding."""
        return tuple(sorted((t for t in self.active if t.own), key=lambda t: t.id))

    @cached_property
    def judged_by(self) -> str:
        """What findings depend on, "" for the themes that ship: names and order are not in it."""
        if not self.retired and not self.added:
            return ""
        return repr((sorted(self.retired), [(t.id, t.examples) for t in self.added]))


def merged(shipped: Sequence[Theme], edition: Edition, version: int = 0) -> Taxonomy:
    """The shipped themes with an edition laid over them.

    Themes that the edition names come first, in its order; the others follow as they ship.

    Raises:
        TaxonomyError: the edition cannot be; the message says what is wrong with it.
    """
    known = {theme.id: theme for theme in shipped}
    named = [_changed(known.get(entry.id), entry) for entry in edition]
    rest = [theme for theme in shipped if theme.id not in {t.id for t in named}]
    found = Taxonomy((*named, *rest), version)
    _check(found)
    return found


def edition_of(taxonomy: Taxonomy, shipped: Sequence[Theme]) -> Edition:
    """The edition that gives the taxonomy; what is as it ships is left open in it."""
    known = {theme.id: theme for theme in shipped}
    return tuple(_entry(theme, known.get(theme.id)) for theme in taxonomy.themes)


def _changed(shipped: Theme | None, entry: Entry) -> Theme:
    if shipped is None:
        label = entry.label or ""
        return Theme(
            entry.id, label, entry.description or "", entry.examples, entry.retired, own=True
        )
    if entry.examples:
        raise TaxonomyError(
            f"Emnet »{shipped.label}« følger med og læres ikke af eksempler – "
            "tilføj et nyt emne i stedet."
        )
    label, about = entry.label or shipped.label, entry.description or shipped.description
    return replace(shipped, label=label, description=about, retired=entry.retired)


def _entry(theme: Theme, shipped: Theme | None) -> Entry:
    if shipped is None:
        return Entry(theme.id, theme.label, theme.description, theme.examples, theme.retired)
    return Entry(
        theme.id,
        theme.label if theme.label != shipped.label else None,
        theme.description if theme.description != shipped.description else None,
        (),
        theme.retired,
    )


def _check(taxonomy: Taxonomy) -> None:
    _check_distinct("Emnet", (t.id for t in taxonomy.themes))
    for theme in taxonomy.themes:
        check_label(theme.label)
        if len(theme.description) > LONGEST_DESCRIPTION:
            raise TaxonomyError(
                f"Beskrivelsen af »{theme.label}« er for lang – højst {LONGEST_DESCRIPTION} tegn."
            )
        if theme.own:
            check_examples(theme.label, theme.examples)
    _check_distinct("Navnet", (t.label.casefold() for t in taxonomy.themes))
    if not any(not t.own for t in taxonomy.active):
        raise TaxonomyError(
            "Mindst ét af de emner, der følger med, skal være i brug – "
            "ellers kan passager, der ikke ligner et tilføjet emne, ikke få noget."
        )


def check_label(label: str) -> None:
    """Go on only with a name that can stand in a list.

    Raises:
        TaxonomyError: it is empty or too long.
    """
    if not label.strip():
        raise TaxonomyError("Emnet mangler et navn – giv det ét, fx »Svømmehaller«.")
    if len(label) > LONGEST_LABEL or len(label.splitlines()) > 1:
        raise TaxonomyError(
            f"Navnet »{label[:LONGEST_LABEL]}« er for langt – "
            f"højst {LONGEST_LABEL} tegn på én linje."
        )


def check_examples(label: str, examples: Sequence[str]) -> None:
    """Go on only with examples that a theme can be learnt from.

    Raises:
        TaxonomyError: they are too few, too many or too long, or the same words twice.
    """
    distinct = {" ".join(e.casefold().split()) for e in examples} - {""}
    if len(distinct) < FEWEST_EXAMPLES:
        raise TaxonomyError(
            f"»{label}« har {len(distinct)} forskellige eksempler – skriv mindst "
            f"{FEWEST_EXAMPLES} sætninger, som de kunne stå i et høringssvar."
        )
    if len(examples) > MOST_EXAMPLES:
        raise TaxonomyError(f"»{label}« har over {MOST_EXAMPLES} eksempler – behold de bedste.")
    if any(len(e) > LONGEST_EXAMPLE for e in examples):
        raise TaxonomyError(
            f"Et eksempel til »{label}« er over {LONGEST_EXAMPLE} tegn – "
            "del det i sætninger, og behold de vigtigste."
        )


def _check_distinct(what: str, values: Iterable[str]) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise TaxonomyError(f"{what} »{value}« bruges to gange – vælg et andet.")
        seen.add(value)
