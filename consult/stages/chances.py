"""How likely each passage speaks of each proposal, and which of its words say so.

Numbers come first and are taken as given here; what words and meaning say is then weighed for
the whole response at once (`consult.inference.similarity`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from consult.domain.documents import Span
from consult.domain.findings import Analysis, PassageFindings, PassageKind
from consult.inference.encoder import Matrix
from consult.inference.pairs import Around, Flags, Reading
from consult.language.name_words import CLUES, Clues
from consult.language.titles import TitleMention
from consult.rules.loader import load_rules
from consult.stages.case import Case

#: A response of more passages is read in stretches, so that memory stays small.
STRETCH = 2_000
#: The rule of a link whose words are told by `NameWords` alone.
WORDS = "title_words"
_ROUNDING = 1e-4  # scores are published with four digits
_RARE_CLUES = ("title_rare_all", "text_rare_all", "number")


@dataclass(frozen=True, slots=True)
class Numbers:
    """The proposals that numbers name: in each passage, above it, before it, from the portal."""

    here: Mapping[int, Sequence[str]]
    governed: Mapping[int, Sequence[str]]
    carried: Mapping[int, Sequence[str]]
    given: Sequence[str]

    @property
    def all(self) -> set[str]:
        """Every proposal that the response names by number."""
        return {n for numbers in (*self.here.values(), self.given) for n in numbers}


@dataclass(frozen=True, slots=True)
class Chance:
    """The probability that a passage speaks of a proposal.

    `evidence` are the words that name it, `rule` how they do; () and "" where none do.
    """

    score: float
    evidence: tuple[Span, ...]
    rule: str


Chances = Mapping[int, Mapping[str, Chance]]


@dataclass(frozen=True, slots=True)
class Read:
    """Some passages of one response as read for words: texts, clues and mentions, row by row.

    `numbers` are those of the catalogue, in its order.
    """

    found: tuple[PassageFindings, ...]
    texts: tuple[str, ...]
    clues: tuple[Clues, ...]
    mentions: tuple[Mapping[str, TitleMention], ...]
    numbers: tuple[str, ...]
    reading: Reading


@cache
def _word_limit(name: str) -> float:
    """From where on words are evidence, by a name of `rules/link_scores.yaml`."""
    return float(load_rules("link_scores").data[name])


def chances(analysis: Analysis, numbers: Numbers, case: Case) -> dict[int, dict[str, Chance]]:
    """The proposals that a passage may speak of, by its index; only what may become a link."""
    likely: dict[int, dict[str, Chance]] = {}
    found = [f for f in analysis.findings if readable(f)]
    for start in range(0, len(found) if case.catalogue else 0, STRETCH):
        read = read_passages(found[start : start + STRETCH], analysis, numbers, case)
        scores = case.similarity.chances(read.reading, read.texts)
        model = case.similarity.model
        likely.update(likely_of(read, scores, min(model.title_from, model.link_from)))
    return likely


def readable(found: PassageFindings) -> bool:
    """Whether the passage may name a proposal."""
    kind = found.passage.kind
    return kind.is_judged or kind is PassageKind.HEADING


def read_passages(
    found: Sequence[PassageFindings], analysis: Analysis, numbers: Numbers, case: Case
) -> Read:
    """What words and numbers say of some passages of a response."""
    texts = tuple(f.passage.span.slice(analysis.document.text) for f in found)
    clues = tuple(case.words.read(text) for text in texts)
    mentions = tuple(_best_mentions(case.titles.find(text)) for text in texts)
    reading = _reading(found, clues, mentions, numbers, case.catalogue.numbers)
    return Read(tuple(found), texts, clues, mentions, case.catalogue.numbers, reading)


def worded(reading: Reading) -> Flags:
    """Where words of a proposal stand in a passage: [n, p]."""
    rare = np.max([reading.clue(name) for name in _RARE_CLUES], axis=0)
    own = np.maximum(reading.clue("title"), reading.clue("text"))
    mentioned = reading.mention >= _word_limit("mention_words")
    return np.asarray(
        mentioned | (rare >= _word_limit("rare_words")) | (own >= _word_limit("own_words"))
    )


def likely_of(read: Read, scores: Matrix, least: float) -> Iterator[tuple[int, dict[str, Chance]]]:
    """The proposals of each passage whose score [n, p] is `least` or more, with their words."""
    named = worded(read.reading)
    for row, found in enumerate(read.found):
        of_passage: dict[str, Chance] = {}
        for place in np.flatnonzero(scores[row] >= np.float32(least - _ROUNDING)).tolist():
            score = round(float(scores[row, place]), 4)
            of_passage[read.numbers[place]] = Chance(score, *_words(read, row, place, named))
        yield found.passage.index, of_passage


def _words(read: Read, row: int, place: int, named: Flags) -> tuple[tuple[Span, ...], str]:
    """The words of a passage that name a proposal, as the document counts them, and the rule."""
    if not named[row, place]:
        return (), ""
    start = read.found[row].passage.start
    number = read.numbers[place]
    mention = read.mentions[row].get(number)
    if mention is not None and mention.score >= _word_limit("mention_words"):
        spans: tuple[Span, ...] = (mention.span,)
        rule = mention.rule
    else:
        spans, rule = read.clues[row].evidence(place), WORDS
    return tuple(Span(s.start + start, s.end + start) for s in spans), rule


def _best_mentions(mentions: Sequence[TitleMention]) -> dict[str, TitleMention]:
    """The surest mention of each proposal, the first of equals."""
    best: dict[str, TitleMention] = {}
    for mention in mentions:
        held = best.get(mention.proposal)
        if held is None or held.score < mention.score:
            best[mention.proposal] = mention
    return best


def _reading(
    found: Sequence[PassageFindings],
    clues: Sequence[Clues],
    mentions: Sequence[Mapping[str, TitleMention]],
    numbers: Numbers,
    catalogue: Sequence[str],
) -> Reading:
    place = {number: i for i, number in enumerate(catalogue)}
    mention = np.zeros((len(found), len(catalogue)), np.float32)
    for row, best in enumerate(mentions):
        for number, one in best.items():
            mention[row, place[number]] = one.score
    indices = [f.passage.index for f in found]
    return Reading(
        clues=np.stack([c.values for c in clues]),
        names=CLUES,
        mention=mention,
        length=np.array([c.length for c in clues], np.int64),
        here=_flags([numbers.here.get(i, ()) for i in indices], place),
        governed=_flags([numbers.governed.get(i, ()) for i in indices], place),
        carried=_flags([numbers.carried.get(i, ()) for i in indices], place),
        given=_flags([numbers.given], place)[0],
        document=_flags([sorted(numbers.all)], place)[0],
        unresolved=np.array([bool(f.unresolved) for f in found]),
        around=tuple(_around(found)),
    )


def _flags(named: Sequence[Sequence[str]], place: Mapping[str, int]) -> Flags:
    flags = np.zeros((len(named), len(place)), np.bool_)
    for row, numbers in enumerate(named):
        flags[row, [place[n] for n in numbers]] = True
    return flags


def _around(found: Sequence[PassageFindings]) -> Iterator[Around]:
    row = {f.passage.index: i for i, f in enumerate(found)}
    for passage in (f.passage for f in found):
        yield Around(
            passage.kind.is_judged,
            passage.paragraph,
            tuple(row[i] for i in passage.governed_by if i in row),
            row.get(passage.lead_in) if passage.lead_in is not None else None,
        )
