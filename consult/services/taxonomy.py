"""The themes of the installation: who may see them sees them, administrators change them.

Every change is a new edition; the one before can be brought back. Whoever changes says which
version they saw, so that nobody undoes what another has just done without knowing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from consult.domain.access import Action
from consult.domain.errors import TaxonomyError
from consult.domain.taxonomy import OWN_PREFIX, Edition, Taxonomy, Theme, edition_of, merged
from consult.inference.taxonomy import themes
from consult.services.desk import Desk
from consult.services.names import one_line, plain_letters, storable
from consult.store import taxonomies
from consult.store.database import Connection
from consult.store.taxonomies import EditionLine, changed_meanwhile

#: What the log calls the taxonomy.
SUBJECT = "emner"
#: Characters of an own theme's id that come from its name.
_NAMED = 40

_Change = Callable[[Taxonomy], tuple[Taxonomy, str]]


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One edition as it is listed: what was changed, by whom and when."""

    version: int
    what: str
    actor: str
    at: datetime


def current(desk: Desk) -> Taxonomy:
    """The themes that count now, for everyone whom nothing stops.

    Raises:
        DeniedError: the actor may see nothing at all before they have done something else.
    """
    with desk.read() as connection:
        desk.go_on()
        return latest(connection)


def latest(connection: Connection) -> Taxonomy:
    """The themes that count, for those who have a connection in hand."""
    version, edition = taxonomies.latest(connection)
    return merged(themes(), edition, version)


def history(desk: Desk, limit: int = 20) -> tuple[HistoryLine, ...]:
    """The latest editions, the newest first.

    Raises:
        DeniedError: the actor may not change the themes.
    """
    with desk.read() as connection:
        desk.need(Action.TAXONOMY)
        lines = taxonomies.every(connection, limit)
    return tuple(HistoryLine(e.version, e.what, e.actor, e.at) for e in lines)


def counts(desk: Desk) -> Mapping[str, int]:
    """How many passages of all rounds have each theme; themes without any are not in it.

    Raises:
        DeniedError: the actor may not change the themes.
    """
    with desk.read() as connection:
        desk.need(Action.TAXONOMY)
        return taxonomies.counts(connection)


def rename(desk: Desk, seen: int, theme: str, label: str, description: str) -> Taxonomy:
    """Call a theme something else; its id stays, so no finding changes.

    Raises:
        DeniedError: the actor may not change the themes.
        TaxonomyError: there is no such theme, the name cannot be, or `seen` is outdated.
    """
    named, about = one_line(label), one_line(description)

    def change(taxonomy: Taxonomy) -> tuple[Taxonomy, str]:
        found = _theme(taxonomy, theme)
        if not named:
            raise TaxonomyError(f"»{found.label}« skal hedde noget – skriv et navn.")
        changed = replace(found, label=named, description=about or found.description)
        told = (
            f"»{found.label}« hedder nu »{named}«"
            if named != found.label
            else (f"»{found.label}« er beskrevet på ny")
        )
        return _with(taxonomy, changed), told

    return _change(desk, seen, change)


def move(desk: Desk, seen: int, theme: str, steps: int) -> Taxonomy:
    """List a theme `steps` places further down (negative: up); at the end it stays there.

    Raises:
        DeniedError: the actor may not change the themes.
        TaxonomyError: there is no such theme, or `seen` is outdated.
    """

    def change(taxonomy: Taxonomy) -> tuple[Taxonomy, str]:
        found = _theme(taxonomy, theme)
        rest = [t for t in taxonomy.themes if t.id != theme]
        at = min(max(taxonomy.themes.index(found) + steps, 0), len(rest))
        listed = (*rest[:at], found, *rest[at:])
        return replace(taxonomy, themes=listed), f"»{found.label}« står nu som nr. {at + 1}"

    return _change(desk, seen, change)


def retire(desk: Desk, seen: int, theme: str) -> Taxonomy:
    """Let the machine no longer give a theme; its passages go to what it holds second.

    What was found before stays until the rounds are analysed again.

    Raises:
        DeniedError: the actor may not change the themes.
        TaxonomyError: there is no such theme, it is the last one, or `seen` is outdated.
    """
    return _change(desk, seen, lambda t: _retired(t, theme, True))


def bring_back(desk: Desk, seen: int, theme: str) -> Taxonomy:
    """Let the machine give a retired theme again.

    Raises:
        DeniedError: the actor may not change the themes.
        TaxonomyError: there is no such theme, or `seen` is outdated.
    """
    return _change(desk, seen, lambda t: _retired(t, theme, False))


def add(desk: Desk, seen: int, label: str, description: str, examples: tuple[str, ...]) -> Taxonomy:
    """A theme of one's own, told to the machine by examples; listed last.

    Raises:
        DeniedError: the actor may not change the themes.
        TaxonomyError: the name is taken or the examples are too few, or `seen` is outdated.
    """

    def change(taxonomy: Taxonomy) -> tuple[Taxonomy, str]:
        made = new_theme(taxonomy, label, description, examples)
        told = f"»{made.label}« er tilføjet med {len(made.examples)} eksempler"
        return replace(taxonomy, themes=(*taxonomy.themes, made)), told

    return _change(desk, seen, change)


