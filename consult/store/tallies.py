"""Results per proposal, added up from voices once and kept until the voices change.

Adding up includes the exact interval of every count, which costs the square of the number of
responses; that is too dear for a page (docs/decisions/0023).
"""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from consult.domain.counts import Count, count
from consult.domain.findings import Stance
from consult.domain.people import Respondent, RespondentKind
from consult.domain.summaries import ThemeCount
from consult.store.codec import LABELS
from consult.store.racing import insert
from consult.store.records import VoiceLine
from consult.store.responses import is_current
from consult.store.tables import response, tally, voice

#: How the absence of a proposal is written as a key.
NONE = ""
_KEY = [tally.c.consultation_id, tally.c.key]


@dataclass(frozen=True, slots=True)
class Tally:
    """What a proposal met. `stance` counts each response once; `senders` are distinct.

    `passages` is the number of stances on it, one for each passage that speaks.
    """

    responses: int = 0
    passages: int = 0
    senders: Mapping[RespondentKind, int] = field(default_factory=dict)
    stance: Mapping[Stance, Count] = field(
        default_factory=lambda: {label: Count(0, 0, 0) for label in LABELS}
    )
    themes: tuple[ThemeCount, ...] = ()


@dataclass(frozen=True, slots=True)
class Due:
    """A tally that is to be kept, and the voices it is the result of."""

    fingerprint: str
    tally: Tally


def every(connection: sa.Connection, consultation_id: int) -> dict[str | None, Tally]:
    """The tally of each proposal that any response speaks to; key None: names none."""
    marks = _fingerprints(connection, consultation_id)
    kept = {
        row.key: _tally(row.result)
        for row in connection.execute(_kept(consultation_id))
        if marks.get(row.key) == row.fingerprint
    }
    missing = marks.keys() - kept.keys()
    found = kept | _add_up(connection, consultation_id, missing)
    return {key or None: found[key] for key in marks}


def one(connection: sa.Connection, consultation_id: int, proposal: str | None) -> Tally:
    """The tally of one proposal."""
    key = proposal or NONE
    mark = _fingerprints(connection, consultation_id, [proposal]).get(key)
    if mark is None:
        return Tally()
    query = _kept(consultation_id).where(tally.c.key == key, tally.c.fingerprint == mark)
    row = connection.execute(query).first()
    if row is not None:
        return _tally(row.result)
    return _add_up(connection, consultation_id, [key])[key]


def outdated(connection: sa.Connection, consultation_id: int) -> dict[str, Due]:
    """The tallies, by key, whose voices are not those that the kept ones are the result of."""
    marks = _fingerprints(connection, consultation_id)
    kept = {row.key: row.fingerprint for row in connection.execute(_kept(consultation_id))}
    missing = {key for key, mark in marks.items() if kept.get(key) != mark}
    added = _add_up(connection, consultation_id, missing)
    return {key: Due(marks[key], added[key]) for key in sorted(missing)}


def keep(connection: sa.Connection, consultation_id: int, due: Mapping[str, Due]) -> None:
    """Keep tallies for later pages, also where another is just keeping the same."""
    rows = [
        {
            "consultation_id": consultation_id,
            "key": key,
            "fingerprint": d.fingerprint,
            "result": _json(d.tally),
        }
        for key, d in due.items()
    ]
    adding = insert(connection, tally)
    new = {"fingerprint": adding.excluded.fingerprint, "result": adding.excluded.result}
    connection.execute(adding.on_conflict_do_update(index_elements=_KEY, set_=new), rows)


def undecided(
    connection: sa.Connection,
    consultation_id: int,
    threshold: float,
    proposals: Collection[str | None] | None = None,
) -> dict[str | None, int]:
    """How many voices on each proposal, or on those named, score below the threshold."""
    query = (
        sa.select(voice.c.proposal, sa.func.count())
        .join(response, response.c.id == voice.c.response_id)
        .where(_counts(consultation_id), voice.c.score < threshold)
        .group_by(voice.c.proposal)
    )
    if proposals is not None:
        query = query.where(_among(proposals))
    return dict(connection.execute(query).all())


def voices(
    connection: sa.Connection,
    consultation_id: int,
    proposals: Collection[str | None],
    kinds: Collection[RespondentKind] = tuple(RespondentKind),
) -> Iterator[VoiceLine]:
    """What each response from senders of these kinds says about the proposals, streamed."""
    query = _voices().where(_counts(consultation_id), _among(proposals))
    query = query.where(response.c.respondent_kind.in_(list(kinds)))
    for row in connection.execute(query).mappings():
        yield _voice(row)


def of_sender(
    connection: sa.Connection, consultation_id: int, sender: str
) -> tuple[VoiceLine, ...]:
    """What each response of one sender says about every proposal."""
    query = _voices().where(is_current(consultation_id), response.c.sender == sender)
    return tuple(_voice(row) for row in connection.execute(query).mappings())


