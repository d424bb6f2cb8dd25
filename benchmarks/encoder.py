"""How fast the shipped encoder and the heads are, in passages per CPU-second on one thread.

    nice -n 10 .venv/bin/python benchmarks/encoder.py [OUT.json]

Texts are runs of words from the corpus; every text is distinct, so no cache helps.
"""

import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from consult.domain.proposals import Direction
from consult.evaluate.corpus import load_corpus
from consult.inference.encoder import CachedEncoder
from consult.inference.features import PassageContext
from consult.inference.manifest import Models, load_encoder, load_models

LENGTHS = (12, 40, 100)
COUNT = 40


def texts(words: Sequence[str], length: int, offset: int) -> list[str]:
    """Distinct stretches of `length` words, none of them seen at another `offset`."""
    starts = [(offset + i * (length + 7)) % (len(words) - length) for i in range(COUNT)]
    return [" ".join(words[s : s + length]) for s in starts]


def seconds(work: Callable[[], object]) -> float:
    """CPU-seconds of this process."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def judge(models: Models, passages: Sequence[str]) -> None:
    """Theme and stance of the passages of one response, with evidence."""
    contexts = [
        PassageContext(
            text=text,
            proposal_number="7",
            proposal_title="Klippekort til ældre afskaffes",
            direction=Direction.CUT,
            subject="Budget 2027",
            document=tuple(passages),
            position=i,
        )
        for i, text in enumerate(passages)
    ]
    models.theme.predict(contexts)
    models.stance.predict(contexts)


def main() -> None:
    """Print, and write where asked."""
    rounds = load_corpus()
    words = " ".join(p.text for r in rounds for x in r.responses for p in x.passages).split()
    begun = time.process_time()
    models = load_models()
    report: dict[str, object] = {"load_models_cpu_s": round(time.process_time() - begun, 2)}
    plain = CachedEncoder(load_encoder())
    plain.encode(texts(words, 30, 1))
    for length in LENGTHS:
        alone = seconds(lambda n=length: plain.encode(texts(words, n, 1000)))
        whole = seconds(lambda n=length: judge(models, texts(words, n, 1000)))
        report[f"{length}_words"] = {
            "encoder_per_cpu_s": round(COUNT / alone, 1),
            "judged_per_cpu_s": round(COUNT / whole, 1),
            "judged_over_encoder": round(whole / alone, 2),
        }
    text = json.dumps(report, indent=2)
    print(text)
    for path in sys.argv[1:]:
        Path(path).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