def teach(desk: Desk, seen: int, theme: str, examples: tuple[str, ...]) -> Taxonomy:
    """Give an added theme other examples.

    Raises:
        DeniedError: the actor may not change the themes.
        TaxonomyError: there is no such added theme, they are too few, or `seen` is outdated.
    """

    def change(taxonomy: Taxonomy) -> tuple[Taxonomy, str]:
        found = _theme(taxonomy, theme)
        if not found.own:
            raise TaxonomyError(f"»{found.label}« følger med og læres ikke af eksempler her.")
        changed = replace(found, examples=_sentences(examples))
        return _with(taxonomy, changed), (
            f"»{found.label}« har nu {len(changed.examples)} eksempler"
        )

    return _change(desk, seen, change)


def restore(desk: Desk, seen: int, version: int) -> Taxonomy:
    """Make an earlier edition count again, as a new one; 0 is the themes as they ship.

    Added themes that it did not have are kept, retired: findings may carry them.

    Raises:
        DeniedError: the actor may not change the themes.
        TaxonomyError: there is no such version, or `seen` is outdated.
    """
    with desk.write() as connection:
        desk.need(Action.TAXONOMY)
        now = _seen(connection, seen)
        edition = taxonomies.one(connection, version)
        if edition is None:
            raise TaxonomyError(f"Udgave {version} af emnerne findes ikke – vælg en på listen.")
        earlier = merged(themes(), edition)
        kept = tuple(
            replace(t, retired=True) for t in now.themes if t.own and earlier.get(t.id) is None
        )
        then = Taxonomy((*earlier.themes, *kept))
        return _save(desk, connection, now, then, f"Udgave {version} gælder igen")


def new_theme(taxonomy: Taxonomy, label: str, description: str, examples: tuple[str, ...]) -> Theme:
    """The theme that `add` would add, checked; a pure function, for a look before it is saved.

    Raises:
        TaxonomyError: the name is taken, or the examples are too few.
    """
    named = one_line(label)
    made = Theme(
        _free_id(named, {t.id for t in taxonomy.themes}),
        named,
        one_line(description),
        _sentences(examples),
        own=True,
    )
    _checked(replace(taxonomy, themes=(*taxonomy.themes, made)))
    return made


def _change(desk: Desk, seen: int, change: _Change) -> Taxonomy:
    """Make the next edition out of the one that was seen."""
    with desk.write() as connection:
        desk.need(Action.TAXONOMY)
        now = _seen(connection, seen)
        then, told = change(now)
        return _save(desk, connection, now, then, told)


def _seen(connection: Connection, seen: int) -> Taxonomy:
    now = latest(connection)
    if now.version != seen:
        (newest,) = taxonomies.every(connection, 1)
        raise TaxonomyError(changed_meanwhile(newest.actor))
    return now


def _save(desk: Desk, connection: Connection, now: Taxonomy, then: Taxonomy, told: str) -> Taxonomy:
    edition = _checked(then)
    version = now.version + 1
    line = EditionLine(
        version, edition, storable(told), desk.actor.name, desk.actor.account_id, desk.now()
    )
    taxonomies.add(connection, line)
    desk.log(connection, "taxonomy.change", SUBJECT, told)
    return merged(themes(), edition, version)


def _checked(taxonomy: Taxonomy) -> Edition:
    """The edition of a taxonomy that can be."""
    edition = edition_of(taxonomy, themes())
    merged(themes(), edition)
    return edition


def _theme(taxonomy: Taxonomy, theme: str) -> Theme:
    found = taxonomy.get(theme)
    if found is None:
        raise TaxonomyError(f"Emnet »{theme}« findes ikke – vælg et på listen.")
    return found


def _with(taxonomy: Taxonomy, changed: Theme) -> Taxonomy:
    return replace(
        taxonomy, themes=tuple(changed if t.id == changed.id else t for t in taxonomy.themes)
    )


def _retired(taxonomy: Taxonomy, theme: str, retired: bool) -> tuple[Taxonomy, str]:
    found = _theme(taxonomy, theme)
    told = f"»{found.label}« er udgået" if retired else f"»{found.label}« er i brug igen"
    return _with(taxonomy, replace(found, retired=retired)), told


def _sentences(examples: tuple[str, ...]) -> tuple[str, ...]:
    """The examples, each on one line, empty ones and repetitions left out."""
    return tuple(dict.fromkeys(filter(None, map(one_line, examples))))


def _free_id(label: str, taken: set[str]) -> str:
    base = f"{OWN_PREFIX}{plain_letters(label, '_')[:_NAMED].strip('_') or 'emne'}"
    candidate, n = base, 1
    while candidate in taken:
        n += 1
        candidate = f"{base}_{n}"
    return candidate
