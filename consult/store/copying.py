"""A round copied into another database, under the same ids, with words masked on the way.

Only what counts is copied: responses that were replaced or withdrawn are left out, and so is all
that could give masked words away, such as hashes of the texts that they stood in.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from consult.domain.people import Respondent, RespondentKind
from consult.domain.redaction import MASK
from consult.store import tallies, visible
from consult.store.codec import alike_of, sender_column
from consult.store.responses import current_ids
from consult.store.stems import words
from consult.store.tables import (
    consultation,
    document,
    link,
    passage,
    posting,
    proposal,
    reference,
    response,
    source,
    stance,
    tally,
    voice,
)
from consult.store.visible import RESPONSE, Words

#: The words that readers see in place of those given, by field.
Mask = Callable[[Words], Mapping[str, str]]
Row = dict[str, Any]
_TABLES = {visible.ROUND: consultation, visible.PROPOSAL: proposal, visible.SOURCE: source}
#: Findings that hold no words of their own.
_PLAIN = (link, stance, voice)
#: All tables of which a release holds rows; a test asks of every other why it does not.
COPIED = frozenset(
    {*_TABLES.values(), response, document, passage, reference, *_PLAIN, posting, tally}
)


def copy_round(
    origin: sa.Connection, target: sa.Connection, consultation_id: int, mask: Mask
) -> None:
    """Copy a round as it is seen in `origin` into `target`, which has the same tables."""
    things: dict[str, list[Row]] = {kind: [] for kind in _TABLES}
    for kind, row in visible.rows(origin, consultation_id):
        masked = visible.filled(kind, row, mask(visible.words_of(kind, row)))
        # A hash of what a file held would let anyone try numbers until one fits.
        bare = {"path": "", "sha256": ""} if kind == visible.SOURCE else {}
        things[kind].append(masked | bare)
    for kind, table in _TABLES.items():
        _copy(target, table, things[kind])
    copies = _Responses(origin, target, mask)
    ids = current_ids(origin, consultation_id)
    for i in range(0, len(ids), visible.CHUNK):
        copies.copy(ids[i : i + visible.CHUNK])
    _copy(target, tally, _of(origin, tally, tally.c.consultation_id, [consultation_id]))
    due = tallies.outdated(target, consultation_id)
    if due:
        tallies.keep(target, consultation_id, due)


class _Responses:
    """Responses with all that was found in them, some at a time."""

    def __init__(self, origin: sa.Connection, target: sa.Connection, mask: Mask) -> None:
        self._origin = origin
        self._target = target
        self._mask = mask
        self._names: set[str] = set()
        self._senders: dict[str, str] = {}

    def copy(self, ids: Sequence[int]) -> None:
        """Copy the responses of those ids."""
        before = list(visible.response_rows(self._origin, ids))
        after = [
            visible.filled(RESPONSE, r, self._mask(visible.words_of(RESPONSE, r))) for r in before
        ]
        pairs = list(zip(before, after, strict=True))
        texts = {a["id"]: a["text"] for b, a in pairs if a["text"] != b["text"]}
        passages = self._rows(passage, ids)
        counts = _stems(passages, texts)
        for row in passages:
            text = texts.get(row["response_id"])
            if text is not None:
                row["words"] = counts[row["response_id"], row["index"]].total()
                # A hash of the words that stood there could be tried out.
                row["alike"] = alike_of(text[row["start"] : row["end"]])
        sums = Counter[int]()
        for row in passages:
            sums[row["response_id"]] += row["words"]
        _copy(self._target, response, [self._response(b, a, sums) for b, a in pairs])
        _copy(self._target, document, [_document(a) for a in after])
        _copy(self._target, passage, passages)
        references = self._rows(reference, ids)
        _copy(self._target, reference, [_reference(row, texts) for row in references])
        for table in _PLAIN:
            _copy(self._target, table, self._rows(table, ids))
        self._copy_postings([key for key in ids if key not in texts])
        _copy(
            self._target, posting, _postings({a["id"]: a["consultation_id"] for a in after}, counts)
        )

    def _copy_postings(self, ids: Sequence[int]) -> None:
        """The index of texts in which nothing is masked: most rows of a round, so straight on."""
        found = self._origin.execute(sa.select(posting).where(posting.c.response_id.in_(ids)))
        rows = [tuple(row) for row in found]
        if rows:
            insert = str(sa.insert(posting).compile(self._target))
            self._target.exec_driver_sql(insert, rows)

    def _rows(self, table: sa.Table, ids: Sequence[int]) -> list[Row]:
        return _of(self._origin, table, table.c.response_id, ids)

    def _response(self, before: Row, after: Row, sums: Mapping[int, int]) -> Row:
        row = {c.name: after[c.name] for c in response.c}
        return row | {
            "name": self._free(after["name"]),
            "sender": self._sender(before, after),
            "words": sums.get(row["id"], 0),
            # The version before is not in the release, and a hash could be tried out.
            "supersedes": None,
            "content_hash": "",
        }

    def _free(self, name: str) -> str:
        """The name, with a number where another masked one is the same."""
        free, n = name, 1
        while free in self._names:
            n += 1
            free = f"{name} ({n})"
        self._names.add(free)
        return free

    def _sender(self, before: Row, after: Row) -> str | None:
        """What tells senders apart: as it was, or by a number where it would give words away."""
        sender: str | None = before["sender"]
        if sender is None or _sender_of(before) == _sender_of(after):
            return sender
        told = f"{_sender_of(after)} ({len(self._senders) + 1})"
        return self._senders.setdefault(sender, told)


def _sender_of(row: Row) -> str:
    kind = RespondentKind(row["respondent_kind"])
    return sender_column(Respondent(row["respondent_name"], kind), row["name"])


def _document(row: Row) -> Row:
    return {c.name: row[c.name] for c in document.c if c.name != "response_id"} | {
        "response_id": row["id"]
    }


def _reference(row: Row, texts: Mapping[int, str]) -> Row:
    """The reference; what it could not resolve are words of the text, and may be masked."""
    shown = texts.get(row["response_id"], "")[row["start"] : row["end"]]
    return row | {"unresolved": []} if MASK in shown else row


def _stems(
    passages: Iterable[Row], texts: Mapping[int, str]
) -> dict[tuple[int, int], Counter[str]]:
    """How often each stem stands in the passages of masked texts."""
    return {
        (row["response_id"], row["index"]): Counter(
            stem for _, stem in words(texts[row["response_id"]][row["start"] : row["end"]])
        )
        for row in passages
        if row["response_id"] in texts
    }


def _postings(
    rounds: Mapping[int, int], counts: Mapping[tuple[int, int], Counter[str]]
) -> list[Row]:
    return [
        {
            "consultation_id": rounds[key],
            "stem": stem,
            "response_id": key,
            "passage": index,
            "count": n,
        }
        for (key, index), stems in counts.items()
        for stem, n in stems.items()
    ]


def _of(
    origin: sa.Connection, table: sa.Table, column: sa.Column[Any], ids: Sequence[int]
) -> list[Row]:
    query = sa.select(table).where(column.in_(ids)).order_by(*table.primary_key)
    return [dict(row) for row in origin.execute(query).mappings()]


def _copy(target: sa.Connection, table: sa.Table, rows: Sequence[Row]) -> None:
    if rows:
        target.execute(sa.insert(table), rows)
