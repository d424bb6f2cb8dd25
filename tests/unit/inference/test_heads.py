import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from consult.domain.documents import Span
from consult.domain.findings import Stance
from consult.inference.encoder import Encoder
from consult.inference.features import PassageContext, context_vectors, place
from consult.inference.hashing import HashedTfidf
from consult.inference.heads import HeadCard, LinearHead, StanceHead, ThemeHead

BITS = 12
LABELS = ("favor", "against", "conditional", "neutral")


def head_on_words(labels: tuple[str, ...], words: dict[str, str]) -> LinearHead:
    """A head that knows nothing but some words and the label each speaks for."""
    tfidf = HashedTfidf(BITS, np.ones(1 << BITS, np.float32))
    sparse = np.zeros((1 << BITS, len(labels)), np.float32)
    for word, label in words.items():
        sparse[tfidf.columns([("text", word)])[0], labels.index(label)] = 9.0
    card = HeadCard(
        name="words",
        revision="1",
        encoder="tiny",
        labels=labels,
        blocks=("passage",),
        fields=("text",),
        words={"fields": 1.0},
        relation=0.0,
        bits=BITS,
        review_below=0.6,
        floor=0.2,
    )
    return LinearHead(
        card,
        np.zeros((16, len(labels)), np.float32),
        sparse,
        np.zeros(len(labels), np.float32),
        tfidf,
    )


@pytest.fixture
def stance(tiny: Encoder) -> StanceHead:
    return StanceHead(head_on_words(LABELS, {"imod": "against", "for": "favor"}), tiny)


def test_a_finding_has_a_distribution_and_says_which_model(stance: StanceHead) -> None:
    (finding,) = stance.predict([PassageContext("Vi er imod", proposal_number="7")])
    assert finding.label is Stance.AGAINST
    assert finding.proposal == "7"
    assert finding.score == finding.probabilities[Stance.AGAINST]
    assert sum(finding.probabilities.values()) == pytest.approx(1, abs=1e-6)
    assert finding.model == "words@1"


def test_the_evidence_is_the_sentence_that_speaks_for_the_label(stance: StanceHead) -> None:
    text = "Vi er et råd. Vi er imod. Hilsen rådet"
    (finding,) = stance.predict([PassageContext(text)])
    assert finding.evidence == (Span(14, 25),)
    assert finding.evidence[0].slice(text) == "Vi er imod."


def test_a_neutral_passage_has_no_evidence(tiny: Encoder) -> None:
    head = StanceHead(head_on_words(LABELS, {"tak": "neutral"}), tiny)
    (finding,) = head.predict([PassageContext("Mange tak. Hilsen os")])
    assert finding.label is Stance.NEUTRAL
    assert finding.evidence == ()


def test_a_doubtful_stance_is_for_a_person(stance: StanceHead) -> None:
    sure, doubtful = stance.predict([PassageContext("imod"), PassageContext("hvem ved")])
    assert not stance.needs_review(sure)
    assert stance.needs_review(doubtful)


def test_neighbours_in_the_batch_change_nothing(stance: StanceHead) -> None:
    contexts = [PassageContext(t, subject="Budget") for t in ("Vi er imod", "Vi er for", "Nej")]
    together = stance.predict(contexts)
    assert together == [stance.predict([c])[0] for c in contexts]
    assert together[::-1] == stance.predict(contexts[::-1])


def test_themes_come_in_descending_order_down_to_the_floor(tiny: Encoder) -> None:
    head = ThemeHead(
        head_on_words(("skole", "vej", "andet"), {"skole": "skole", "vej": "vej"}), tiny
    )
    (scores,) = head.predict([PassageContext("skole vej")])
    assert [s.theme for s in scores] == ["skole", "vej"]
    (one,) = head.predict([PassageContext("skole")])
    assert [s.theme for s in one] == ["skole"]
    assert not head.needs_review(one)
    assert head.needs_review(())


def test_words_of_a_view_count_by_their_trust(tiny: Encoder) -> None:
    head = head_on_words(("skole", "vej"), {"skole": "skole"})
    trusting = replace(head, card=replace(head.card, words={"fields": 1.0, "target": 1.0}))
    context = PassageContext("Vi er imod", proposal_title="skole")
    item = place(context, context_vectors(tiny, [context]))
    assert head.probabilities(item)[0] == pytest.approx(0.5)
    assert trusting.probabilities(item)[0] > 0.6


def test_a_head_is_read_back_as_it_was_written(tiny: Encoder, tmp_path: Path) -> None:
    head = head_on_words(LABELS, {"imod": "against"})
    card = {name: getattr(head.card, name) for name in HeadCard.__slots__}
    (tmp_path / "card.json").write_text(json.dumps({**card, "results": {}}), encoding="utf-8")
    np.savez(
        tmp_path / "weights.npz",
        dense=head.dense,
        sparse=head.sparse.astype(np.float16),
        bias=head.bias,
        idf=head.tfidf.idf,
    )
    again = LinearHead.read(tmp_path)
    assert again.card == head.card
    context = PassageContext("Vi er imod")
    item = place(context, context_vectors(tiny, [context]))
    assert (again.probabilities(item) == head.probabilities(item)).all()
