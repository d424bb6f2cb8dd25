"""Where responses begin in a file that may hold many; the lines are in `rules/bundle.yaml`.

A start counts only with a border above it: the top of a page, or the end of a letter. What
looks like starts without borders makes the file doubtful, never split. Numbers that run on
need no border above each: a response left without a closing would swallow the next one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from consult.domain.documents import Document
from consult.language.line_roles import is_boilerplate, is_closing, is_salutation
from consult.language.wordlists import matches
from consult.readers.bundle_lines import FIELDS, Start, plain, starts_of, with_fields
from consult.rules.loader import load_rules

# Two could be a letter and one it encloses; three of a kind are a collection.
FEW, ENOUGH = 2, 3
# More starts than an archive may hold files: a list of something, not letters.
MOST = 2_000
# Of the starts this share must name senders that no other names: one may write twice.
DIFFERENT = 0.6
# A response says at least so many words after its start: "Ingen bemærkninger".
_WORDS = 2
# Characters and lines above a start in which a letter ends.
_ENDING, _ENDING_LINES = 700, 9
# A thread of mails is seldom longer; looking further back would make many mails slow.
_THREAD = 20


@dataclass(frozen=True, slots=True)
class Found:
    """The starts to split at (none: no split), their family, and whether a person should look."""

    starts: tuple[Start, ...] = ()
    family: str = ""
    doubtful: bool = False


def find_starts(document: Document) -> Found:
    """The starts of the first family of rules that holds; doubtful where one nearly does."""
    text = document.text
    collected = matches("bundle", "collection", text[:_ENDING])
    doubtful = False
    for family, rules in _families().items():
        lines = starts_of(document, family, rules, most=MOST)
        starts = _with_borders(text, _speaking(text, _apart(lines, family), family), family)
        split = _kept(starts, family, collected=collected)
        clear = collected or _clear(split, family)
        if _many(split, family, clear=clear) and not _is_letter(text[: split[0].at]):
            return Found(with_fields(text, split, family), family)
        doubtful = doubtful or _nearly(starts, collected=collected)
    return Found(doubtful=doubtful)


@cache
def _families() -> dict[str, tuple[str, ...]]:
    """The ids of the rules by family, in the order of the file."""
    found: dict[str, tuple[str, ...]] = {}
    for rule in load_rules("bundle").rules:
        if "family" in rule.data:
            found[rule.data["family"]] = (*found.get(rule.data["family"], ()), rule.id)
    return found


def _kept(starts: Sequence[Start], family: str, *, collected: bool) -> list[Start]:
    """The starts that count: with a border, or of a numbered collection."""
    bordered = [s for i, s in enumerate(starts) if _bordered(s) or i == 0]
    if family != "numbered" or not _ascending(starts):
        return bordered
    runs_on = [s.number for s in starts] == list(range(1, len(starts) + 1))
    return list(starts) if collected or (runs_on and len(bordered) > 1) else bordered


def _ascending(starts: Sequence[Start]) -> bool:
    numbers = [s.number or 0 for s in starts]
    return all(a < b for a, b in pairwise(numbers))


def _bordered(start: Start) -> bool:
    """Whether something ends above it; "12 af 40" is never said within a letter."""
    return start.top or start.ended or start.of is not None


def _clear(starts: Sequence[Start], family: str) -> bool:
    """Whether two are enough: a letter ends above each; mails, which quote others, on new pages."""
    if family == "mail":
        return all(s.top for s in starts[1:])
    return all(s.ended or s.of is not None for s in starts[1:])


def _many(starts: Sequence[Start], family: str, *, clear: bool) -> bool:
    """Whether the starts are enough, and of different senders, to split at them."""
    if not (FEW if clear else ENOUGH) <= len(starts) <= MOST:
        return False
    if family == "numbered":
        return _ascending(starts)
    return len({s.key for s in starts if s.key}) >= max(FEW, DIFFERENT * len(starts))


def _nearly(starts: Sequence[Start], *, collected: bool) -> bool:
    """Whether there are signs of several responses, though not enough to split."""
    several = len({s.key for s in starts if s.key}) >= FEW
    return several and (collected or len(starts) >= ENOUGH or any(map(_bordered, starts[1:])))


def _is_letter(above: str) -> bool:
    """Whether what stands before the first start is a response itself, and no cover page."""
    top = [line.strip() for line in above[:_ENDING].split("\n") if line.strip()]
    return any(map(is_salutation, top)) or any(map(is_closing, _last_lines(above)))


def _apart(starts: Sequence[Start], family: str) -> list[Start]:
    """The starts without repeated headers and without mails that are answered or sent on."""
    kept: list[Start] = []
    for start in starts:
        again = kept and family in ("numbered", "heading") and start.key == kept[-1].key
        thread = family == "mail" and any(_answered(start, other) for other in kept[-_THREAD:])
        if not again and not thread:
            kept.append(start)
    return kept


def _answered(mail: Start, above: Start) -> bool:
    """Whether `mail` is one that the mail `above` it answers or sends on."""
    to, who = plain(mail.recipient or ""), plain((above.name or "").partition("<")[0])
    if to and who and (who in to or to in who):
        return True
    answers = matches("bundle", "answers", above.subject or "")
    return answers and mail.topic == above.topic


def _speaking(text: str, starts: Sequence[Start], family: str) -> list[Start]:
    """The starts that a response follows; lists of senders fall away."""
    ends = [s.at for s in starts[1:]] + [len(text)] * bool(starts)
    return [s for s, end in zip(starts, ends, strict=True) if _speaks(text[s.end : end], family)]


def _speaks(words: str, family: str) -> bool:
    if family == "portal":
        return matches("bundle", "answer", words[: 4 * FIELDS])
    return len(words[:FIELDS].split()) >= _WORDS


def _with_borders(text: str, starts: Sequence[Start], family: str) -> list[Start]:
    """The starts with whether something ends above each; a portal's fields are a border."""
    lows = [0, *(s.end for s in starts)]
    return [
        s.after(ended=family == "portal" or _ends(text[max(low, s.at - _ENDING) : s.at]))
        for low, s in zip(lows, starts, strict=False)
    ]


def _ends(above: str) -> bool:
    """Whether a letter's closing, or a rule across the page, stands in the last lines."""
    lines = _last_lines(above)
    ruled = bool(lines) and not any(c.isalnum() for c in lines[-1]) and is_boilerplate(lines[-1])
    return ruled or any(map(is_closing, lines))


def _last_lines(above: str) -> list[str]:
    lines = above[-_ENDING:].split("\n")
    return [line.strip() for line in lines if line.strip()][-_ENDING_LINES:]