def _voices() -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            voice,
            response.c.sender,
            response.c.respondent_name,
            response.c.respondent_kind,
        )
        .join(response, response.c.id == voice.c.response_id)
        .order_by(voice.c.response_id, voice.c.id)
    )


def _counts(consultation_id: int) -> sa.ColumnElement[bool]:
    return sa.and_(voice.c.consultation_id == consultation_id, is_current(consultation_id))


def _among(proposals: Collection[str | None]) -> sa.ColumnElement[bool]:
    named = [p for p in proposals if p is not None]
    unnamed = [voice.c.proposal.is_(None)] if None in proposals else []
    return sa.or_(*unnamed, *([voice.c.proposal.in_(named)] if named else []))


def _voice(row: sa.RowMapping) -> VoiceLine:
    return VoiceLine(
        row["proposal"],
        row["response_id"],
        Respondent(row["respondent_name"], RespondentKind(row["respondent_kind"])),
        row["sender"],
        Stance(row["label"]),
        row["score"],
        (row["p_against"], row["p_conditional"], row["p_neutral"], row["p_favor"]),
        row["passages"],
        tuple(row["themes"]),
    )


def _fingerprints(
    connection: sa.Connection,
    consultation_id: int,
    proposals: Collection[str | None] | None = None,
) -> dict[str, str]:
    """What changes whenever a voice on the proposal comes, goes or stops counting."""
    query = (
        sa.select(voice.c.proposal, sa.func.count(), sa.func.sum(voice.c.id))
        .join(response, response.c.id == voice.c.response_id)
        .where(_counts(consultation_id))
        .group_by(voice.c.proposal)
    )
    if proposals is not None:
        query = query.where(_among(proposals))
    rows = connection.execute(query)
    return {proposal or NONE: f"{n}:{int(total)}" for proposal, n, total in rows}


def _kept(consultation_id: int) -> sa.Select[str, str, Any]:
    return sa.select(tally.c.key, tally.c.fingerprint, tally.c.result).where(
        tally.c.consultation_id == consultation_id
    )


def _add_up(
    connection: sa.Connection, consultation_id: int, keys: Iterable[str]
) -> dict[str, Tally]:
    wanted = {key or None for key in keys}
    if not wanted:
        return {}
    query = (
        sa.select(
            voice.c.proposal,
            voice.c.label,
            voice.c.passages,
            # Thousands of lists, few of them different: decoded once each.
            sa.cast(voice.c.themes, sa.Text).label("themes"),
            response.c.respondent_kind,
            response.c.sender,
            *(voice.c[f"p_{label}"] for label in LABELS),
        )
        .join(response, response.c.id == voice.c.response_id)
        .where(_counts(consultation_id), _among(wanted))
    )
    by_proposal: dict[str | None, list[sa.Row[*tuple[Any, ...]]]] = {p: [] for p in wanted}
    for row in connection.execute(query):
        by_proposal[row.proposal].append(row)
    return {proposal or NONE: _of(rows) for proposal, rows in by_proposal.items()}


def _of(rows: Collection[sa.Row[*tuple[Any, ...]]]) -> Tally:
    labels = Counter(row.label for row in rows)
    kinds = Counter(kind for kind, _ in {(row.respondent_kind, row.sender) for row in rows})
    themes: Counter[str] = Counter()
    for said, n in Counter(row.themes for row in rows).items():
        for theme in json.loads(said):
            themes[theme] += n
    # The last columns, in the order of the labels.
    chances = zip(*(row[-len(LABELS) :] for row in rows), strict=True)
    return Tally(
        len(rows),
        sum(row.passages for row in rows),
        {kind: kinds[kind] for kind in RespondentKind if kinds[kind]},
        {
            label: count(labels[label], chance)
            for label, chance in zip(LABELS, chances, strict=True)
        },
        tuple(
            ThemeCount(theme, n)
            for theme, n in sorted(themes.items(), key=lambda item: (-item[1], item[0]))
        ),
    )


def _json(found: Tally) -> dict[str, Any]:
    return {
        "responses": found.responses,
        "passages": found.passages,
        "senders": {kind.value: n for kind, n in found.senders.items()},
        "stance": {label.value: [c.n, c.low, c.high] for label, c in found.stance.items()},
        "themes": [[t.theme, t.responses] for t in found.themes],
    }


def _tally(result: Any) -> Tally:  # noqa: ANN401  (JSON)
    return Tally(
        result["responses"],
        result["passages"],
        {RespondentKind(kind): n for kind, n in result["senders"].items()},
        {Stance(label): Count(*numbers) for label, numbers in result["stance"].items()},
        tuple(ThemeCount(theme, n) for theme, n in result["themes"]),
    )
