"""What the store hands out about releases, decisions on private words, and visits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from consult.domain.redaction import Anchor, Kind, Scope, Verdict


@dataclass(frozen=True, slots=True)
class Release:
    """A version of a round that readers see, or saw.

    `made_at` is the moment that it shows. `name` is what the round is called in it. `counts`
    are numbers over it: responses, passages, removed and kept words.
    """

    id: int
    consultation_id: int
    number: int
    made_at: datetime
    made_by: str
    note: str
    name: str
    file: str
    sha256: str
    counts: Mapping[str, int]
    withdrawn_at: datetime | None = None
    withdrawn_by: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided on words, before it is written down.

    `owner` and `field` say where they stand, see `consult.store.visible`; `kind` is None for
    words that a person pointed out.
    """

    verdict: Verdict
    scope: Scope
    kind: Kind | None
    owner: str
    field: str
    anchor: Anchor
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Redaction:
    """A decision with who made it, and who undid it."""

    id: int
    decision: Decision
    made_at: datetime
    made_by: str
    undone_at: datetime | None = None
    undone_by: str | None = None


@dataclass(frozen=True, slots=True)
class Sighting:
    """Words that the machine found and nobody has decided on."""

    id: int
    response_id: int | None
    kind: Kind
    rule: str
    owner: str
    field: str
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class Check:
    """The last search for private words in a round."""

    made_at: datetime
    made_by: str


@dataclass(frozen=True, slots=True)
class Visit:
    """When an account last looked at a round, and up to where it had seen it before this visit."""

    seen: datetime
    release: int | None
    since: datetime | None
    since_release: int | None
