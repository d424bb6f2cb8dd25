"""What is known of each pair of a passage and a proposal, in numbers that add up.

What the passage says by itself: words, meaning, numbers named here; what the response around it
says is in `surroundings.py`. Every column is float32 and fits [passages, proposals].
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from consult.inference.encoder import Matrix

#: float32 [passages, proposals, clues]
Cube = NDArray[np.float32]
#: By name; a column may be [n, 1] or [1, p] where it is the same for all.
Columns = dict[str, Matrix]
Flags = NDArray[np.bool_]

_STRONG = 0.7  # a title mention from here on is clear
_NAMED = 0.7  # a proposal is named where some passage says so with this probability
_SURE = np.float32(0.97)  # what a number named here counts for
_TINY = np.float32(1e-6)


@dataclass(frozen=True, slots=True)
class Around:
    """Where a passage stands: rows (places among the response's passages), None for none."""

    judged: bool
    paragraph: int
    governed_by: tuple[int, ...]
    lead_in: int | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What words and numbers say of the passages of one response against all proposals.

    `clues` [n, p, k] and `mention` [n, p] come from the words; `length` [n] counts them. `here`,
    `governed`, `carried` [n, p] say which proposals the passage, its headings, and the words
    before it in the paragraph name by number; `given` and `document` [p] which ones the portal
    attached and which the response names by number anywhere; `unresolved` [n] that the passage
    names something the catalogue does not hold.
    """

    clues: Cube
    names: tuple[str, ...]
    mention: Matrix
    length: NDArray[np.int64]
    here: Flags
    governed: Flags
    carried: Flags
    given: Flags
    document: Flags
    unresolved: Flags
    around: tuple[Around, ...]

    @property
    def sure(self) -> Flags:
        """What is named by number so near that the passage is tied to it: [n, p]."""
        return np.asarray(self.here | self.governed | self.carried)

    def clue(self, name: str) -> Matrix:
        """One column of the clues."""
        return self.clues[:, :, self.names.index(name)]


@dataclass(frozen=True, slots=True)
class Meanings:
    """How alike passages and proposals are, each [n, p]; `own` [n, d] are the passages.

    `whole` and `title`: cosines of centred vectors; `fine`, `fine_title`: of whitened ones;
    `words`, `title_words`: of hashed words; `response` [p]: the whole response.
    """

    whole: Matrix
    title: Matrix
    fine: Matrix
    fine_title: Matrix
    words: Matrix
    title_words: Matrix
    response: Matrix
    own: Matrix


def lead(values: Matrix) -> Matrix:
    """How far each value is ahead of the best of its row's others; of 0 where it is alone."""
    return np.asarray(values - others(values), np.float32)


def others(values: Matrix) -> Matrix:
    """The best of the other values of the row; 0 where there is none."""
    if values.shape[1] < 2:
        return np.zeros_like(values)
    top = np.partition(values, -2, axis=1)[:, -2:]
    best = np.argmax(values, axis=1)
    found = np.repeat(top[:, 1:], values.shape[1], axis=1)
    found[np.arange(len(values)), best] = top[:, 0]
    return found


def local_columns(reading: Reading, meanings: Meanings) -> Columns:
    """What a passage says by itself."""
    columns = {**{name: reading.clue(name) for name in reading.names}, **_by_words(reading)}
    columns |= _by_meaning(meanings)
    columns |= _by_number(reading)
    return columns | _together(columns)


def _by_words(reading: Reading) -> Columns:
    title, text = reading.clue("title_rare_all"), reading.clue("text_rare_all")
    common, inside = reading.clue("title_all"), reading.clue("text_all")
    count = reading.mention.shape[1]
    heading = [not a.judged for a in reading.around]
    return {
        "rare_lead": lead(1 - (1 - title) * (1 - np.float32(0.6) * text)),
        "all_lead": lead(1 - (1 - common) * (1 - np.float32(0.6) * inside)),
        "cover_lead": lead(reading.clue("cover")),
        "only_lead": lead(reading.clue("only")),
        "mention": reading.mention,
        "mention_lead": lead(reading.mention),
        "any_words": 1 - np.prod(1 - np.float32(0.9) * title, axis=1, keepdims=True),
        "length": np.log1p(reading.length).astype(np.float32)[:, None],
        "size": np.full((1, 1), np.log1p(count), np.float32),
        "heading": np.array(heading, np.float32)[:, None],
    }


def _by_meaning(meanings: Meanings) -> Columns:
    spread = meanings.whole.std(axis=1, keepdims=True) + np.float32(0.05)
    response = meanings.response[None, :]
    return {
        "meaning": meanings.whole,
        "meaning_lead": lead(meanings.whole),
        "meaning_rank": (meanings.whole - meanings.whole.mean(axis=1, keepdims=True)) / spread,
        "title_meaning": meanings.title,
        "title_meaning_lead": lead(meanings.title),
        "fine": meanings.fine,
        "fine_lead": lead(meanings.fine),
        "fine_title": meanings.fine_title,
        "fine_title_lead": lead(meanings.fine_title),
        "words": meanings.words,
        "words_lead": lead(meanings.words),
        "title_words": meanings.title_words,
        "title_words_lead": lead(meanings.title_words),
        "response": response,
        "response_lead": lead(response),
    }


def _by_number(reading: Reading) -> Columns:
    columns: Columns = {}
    whole = {"given": reading.given[None, :], "in_response": reading.document[None, :]}
    near = {"here": reading.here, "governed": reading.governed, "carried": reading.carried}
    for name, flags in {**near, **whole}.items():
        columns[name] = flags.astype(np.float32)
        columns[f"other_{name}"] = (flags.sum(axis=1, keepdims=True) > flags).astype(np.float32)
    columns["named_in_response"] = np.log1p(whole["in_response"].sum(axis=1, keepdims=True)).astype(
        np.float32
    )
    columns["unresolved"] = reading.unresolved.astype(np.float32)[:, None]
    return columns


def _together(of: Columns) -> Columns:
    """What says more, or less, beside something else."""
    title, text = of["title_rare_all"], of["text_rare_all"]
    strong = np.maximum(title, of["mention"])
    clear = (strong > _STRONG).astype(np.float32)
    several = clear.sum(axis=1, keepdims=True)
    return {
        "title*other_governed": title * of["other_governed"],
        "text*other_governed": text * of["other_governed"],
        "ahead*other_governed": np.maximum(0, of["rare_lead"]) * of["other_governed"],
        "strong*behind": strong * np.minimum(0, of["meaning_lead"]),
        "strong*other_here": strong * of["other_here"],
        "several": several,
        "clear*several": clear * several,
        "size*title": of["size"] * of["title_all"],
        "title*heading": of["title_all"] * of["heading"],
        "size*meaning_lead": of["size"] * of["meaning_lead"],
        "definite*rare": of["title_definite"] * of["title_rare"],
        "name*rare": of["name"] * of["title_rare"],
        "rare*rare": of["title_rare"] ** 2,
        "text_rare*text": of["text_rare"] * of["text"],
        "number*number": of["number"] ** 2,
        "length*title": of["length"] * title,
        "length*text": of["length"] * text,
    }


def about_nothing(local: Columns, nothing: NDArray[np.float32]) -> Columns:
    """The columns with two more: how far the passage [n] speaks of no proposal at all."""
    words = local["title_rare_all"] + np.float32(0.5) * local["text_rare_all"]
    column = nothing[:, None]
    return {**local, "nothing": column, "words*nothing": words * column}


def logit(chances: Matrix) -> Matrix:
    """The log-odds of probabilities, bounded."""
    return np.asarray(np.log(chances + _TINY) - np.log(1 - chances + _TINY), np.float32)


def certain(chances: Matrix, sure: Flags) -> Matrix:
    """The probabilities, raised where a number names the proposal."""
    return np.maximum(chances, _SURE * sure)


def clearly_named(chances: Matrix) -> Matrix:
    """Which proposals a probability names clearly, as 0 and 1."""
    return (chances > _NAMED).astype(np.float32)
