"""Users' text in the labels of Streamlit's widgets, where Markdown would be rendered."""

import re

#: Signs that Markdown takes for its own. Inside a word (BU-01, svar.txt) a dash or a dot is none,
#: and must not be escaped: the label is also what a screen reader says, backslashes and all.
_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~:$^@&]|(?<!\w)[-+.]|[-+.](?!\w)|(?<=\d)\))")


def plain(words: str) -> str:
    """The words as a label that shows them as they are, on one line."""
    return _SIGNS.sub(r"\\\1", " ".join(words.split()))


def short(words: str, length: int = 60) -> str:
    """The beginning of the words, on one line."""
    line = " ".join(words.split())
    return line if len(line) <= length else f"{line[: length - 1].rstrip()}…"
