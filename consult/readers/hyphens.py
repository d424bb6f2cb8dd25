"""Put together words that the end of a line took apart, as Danish spelling has it."""

import re

# After these a hyphen stands for a part of a word that comes later: "ældre- og handicapråd".
_KEEPS = re.compile(r"(?:og|eller|samt|og/eller|men|henholdsvis|hhv\.?)\b", re.IGNORECASE)
_LAST_WORD = re.compile(r"[\w/&]+$")


def join_lines(before: str, after: str, is_cut: bool) -> tuple[str, str]:
    """What stands between the two lines, and the hyphen taken out ("" where none is).

    `is_cut`: the line ended in a hyphen that is no longer in `before`. Returns
    (`before` with its end as it should be, the removed hyphen).
    """
    ends = is_cut or (before.endswith("-") and before[-2:-1].isalnum())
    if not ends:
        return before + " ", ""
    stem = before if is_cut else before[:-1]
    word = _LAST_WORD.search(stem)
    if _KEEPS.match(after):
        return stem + "- ", ""
    # "EU-\nlandene", "2019-\n2022", "Nord-\nDjurs": the hyphen belongs to the word.
    own = (
        not word
        or word.group()[-1:].isdigit()
        or (len(word.group()) > 1 and word.group().isupper())
    )
    if own or not after[:1].islower():
        return stem + "-", ""
    return stem, "-"
