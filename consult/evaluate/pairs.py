"""Labelled responses as pairs of passage and proposal, with all that is known of each pair."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import cast

import numpy as np

from consult.domain.findings import Analysis, PassageKind
from consult.domain.proposals import Catalogue
from consult.evaluate.corpus import LabelledPassage, LabelledResponse, Round
from consult.evaluate.labelled import labelled_analysis
from consult.inference.encoder import Encoder
from consult.inference.manifest import Models
from consult.inference.pairs import Columns, Flags, Meanings, Reading, local_columns
from consult.inference.similarity import ProposalIndex, SimilarityModel
from consult.stages.case import Case
from consult.stages.chances import Read, read_passages, readable, worded
from consult.stages.link import numbers_of


@dataclass(frozen=True)
class Pairs:
    """One labelled response: its readable passages held against all proposals.

    `analysis` is the response as the stages see it before it is linked, `read` its words.
    `truth` [n, p] are the labels, `via` [n, p] how the labeller found them ("" for none),
    `counted` [n] the passages whose labels count: a heading without any may still name something.
    """

    round: str
    hand: str
    response: str
    passages: tuple[LabelledPassage, ...]
    analysis: Analysis
    read: Read
    meanings: Meanings

    @property
    def reading(self) -> Reading:
        """What words and numbers say."""
        return self.read.reading

    @property
    def numbers(self) -> tuple[str, ...]:
        """The numbers of the catalogue."""
        return self.read.numbers

    @cached_property
    def worded(self) -> Flags:
        """Where words of the proposal stand in the passage."""
        return worded(self.reading)

    @cached_property
    def local(self) -> Columns:
        """What the passages say by themselves."""
        return local_columns(self.reading, self.meanings)

    @cached_property
    def truth(self) -> Flags:
        """Whether the passage speaks of the proposal."""
        return np.asarray(self.via != "")

    @cached_property
    def via(self) -> np.ndarray[tuple[int, int], np.dtype[np.str_]]:
        """How the labeller found it, as the corpus writes it; "" where it does not."""
        found = np.full((len(self.passages), len(self.numbers)), "", dtype="<U16")
        for row, passage in enumerate(self.passages):
            for about in passage.about:
                if about.proposal is not None and about.via is not None:
                    found[row, self.numbers.index(about.proposal)] = about.via.value
        return found

    @cached_property
    def counted(self) -> Flags:
        """Which passages have labels that count."""
        bare = [p.kind is PassageKind.HEADING and not p.about for p in self.passages]
        return ~np.array(bare)


@dataclass(frozen=True, slots=True)
class LinkModels:
    """As much of `Models` as links need."""

    encoder: Encoder
    similarity: SimilarityModel

    def index(self, catalogue: Catalogue) -> ProposalIndex:
        """As `Models.index`."""
        return ProposalIndex(self.encoder, self.similarity, catalogue)


def link_case(round_: Round, encoder: Encoder, model: SimilarityModel) -> Case:
    """A case that can link and nothing more."""
    return Case(round_.catalogue, round_.subject, cast("Models", LinkModels(encoder, model)))


def round_pairs(round_: Round, case: Case) -> Iterator[Pairs]:
    """The pairs of every response of a round; none where it has no catalogue."""
    for response in round_.responses if round_.catalogue else ():
        analysis = labelled_analysis(response, case)
        if any(readable(f) for f in analysis.findings):
            yield _pairs(round_, response, analysis, case)


def _pairs(round_: Round, response: LabelledResponse, analysis: Analysis, case: Case) -> Pairs:
    found = [f for f in analysis.findings if readable(f)]
    read = read_passages(found, analysis, numbers_of(analysis), case)
    return Pairs(
        round=round_.id,
        hand=round_.writer,
        response=response.id,
        passages=tuple(response.passages[f.passage.index] for f in found),
        analysis=analysis,
        read=read,
        meanings=case.similarity.meanings(read.texts),
    )
