"""One passage, two proposals, two stances: does the stance head hold it against the right one?

A head that only hears the mood of the words gives a passage the same stance wherever it is
held. `corpus/turned/turned.yaml` was written by hand to show that, and is never learnt from.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from consult.domain.findings import Stance, StanceFinding
from consult.domain.people import RespondentKind
from consult.domain.proposals import Direction
from consult.evaluate.cases import about_subject
from consult.evaluate.corpus import DEFAULT_CORPUS, Round, read_yaml
from consult.evaluate.metrics import Metric, Outcome, accuracy, describe, macro_f1, rate
from consult.inference.features import PassageContext

DEFAULT_TURNED = DEFAULT_CORPUS.parent / "turned" / "turned.yaml"
LABELS = tuple(stance.value for stance in Stance)
METRICS: dict[str, Metric] = {
    "accuracy": accuracy,
    "macro_f1": macro_f1,
    "against_called_favor": rate("against", "favor"),
    "favor_called_against": rate("favor", "against"),
}


class Judge(Protocol):
    """Whatever tells stances; the shipped head is one."""

    def predict(self, contexts: Sequence[PassageContext]) -> list[StanceFinding]:
        """One finding a context, in order."""


@dataclass(frozen=True, slots=True)
class Side:
    """A proposal and the author's stance on it; `subject` tells it in one sentence, or is None."""

    title: str
    text: str
    direction: Direction
    stance: Stance
    subject: str | None


@dataclass(frozen=True, slots=True)
class Pair:
    """A passage and the sides it is held against; `turn` says how it speaks."""

    id: str
    theme: str
    sender: RespondentKind
    turn: str
    text: str
    sides: tuple[Side, ...]

    @property
    def is_turned(self) -> bool:
        """Whether the sides differ; plain facts are neutral towards all."""
        return len({side.stance for side in self.sides}) > 1


@dataclass(frozen=True, slots=True)
class Trial:
    """A pair held against one of its sides."""

    pair: Pair
    side: Side
    context: PassageContext


def load_turned(path: Path = DEFAULT_TURNED) -> tuple[Pair, ...]:
    """All pairs of the file, in its order."""
    return tuple(
        Pair(
            id=raw["id"],
            theme=raw["theme"],
            sender=RespondentKind(raw["sender"]),
            turn=raw["turn"],
            text=raw["text"],
            sides=tuple(_side(side) for side in raw["towards"]),
        )
        for raw in read_yaml(path)
    )


def _side(raw: dict[str, str]) -> Side:
    return Side(
        title=raw["title"],
        text=raw["text"],
        direction=Direction(raw["direction"]),
        stance=Stance(raw["stance"]),
        subject=raw.get("subject"),
    )


def trials(pairs: Sequence[Pair]) -> list[Trial]:
    """Every pair held against each of its sides, the proposal known."""
    return [
        Trial(
            pair,
            side,
            PassageContext(
                text=pair.text,
                proposal_number=str(number),
                proposal_title=side.title,
                proposal_text=side.text,
                direction=side.direction,
                respondent_kind=pair.sender,
                document=(pair.text,),
            ),
        )
        for pair in pairs
        for number, side in enumerate(pair.sides, 1)
    ]


def bare_trials(pairs: Sequence[Pair]) -> list[Trial]:
    """The pairs that have subjects, held against these: no title, no direction is known."""
    return [
        Trial(
            pair,
            side,
            replace(
                about_subject(pair.text, side.subject),
                respondent_kind=pair.sender,
                document=(pair.text,),
            ),
        )
        for pair in pairs
        for side in pair.sides
        if side.subject is not None
    ]


def turned_report(
    rounds: Sequence[Round], judge: Judge, path: Path = DEFAULT_TURNED
) -> dict[str, Any]:
    """All figures; `rounds` only tell what the commonest stance on each direction is."""
    pairs = load_turned(path)
    told, bare = trials(pairs), bare_trials(pairs)
    known = {t.pair.id for t in bare}
    same = [t for t in told if t.pair.id in known]
    usual = usual_stances(rounds)
    found = _predicted(told, judge)
    return {
        "set": hashlib.sha256(path.read_bytes()).hexdigest()[:12],
        "pairs": len(pairs),
        "turned_pairs": sum(pair.is_turned for pair in pairs),
        "with_proposal": _measured(told, found),
        "subject_only": _measured(bare, _predicted(bare, judge)),
        "same_pairs_with_proposal": _measured(same, _predicted(same, judge)),
        "direction_alone": _measured(told, _usual(told, usual)),
        "by_direction": _by(told, found, lambda t: t.side.direction.value, pairs=False),
        "by_stance": _by(told, found, lambda t: t.side.stance.value, pairs=False),
        "by_sender": _by(told, found, lambda t: t.pair.sender.value),
        "by_turn": _by(told, found, lambda t: t.pair.turn),
    }


