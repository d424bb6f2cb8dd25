"""A whole training on a corpus of a few hundred words, with a tiny encoder."""

import json
from dataclasses import replace
from pathlib import Path
from zlib import crc32

import numpy as np
import pytest

from consult.domain.errors import ModelError
from consult.domain.people import RespondentKind
from consult.evaluate.artefacts import write_arrays
from consult.evaluate.calibration import calibrate
from consult.evaluate.cases import Case
from consult.evaluate.crossval import WAYS, Samples, folds, hold_out, samples, train_parts
from consult.evaluate.held_logits import HeldLogits, case_key
from consult.evaluate.linear import HeadSpec
from consult.evaluate.training import fold
from consult.inference.encoder import Encoder, Matrix
from consult.inference.features import PassageContext, context_vectors, place
from consult.inference.hashing import HashedTfidf
from consult.inference.heads import HeadCard, LinearHead

LABELS = ("against", "favor", "neutral")
WORDS = {"against": "frygter uacceptabelt", "favor": "støtter glæder", "neutral": "noterer møde"}
SPEC = HeadSpec(
    name="stance",
    labels=LABELS,
    blocks=("passage", "direction", "position"),
    fields=("text",),
    views=("target", "document"),
    word_views=("target",),
    bits=12,
    alone=0.5,
)


def case(index: int) -> Case:
    label = LABELS[crc32(f"label {index}".encode()) % 3]
    word = WORDS[label].split()[index % 2]
    silent = crc32(f"silent {index}".encode()) % 3 == 0
    text = "Vi skriver om sagen" if silent else f"Vi {word} sagen om vejen"
    return Case(
        hand=f"r{index % 4}",
        round=f"r{index % 4}",
        round_type="budget",
        response=f"r{index % 4}-{index}",
        context=PassageContext(
            text=text,
            proposal_title=word if silent else "Vejen lukkes" if index % 5 else "",
            subject="Budget",
            respondent_kind=RespondentKind.CITIZEN,
            document=("Indledning", text),
            position=1,
        ),
        label=label,
        second=None,
        sure="high",
    )


CASES = [case(i) for i in range(120)]


@pytest.fixture
def data(tiny: Encoder) -> Samples:
    return samples(SPEC, CASES, tiny)


def test_what_is_held_out_is_whole_rounds_and_everything_once() -> None:
    held = folds([c.round for c in CASES], most=3)
    assert sorted(np.concatenate(held).tolist()) == list(range(120))
    rounds = [{CASES[i].round for i in rows} for rows in held]
    assert all(not a & b for a in rounds for b in rounds if a is not b)


def test_a_held_out_round_is_not_learnt_from(tiny: Encoder) -> None:
    """Labels of one round turned upside down must not change how it is predicted."""
    turned = [c if c.round != "r0" else Case(**{**_fields(c), "label": "neutral"}) for c in CASES]
    first = hold_out(SPEC, samples(SPEC, CASES, tiny))
    second = hold_out(SPEC, samples(SPEC, turned, tiny))
    rows = [i for i, c in enumerate(CASES) if c.round == "r0"]
    assert (first.logits["whole"][:, rows] == second.logits["whole"][:, rows]).all()
    assert (first.logits["whole"] != second.logits["whole"]).any()


def _fields(item: Case) -> dict[str, object]:
    return {name: getattr(item, name) for name in Case.__slots__}


def test_words_are_learnt_and_carry_to_other_rounds(data: Samples) -> None:
    outcome = hold_out(SPEC, data).outcome()
    assert (outcome.predicted == outcome.truth).mean() > 0.9


def test_the_folded_head_gives_what_the_parts_give(data: Samples, tiny: Encoder) -> None:
    held = hold_out(SPEC, data)
    parts = train_parts(SPEC, data, np.arange(len(CASES)))
    expected = held.calibration().apply(parts.logits(data.whole))
    arrays, features = fold(held, parts)
    card = HeadCard(
        "stance",
        "1",
        "tiny",
        LABELS,
        tuple(features["blocks"]),
        SPEC.fields,
        features["words"],
        features["relation"],
        SPEC.bits,
        0.5,
        1.0,
    )
    idf = arrays["idf"].astype(np.float32)
    head = LinearHead(
        card,
        arrays["dense"],
        arrays["sparse"].astype(np.float32),
        arrays["bias"],
        HashedTfidf(SPEC.bits, idf),
    )
    contexts = [c.context for c in CASES]
    vectors = context_vectors(tiny, contexts)
    found = np.stack([head.probabilities(place(c, vectors)) for c in contexts])
    np.testing.assert_allclose(found, expected, atol=5e-3)


def judged(logits: Matrix) -> HeldLogits:
    """What a relation model would have said of every case, alike in all views."""
    rows = {case_key(c): i for i, c in enumerate(CASES)}
    return HeldLogits(LABELS, rows, dict.fromkeys(WAYS, logits))


def trust(logits: Matrix, encoder: Encoder) -> float:
    """How far a head trusts a relation model that gives these logits."""
    spec = replace(SPEC, relation=True)
    held = hold_out(spec, samples(spec, CASES, encoder, judged(logits)))
    parts = train_parts(spec, held.data, np.arange(len(CASES)))
    return float(fold(held, parts)[1]["relation"])


def test_a_relation_model_that_knows_the_answers_is_trusted_one_that_guesses_is_not(
    tiny: Encoder,
) -> None:
    right = np.eye(len(LABELS), dtype=np.float32)[[LABELS.index(c.label) for c in CASES]]
    guesses = np.random.default_rng(1).normal(size=(len(CASES), len(LABELS))).astype(np.float32)
    assert trust(right * 2 - 1, tiny) > 4 * abs(trust(guesses, tiny))


def test_a_case_that_the_relation_model_never_met_is_told(tiny: Encoder) -> None:
    spec = replace(SPEC, relation=True)
    few = HeldLogits(LABELS, {}, {view: np.zeros((0, len(LABELS)), np.float32) for view in WAYS})
    with pytest.raises(ModelError, match="consult train relation"):
        samples(spec, CASES, tiny, few)


def test_training_twice_gives_the_same_bytes(data: Samples, tmp_path: Path) -> None:
    held = hold_out(SPEC, data)
    hashes = set()
    for name in ("first", "second"):
        parts = train_parts(SPEC, data, np.arange(len(CASES)))
        hashes.add(write_arrays(tmp_path / f"{name}.npz", fold(held, parts)[0]))
    assert len(hashes) == 1
    assert (tmp_path / "first.npz").read_bytes() == (tmp_path / "second.npz").read_bytes()


def test_calibration_turns_overconfidence_down() -> None:
    random = np.random.default_rng(1)
    truth = random.integers(0, 3, 900)
    said = np.where(random.random(900) < 0.7, truth, random.integers(0, 3, 900))
    logits = np.eye(3)[said][None] * 20
    shown = calibrate(logits, truth).apply(logits).max(axis=1)
    assert shown.mean() == pytest.approx((said == truth).mean(), abs=0.03)


def test_arrays_are_written_without_pickle(tmp_path: Path) -> None:
    write_arrays(tmp_path / "w.npz", {"a": np.arange(3)})
    with np.load(tmp_path / "w.npz", allow_pickle=False) as arrays:
        assert arrays["a"].tolist() == [0, 1, 2]
    assert json.dumps(SPEC.parts) == "5"
