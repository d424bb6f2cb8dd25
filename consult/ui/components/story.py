"""What a proposal met, in one sentence: the side that most take, how sure that is, and who not."""

from collections.abc import Mapping, Sequence

from consult.domain.counts import Count
from consult.domain.findings import Stance
from consult.domain.voices import LABELS
from consult.ui.texts import text

#: A stance held by no more responses than this, where others are many, is told by itself.
SINGLE = 2
#: Nobody says "all two".
BOTH = 2


def story(stance: Mapping[Stance, Count]) -> str:
    """One or two sentences of text, "" where nobody answered."""
    total = sum(count.n for count in stance.values())
    if not total:
        return ""
    leading = max(LABELS, key=lambda label: stance[label].n)
    n = stance[leading].n
    if total == 1:
        return text("story.one", stance=_word(leading))
    if n == total:
        return _every(total, leading) + _likely(stance[leading], leading)
    if 2 * n > total:
        most = text("story.most", n=n, total=total, stance=_are(leading))
        return f"{most}{_likely(stance[leading])} {_others(stance, leading)}"
    return text("story.mixed", parts=_parts(stance, LABELS))


def verdict(stance: Mapping[Stance, Count]) -> tuple[str, str]:
    """The story for a line of a list: what most say, and how many that are; text, "" for none.

    Who the others are is left to the bar beside it.
    """
    total = sum(count.n for count in stance.values())
    if not total:
        return "", ""
    leading = max(LABELS, key=lambda label: stance[label].n)
    found = stance[leading]
    if total == 1:
        return text("story.one", stance=_word(leading)).rstrip("."), ""
    sure = found.low == found.high
    if found.n == total:
        return _every(total, leading), "" if sure else _between(found, leading)
    likely = "" if sure else _between(found)
    if 2 * found.n > total:
        numbers = text("story.of", n=found.n, total=total)
        return text("story.most_short", stance=_are(leading)), ", ".join(
            filter(None, [numbers, likely])
        )
    return text("story.mixed_short"), ""


def is_single(stance: Mapping[Stance, Count], label: Stance) -> bool:
    """Whether so few hold the stance that the many would drown them."""
    total = sum(count.n for count in stance.values())
    return 0 < stance[label].n <= SINGLE and total > 2 * stance[label].n


def _every(total: int, label: Stance) -> str:
    """That all of several hold the same stance."""
    if label is Stance.NEUTRAL:
        return text("story.none_takes_sides", n=total)
    return text("story.both" if total == BOTH else "story.all", n=total, stance=_are(label))


def _between(count: Count, every: Stance | None = None) -> str:
    """How many it may really be; where `every` one is said to take no side, of what."""
    key = "story.likely_none" if every is Stance.NEUTRAL else "story.likely_short"
    return text(key, low=count.low, high=count.high)


def _likely(count: Count, every: Stance | None = None) -> str:
    """The same behind a sentence; "." where there is no doubt."""
    return "." if count.low == count.high else f" ({_between(count, every)})."


def _others(stance: Mapping[Stance, Count], leading: Stance) -> str:
    others = [label for label in LABELS if label is not leading]
    return text("story.others", parts=_parts(stance, others))


def _parts(stance: Mapping[Stance, Count], labels: Sequence[Stance]) -> str:
    """The stances that anyone has, as "5 er imod, 2 er for og 1 er neutral"."""
    said = [f"{stance[label].n} {_are(label)}" for label in labels if stance[label].n]
    if len(said) == 1:
        return said[0]
    return f"{', '.join(said[:-1])} {text('story.and')} {said[-1]}"


def _are(label: Stance) -> str:
    return text(f"story.are_{label}")


def _word(label: Stance) -> str:
    return text(f"story.is_{label}")