def usual_stances(rounds: Sequence[Round]) -> dict[Direction, Stance]:
    """The commonest stance on proposals of each direction: the rule that reads no passage."""
    counts = Counter(
        (proposal.direction, about.stance)
        for round_ in rounds
        for response in round_.responses
        for passage in response.passages
        for about in passage.about
        if about.proposal and about.stance
        for proposal in [round_.catalogue.get(about.proposal)]
        if proposal is not None
    )
    ranked = sorted(counts.items(), key=lambda item: (item[1], item[0]))
    return {direction: stance for (direction, stance), _ in ranked}


def _usual(chosen: Sequence[Trial], usual: dict[Direction, Stance]) -> Outcome:
    said = [usual.get(t.side.direction, Stance.AGAINST).value for t in chosen]
    return _outcome(chosen, [[float(label == s) for label in LABELS] for s in said])


def _predicted(chosen: Sequence[Trial], judge: Judge) -> Outcome:
    findings = judge.predict([t.context for t in chosen])
    return _outcome(chosen, [[f.probabilities[Stance(s)] for s in LABELS] for f in findings])


def _outcome(chosen: Sequence[Trial], probabilities: list[list[float]]) -> Outcome:
    """The pair is the group: intervals draw whole pairs."""
    return Outcome(
        LABELS,
        np.array(probabilities, np.float32).reshape(-1, len(LABELS)),
        np.array([LABELS.index(t.side.stance.value) for t in chosen], np.int64),
        np.full(len(chosen), -1, np.int64),
        tuple(t.pair.id for t in chosen),
    )


def _measured(chosen: Sequence[Trial], found: Outcome) -> dict[str, Any]:
    return {**_described(found, METRICS), **_whole_pairs(chosen, found)}


def _described(found: Outcome, metrics: dict[str, Metric]) -> dict[str, Any]:
    report: dict[str, Any] = describe(found, metrics)
    return {"sides": report.pop("n"), "pairs": report.pop("responses"), **report}


def _whole_pairs(chosen: Sequence[Trial], found: Outcome) -> dict[str, Any]:
    """Shares of pairs: all sides right; the same among turned ones; those told apart at all."""
    turned = {t.pair.id for t in chosen if t.pair.is_turned}
    right: dict[str, bool] = {}
    said: dict[str, set[int]] = {}
    for name, truth, label in zip(found.groups, found.truth, found.predicted, strict=True):
        right[name] = right.get(name, True) and bool(truth == label)
        said.setdefault(name, set()).add(int(label))
    return {
        "both_right": _share(right),
        "turned_both_right": _share({k: v for k, v in right.items() if k in turned}),
        "told_apart": _share({k: len(v) > 1 for k, v in said.items() if k in turned}),
    }


def _share(holds: dict[str, bool]) -> Any:  # noqa: ANN401 - value, low and high; None without pairs
    """The share of pairs for which something holds, one row a pair."""
    if not holds:
        return None
    rows = np.array([[float(not held), float(held)] for held in holds.values()], np.float32)
    ones = np.ones(len(holds), np.int64)
    each = Outcome(("no", "yes"), rows, ones, -ones, tuple(holds))
    return describe(each, {"share": accuracy})["share"]


def _by(
    chosen: Sequence[Trial],
    found: Outcome,
    part: Callable[[Trial], str],
    *,
    pairs: bool = True,
) -> dict[str, Any]:
    """Accuracy of each part, and with `pairs` the share of its pairs that are wholly right."""
    return dict(_parts(chosen, found, [part(t) for t in chosen], pairs=pairs))


def _parts(
    chosen: Sequence[Trial], found: Outcome, names: Sequence[str], *, pairs: bool
) -> Iterator[tuple[str, dict[str, Any]]]:
    for name in sorted(set(names)):
        rows = np.flatnonzero(np.array(names) == name)
        view = found.take(rows)
        report = _described(view, {"accuracy": accuracy})
        if pairs:
            report["both_right"] = _whole_pairs([chosen[int(i)] for i in rows], view)["both_right"]
        yield name, report
