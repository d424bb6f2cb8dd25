"""Sentences with marked names: the treebank's (outside the project) and the project's own."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from consult.domain.documents import Span
from consult.domain.names import Name, NameKind
from consult.evaluate.corpus import read_yaml

DEFAULT_NAMES = Path(__file__).resolve().parents[2] / "corpus" / "names"
#: The files of UNER_Danish-DDT that are learnt from and tested on.
TREEBANK_TRAIN, TREEBANK_TEST = "da_ddt-ud-train.iob2", "da_ddt-ud-test.iob2"
_MARK = re.compile(r"\[(PER|ORG|LOC) ([^\]]+)\]")
_ROAD = re.compile(r"\w(?:vej|vejen|gade|stræde|vænget|stien|parken|bakken)\b")
_NUMBERED = re.compile(r" \d+\w?$")


@dataclass(frozen=True, slots=True)
class NamedSentence:
    """A sentence and the names in it."""

    text: str
    names: tuple[Name, ...]


def marked(line: str) -> NamedSentence:
    """`[PER Jens Bak] bor her` as a sentence with its names."""
    text, names, at = "", [], 0
    for match in _MARK.finditer(line):
        text += line[at : match.start()]
        names.append(Name(NameKind(match[1]), Span(len(text), len(text) + len(match[2]))))
        text += match[2]
        at = match.end()
    return NamedSentence(text + line[at:], tuple(names))


def own_sentences(name: str, folder: Path = DEFAULT_NAMES) -> list[NamedSentence]:
    """The project's sentences of `train` or `test`."""
    return [marked(line) for line in read_yaml(folder / f"{name}.yaml")]


def treebank_sentences(path: Path) -> list[NamedSentence]:
    """The sentences of an IOB2 file, names by their characters in `# text`."""
    blocks = path.read_text(encoding="utf-8").split("\n\n")
    return [_sentence(block.splitlines()) for block in blocks if "# text = " in block]


def _sentence(lines: Sequence[str]) -> NamedSentence:
    text = next(line for line in lines if line.startswith("# text = "))[len("# text = ") :]
    names: list[Name] = []
    end = 0
    for row in (line.split("\t") for line in lines if not line.startswith("#")):
        start = text.index(row[1], end)
        end = start + len(row[1])
        part, _, kind = row[2].partition("-")
        if part == "B":
            names.append(Name(NameKind(kind), Span(start, end)))
        elif part == "I":
            names[-1] = Name(names[-1].kind, Span(names[-1].span.start, end))
    return NamedSentence(text, tuple(names))


class Renamer:
    """Gives sentences other names of the same kind, drawn from the lists."""

    def __init__(self, lists: Mapping[str, Sequence[str]], seed: int) -> None:
        self._lists = lists
        self._random = Random(seed)  # noqa: S311 # nosec B311 - the same names

    def variants(self, sentences: Sequence[NamedSentence], times: int) -> Iterator[NamedSentence]:
        """Each sentence with a name `times` over, every name changed."""
        for sentence in sentences:
            if sentence.names:
                yield from (self._renamed(sentence) for _ in range(times))

    def _renamed(self, sentence: NamedSentence) -> NamedSentence:
        text, names, at = "", [], 0
        for name in sentence.names:
            text += sentence.text[at : name.span.start]
            new = self._other(name.kind, name.span.slice(sentence.text))
            names.append(Name(name.kind, Span(len(text), len(text) + len(new))))
            text += new
            at = name.span.end
        return NamedSentence(text + sentence.text[at:], tuple(names))

    def _other(self, kind: NameKind, old: str) -> str:
        if kind is NameKind.PERSON:
            return self._person(old)
        if kind is NameKind.ORGANISATION:
            return self._drawn("organisations").format(
                place=self._place(), house=self._drawn("houses")
            )
        if _ROAD.search(old):
            road = self._drawn("road_beginnings") + self._drawn("roads")
            return f"{road} {self._random.randint(1, 180)}" if _NUMBERED.search(old) else road
        return self._place()

    def _person(self, old: str) -> str:
        words = len(old.split())
        if words == 1:
            return self._drawn("first_names")
        middle = [self._drawn("surnames")] if words > 2 else []
        return " ".join([self._drawn("first_names"), *middle, self._drawn("surnames")])

    def _place(self) -> str:
        return self._drawn("place_beginnings") + self._drawn("place_endings")

    def _drawn(self, name: str) -> str:
        return self._random.choice(self._lists[name])
