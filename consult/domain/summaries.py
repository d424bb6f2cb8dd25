"""Results per proposal: a pure accumulator over the analyses of a round."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from consult.domain.counts import Count, count
from consult.domain.findings import Analysis, Passage, PassageFindings, Stance
from consult.domain.people import Respondent, RespondentKind
from consult.domain.proposals import Catalogue, Proposal
from consult.domain.voices import LABELS, Voice, speaks_surely, voices

#: Quotations kept for each stance of a proposal; enough to see the argument, few enough to read.
QUOTES_PER_STANCE = 3
#: A quotation shorter than this (characters) seldom carries a point, a longer one is not read.
QUOTE_LENGTH = (40, 600)


@dataclass(frozen=True, slots=True)
class Quote:
    """A telling passage: `text` is the slice [start, end) of the document named."""

    document: str
    passage: int
    start: int
    end: int
    text: str
    label: Stance
    score: float
    respondent: Respondent


@dataclass(frozen=True, slots=True)
class ThemeCount:
    """How many responses have the theme as a passage's dominant one."""

    theme: str
    responses: int


@dataclass(frozen=True, slots=True)
class ProposalSummary:
    """What a proposal met; `proposal` is None for all that names no proposal.

    `stance` counts each response once, by its likeliest voice, so its `n` sum to
    `responses`; `undecided` of them are below the review threshold.
    """

    proposal: Proposal | None
    responses: int
    senders: Mapping[RespondentKind, int]
    stance: Mapping[Stance, Count]
    themes: tuple[ThemeCount, ...]
    quotes: tuple[Quote, ...]
    undecided: int


def _per_stance() -> dict[Stance, list[Any]]:
    return {stance: [] for stance in LABELS}


@dataclass(slots=True)
class _Tally:
    """What is remembered of one proposal while responses stream by."""

    labels: Counter[Stance] = field(default_factory=Counter)
    probabilities: dict[Stance, list[float]] = field(
        default_factory=lambda: {s: [] for s in LABELS}
    )
    senders: dict[tuple[RespondentKind, str], None] = field(default_factory=dict)
    themes: Counter[str] = field(default_factory=Counter)
    quotes: dict[Stance, list[Quote]] = field(default_factory=_per_stance)
    undecided: int = 0


class Summary:
    """Adds up analyses; memory grows by a few numbers per response, never by its text."""

    def __init__(self, catalogue: Catalogue, threshold: float) -> None:
        """`threshold` is the score below which a voice counts as undecided."""
        self._catalogue = catalogue
        self._threshold = threshold
        self._tallies: dict[str | None, _Tally] = {p.number: _Tally() for p in catalogue}
        self._tallies[None] = _Tally()

    def add(self, analysis: Analysis) -> None:
        """Count one response, once for each proposal that it speaks to."""
        for voice in voices(analysis):
            tally = self._tallies[voice.proposal]
            _count_voice(tally, voice, self._threshold)
            tally.senders[_sender_key(analysis)] = None
            spoken = [analysis.findings[i] for i in voice.passages]
            tally.themes.update({f.themes[0].theme for f in spoken if f.themes})
            for quote in _quotes(analysis, spoken, voice.proposal):
                _keep(tally.quotes[quote.label], quote)

    def results(self) -> tuple[ProposalSummary, ...]:
        """One summary per proposal in catalogue order, then the one without a proposal."""
        keys = (*self._catalogue.numbers, None)
        return tuple(self._result(key) for key in keys)

    def _result(self, key: str | None) -> ProposalSummary:
        tally = self._tallies[key]
        kinds = Counter(kind for kind, _ in tally.senders)
        return ProposalSummary(
            proposal=self._catalogue.get(key) if key is not None else None,
            responses=tally.labels.total(),
            senders={kind: kinds[kind] for kind in RespondentKind if kinds[kind]},
            stance={s: count(tally.labels[s], tally.probabilities[s]) for s in LABELS},
            themes=_leading(tally.themes),
            quotes=tuple(q for s in LABELS if s is not Stance.NEUTRAL for q in tally.quotes[s]),
            undecided=tally.undecided,
        )


def summarise(
    analyses: Iterable[Analysis], catalogue: Catalogue, threshold: float
) -> tuple[ProposalSummary, ...]:
    """The results per proposal of a whole round."""
    summary = Summary(catalogue, threshold)
    for analysis in analyses:
        summary.add(analysis)
    return summary.results()


def sender_key(respondent: Respondent, document: str) -> tuple[RespondentKind, str]:
    """Two responses are from one sender when name and kind agree; the unnamed are distinct."""
    name = " ".join((respondent.name or "").casefold().split())
    return respondent.kind, name or f"\0{document}"


def _sender_key(analysis: Analysis) -> tuple[RespondentKind, str]:
    return sender_key(analysis.respondent, analysis.document.name)


def _count_voice(tally: _Tally, voice: Voice, threshold: float) -> None:
    tally.labels[voice.label] += 1
    for stance in LABELS:
        tally.probabilities[stance].append(voice.probabilities[stance])
    tally.undecided += voice.score < threshold


def _quotes(
    analysis: Analysis, spoken: Iterable[PassageFindings], proposal: str | None
) -> Iterable[Quote]:
    for found in spoken:
        for stance in found.stances:
            quotable = _quotable(found.passage) and speaks_surely(found, stance)
            if stance.proposal == proposal and quotable:
                yield _quote(analysis, found.passage, stance.label, stance.score)


def _quotable(passage: Passage) -> bool:
    return QUOTE_LENGTH[0] <= passage.end - passage.start <= QUOTE_LENGTH[1]


def _quote(analysis: Analysis, passage: Passage, label: Stance, score: float) -> Quote:
    return Quote(
        analysis.document.name,
        passage.index,
        passage.start,
        passage.end,
        passage.span.slice(analysis.document.text),
        label,
        score,
        analysis.respondent,
    )


def _keep(quotes: list[Quote], new: Quote) -> None:
    """Keep the surest quotes, one from each sender and none said twice (campaigns)."""
    twin = next((q for q in quotes if _same_voice(q, new)), None)
    if twin is not None:
        if _rank(twin) <= _rank(new):
            return
        quotes.remove(twin)
    quotes.append(new)
    quotes.sort(key=_rank)
    del quotes[QUOTES_PER_STANCE:]


def _same_voice(one: Quote, other: Quote) -> bool:
    return one.document == other.document or bare_words(one.text) == bare_words(other.text)


def bare_words(text: str) -> str:
    """The letters and digits of a text alone: equal for words that are said twice."""
    return "".join(c for c in text.casefold() if c.isalnum())


def _rank(quote: Quote) -> tuple[float, str, int]:
    return (-round(quote.score, 4), quote.document, quote.start)


def _leading(themes: Counter[str]) -> tuple[ThemeCount, ...]:
    ordered = sorted(themes.items(), key=lambda item: (-item[1], item[0]))
    return tuple(ThemeCount(theme, n) for theme, n in ordered)
