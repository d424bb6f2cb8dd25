"""How varied the corpus is written, beside the gold sample: words, repeated phrases, near copies.

The moving-average type-token ratio is Covington and McFall's (2010): distinct words in a window
of fixed length, so that texts of unlike length compare.
"""

import json
import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from consult.evaluate.corpus import Round
from consult.evaluate.gold import DEFAULT_GOLD

_WORD = re.compile(r"\w+")
# Words; the gold sample has four windows of this length.
WINDOW = 1000
PHRASE = 4
# Responses with so large a share of their phrases in another are near copies of it.
COPY = 0.5
# A notice of fewer phrases ("X har ingen bemærkninger til Y") is worded alike by all who write one.
FEWEST = 8
SAMPLES = 20
SEED = 20260101


def diversity_report(rounds: Sequence[Round], gold: Path = DEFAULT_GOLD) -> dict[str, Any]:
    """The corpus in samples of the gold sample's size, the gold sample, and the near copies."""
    texts = [p.text for r in rounds for x in r.responses for p in x.passages if p.kind.is_judged]
    known = _gold(gold)
    size = len(known) or 135
    draw = np.random.default_rng(SEED)
    drawn = [
        _measures([texts[i] for i in draw.choice(len(texts), min(size, len(texts)), replace=False)])
        for _ in range(SAMPLES)
    ]
    ours = {name: round(sum(m[name] for m in drawn) / len(drawn), 4) for name in drawn[0]}
    copies = near_copies(rounds)
    return {
        "passages": len(texts),
        "words": sum(len(_WORD.findall(t)) for t in texts),
        "sample_of": size,
        "corpus": ours,
        "gold": _measures(known) if known else None,
        "near_copies": [list(pair) for pair in copies],
    }


def near_copies(rounds: Sequence[Round]) -> list[tuple[str, str]]:
    """Pairs of responses of which one has at least half of its four-word phrases in the other.

    Of those with `FEWEST` phrases or more.
    """
    found = {x.id: set(_phrases(x.text)) for r in rounds for x in r.responses}
    phrases = {name: own for name, own in found.items() if len(own) >= FEWEST}
    holders: dict[tuple[str, ...], list[str]] = {}
    for name, own in phrases.items():
        for phrase in own:
            holders.setdefault(phrase, []).append(name)
    shared: Counter[tuple[str, str]] = Counter()
    for names in holders.values():
        for i, first in enumerate(names):
            shared.update((first, second) for second in names[i + 1 :])
    return sorted(
        (a, b) for (a, b), n in shared.items() if n >= COPY * min(len(phrases[a]), len(phrases[b]))
    )


def _measures(texts: Sequence[str]) -> dict[str, float]:
    """Type-token ratio in windows, share of phrases that come again, median words a passage."""
    words = [w.lower() for t in texts for w in _WORD.findall(t)]
    windows = [words[i : i + WINDOW] for i in range(0, max(1, len(words) - WINDOW), WINDOW)]
    ratios = [len(set(w)) / max(1, len(w)) for w in windows]
    phrases = Counter(phrase for t in texts for phrase in _phrases(t))
    again = sum(n for n in phrases.values() if n > 1)
    lengths = sorted(len(_WORD.findall(t)) for t in texts)
    return {
        "type_token_ratio": round(sum(ratios) / len(ratios), 4),
        "repeated_phrases": round(again / max(1, sum(phrases.values())), 4),
        "median_words": lengths[len(lengths) // 2],
    }


def _phrases(text: str) -> list[tuple[str, ...]]:
    words = [w.lower() for w in _WORD.findall(text)]
    return list(zip(*(islice(words, i, None) for i in range(PHRASE)), strict=False))


def _gold(folder: Path) -> list[str]:
    path = folder / "passages.jsonl"
    if not path.is_file():
        return []
    return [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
