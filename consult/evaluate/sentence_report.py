"""What the sentence splitter is worth: on marked passages of hearings, and on the treebank."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from consult.evaluate.corpus import read_yaml
from consult.evaluate.language_report import Counts
from consult.language.sentences import sentences

DEFAULT_SENTENCES = Path(__file__).resolve().parents[2] / "corpus" / "sentences"
#: The file of UD_Danish-DDT that is measured on.
TREEBANK_TEST = "da_ddt-ud-test.conllu"
MARK = "‖"
#: So many sentences of the treebank, which has no paragraphs, are read as one.
TOGETHER = 10

Cut = tuple[str, frozenset[int]]


def splitting_report(treebank: Path) -> dict[str, Any]:
    """Sentence starts inside passages; the first start of a passage is nobody's merit."""
    report: dict[str, Any] = {
        "hearing": _score(marked_passages("test")),
        "hearing_seen": _score(marked_passages("dev")),
    }
    path = treebank / TREEBANK_TEST
    if path.is_file():
        return report | {"treebank": _score(_treebank(path))}
    return report | {"treebank": f"{TREEBANK_TEST} mangler: sæt CONSULT_TREEBANK"}


def marked_passages(name: str, folder: Path = DEFAULT_SENTENCES) -> Iterator[Cut]:
    """Each passage without its marks, and where the marks stood."""
    for passage in read_yaml(folder / f"{name}.yaml"):
        yield _joined(passage.split(MARK), "")


def _treebank(path: Path) -> Iterator[Cut]:
    lines = path.read_text(encoding="utf-8").splitlines()
    texts = [line.removeprefix("# text = ") for line in lines if line.startswith("# text = ")]
    for first in range(0, len(texts), TOGETHER):
        yield _joined(texts[first : first + TOGETHER], " ")


def _joined(parts: list[str], space: str) -> Cut:
    starts, text = set(), parts[0]
    for part in parts[1:]:
        text += space
        starts.add(len(text))
        text += part
    return text, frozenset(starts)


def _score(passages: Iterable[Cut]) -> dict[str, float]:
    total = Counter[str]()
    for text, true in passages:
        found = {span.start for span in sentences(text)[1:]}
        total["hits"] += len(found & true)
        total["false"] += len(found - true)
        total["missed"] += len(true - found)
    return Counts(total["hits"], total["false"], total["missed"]).report
