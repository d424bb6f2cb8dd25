"""Danish words reduced to what inflection and spelling leave alone."""

import re
import threading
from collections.abc import Sequence
from functools import cache, lru_cache

import snowballstemmer

from consult.rules.loader import load_rules

_WORD = re.compile(r"[^\W\d_]+|\d+")
_SHORTEST = 3  # letters; shorter words say too little
# A compound counts as alike to a word it begins with, when that word has this many letters.
_COMPOUND = 5
_COMMON = (
    "action",
    "municipal",
    "hearing",
    "everyday",
)  # the rules of titles.yaml with common words
_LOST_E = re.compile(r"[bdfgkpst]l$")
_stemmer = snowballstemmer.stemmer("danish")
# The stemmer keeps the word it works on in itself: two threads would cut each other's words.
_one_at_a_time = threading.Lock()


@cache
def stop_words() -> frozenset[str]:
    """The Danish function words of spaCy, in lower case."""
    from consult.language.nlp import blank_danish

    return frozenset(blank_danish().Defaults.stop_words)


def snowball(word: str) -> str:
    """The stem of a casefolded word by the Snowball algorithm for Danish; for any thread."""
    with _one_at_a_time:
        return str(_stemmer.stemWord(word))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The Danish Snowball stem of one word, in lower case.

    Words that lose a vowel when they bend come out as one: kørsel and kørslen (kørsel), center
    and centret (cent); Snowball itself leaves kørsl and centr.
    """
    stemmed = snowball(word.casefold())
    if _LOST_E.search(stemmed):
        return stemmed[:-1] + "el"
    return stemmed[:-1] if stemmed.endswith(("tr", "dr")) else stemmed


@cache
def stems_of(rule_id: str) -> frozenset[str]:
    """The stems of a word list of `rules/titles.yaml`."""
    return frozenset(map(stem, listed(rule_id)))


@cache
def listed(rule_id: str) -> frozenset[str]:
    """A word list of `rules/titles.yaml`, as written; StopIteration where there is none."""
    rule = next(rule for rule in load_rules("titles").rules if rule.id == rule_id)
    return frozenset(rule.data["words"])


@cache
def common_stems() -> frozenset[str]:
    """The stems of the words that name no proposal by themselves."""
    return frozenset().union(*map(stems_of, _COMMON))


def content_stems(text: str) -> tuple[str, ...]:
    """The stems of the words of `text` that carry content, in order, numbers left out."""
    ignored = stop_words()
    return tuple(
        stem(word)
        for word in _WORD.findall(text)
        if len(word) >= _SHORTEST and word.isalpha() and word.casefold() not in ignored
    )


def alike(one: str, other: str) -> bool:
    """Whether two stems are the same word, or one is a compound that begins with the other."""
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) >= _COMPOUND and long.startswith(short))


def shared(title: Sequence[str], words: Sequence[str]) -> int:
    """How many of the stems of a title have their like among `words`."""
    return sum(any(alike(stem, word) for word in words) for stem in dict.fromkeys(title))
