"""The shared spaCy pipeline for Danish: a tokenizer, and the import that keeps torch out."""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.matcher import Matcher
    from spacy.tokens import Doc

# Where words of responses are glued together. Typographic hyphens are read as hyphens
# before the tokenizer sees them (`_PLAIN`), so one spelling is enough here.
_LETTER = "A-Za-zÆØÅæøåÉéÜüÖöÄä"
_INFIXES = (
    rf"(?<=[{_LETTER}])(?=\d)",  # BU02, Punkt79
    r"(?<=\d)(?=[A-ZÆØÅÉ][a-zæøåé])",  # SI/UD03Øget: the code sticks to the title
    r"(?<=[a-zæøå]{4})(?=[A-ZÆØÅ](?![^\W_])|Nr\b)",  # ForslagD, ForslagNr.4
    r"(?<=[A-ZÆØÅ]{2})/(?=\d)",  # SS/03
    r"(?<=(?<![^\W_])[A-ZÆØÅ])(?=['’]s(?![^\W_]))",  # B's
    rf"(?<=[{_LETTER}])[-._:](?=\d)",  # BU-02, BU.02, BU_02, pkt.82, forslag:12
    r"(?<=\d)[-+/;](?=\d)",  # 79-82, 79+80, 79/82, 79;82
    rf"(?<=\d)[,;:/](?=[{_LETTER}])",  # BU-01,BU-02
    rf"(?<=\d)[-/](?=[{_LETTER}]{{1,5}}-?\d)",  # bu02-bu05
    r"(?<=[A-ZÆØÅ]{2})-(?=[A-ZÆØÅ]{2})",  # SI-UD03
    r"(?<=(?<![^\W_])[A-ZÆØÅ])-(?=[A-ZÆØÅ](?![^\W_]))",  # A-B
    r"(?<=\d)(?=og(?![^\W_]))",  # 79og 80
    r"(?<=\d)\.(?=[A-ZÆØÅ])",  # 79.Ophør
    r"(?<=[Pp]kt)\.(?=[Nn]r)",  # pkt.nr. 84
    r"(?<=\w)[()](?=\w)",  # KU14(ændret niveau)
)
# Faces to spaCy; to those who write responses numbers: "ad 8)", "(8)", "punkt :3". Not "5.".
_FACE = re.compile(r"(?!\d+\.$).*\d.*")
_PIECE = re.compile(r"[^\S\n]*\n\s*|\S+")
_LONGEST_KEPT = 100  # characters of a stretch that is worth remembering
_REACH = 7  # words; as many as the longest pattern of references.yaml has before its number
# One character for one, so that offsets hold.
_PLAIN = str.maketrans(
    dict.fromkeys("‐‑‒–—―−﹣－", "-") | dict.fromkeys("\u00a0\u2007\u2009\u202f\t", " ")
)


@dataclass(frozen=True, slots=True)
class Tokens:
    r"""The words of a text without its blanks, and where each stands.

    `doc[i]` is `text[starts[i]:ends[i]]`, save that typographic hyphens are read as "-"
    and a run of blanks with line breaks is one token "\n" (one break) or "\n\n" (more),
    whose end is that of its line breaks alone.
    """

    doc: "Doc"
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.words)

    def glued(self, i: int) -> bool:
        """Whether token `i` follows the token before it without a blank."""
        return i > 0 and self.ends[i - 1] == self.starts[i] and self.words[i - 1][0] != "\n"


@contextmanager
def _light_import() -> Iterator[None]:
    """Keep torch and spaCy's own command line out while spaCy is imported.

    thinc does `try: import torch`, which alone costs seconds where torch is installed, and
    `spacy/__init__` imports its command line (0.4 s) for one function that nobody calls here.
    None in `sys.modules` makes an import fail; an empty module stands in for the other.
    Both are taken away again: who trains later in the same process can import the real ones.
    """
    info = ModuleType("spacy.cli.info")
    info.info = None  # type: ignore[attr-defined]
    stand_ins: dict[str, ModuleType | None] = {
        "torch": None,
        "spacy.cli": ModuleType("spacy.cli"),
        "spacy.cli.info": info,
    }
    placed = {name: module for name, module in stand_ins.items() if name not in sys.modules}
    sys.modules.update(placed)  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name, module in placed.items():
            if sys.modules.get(name) is module:
                sys.modules.pop(name, None)


@cache
def blank_danish() -> "Language":
    """The blank Danish pipeline of this process, made on first use.

    Its tokenizer is spaCy's, which keeps `jf.`, `stk.`, `mio.`, `5.` whole, with further
    places to cut where responses glue a code to its title or a number to its lead word.
    """
    with _light_import():
        from spacy.lang.da import Danish
        from spacy.util import compile_infix_regex
    nlp = Danish()
    infixes = [*(nlp.Defaults.infixes or ()), *_INFIXES]
    tokenizer: Any = nlp.tokenizer
    tokenizer.rules = {k: v for k, v in tokenizer.rules.items() if not _FACE.fullmatch(k)}
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    return nlp


def empty_matcher() -> "Matcher":
    """A matcher over the shared vocabulary; the pipeline is made first, which keeps torch out."""
    vocab = blank_danish().vocab
    from spacy.matcher import Matcher

    return Matcher(vocab, validate=False)


def tokenise(
    text: str,
    wanted: Callable[[str], bool] | None = None,
    spell: Callable[[str], str] | None = None,
) -> Tokens:
    r"""The words of `text`; blanks are dropped, line breaks kept as tokens of their own.

    With `wanted` only what stands within 7 words of a wanted one is kept, and what is left out
    between becomes one "\n\n": a matcher whose patterns need such a word then has a tenth
    of the text to look at. `spell` gives the spelling that matchers see instead of a slip.
    """
    pieces = _pieces(text)
    if wanted is not None:
        pieces = _near(pieces, wanted)
    words = [word for word, _ in pieces]
    starts = [start for _, start in pieces]
    ends = [start + len(word) for word, start in pieces]
    following = [*starts[1:], len(text)]
    spaces = [end < start for end, start in zip(ends, following, strict=False)]
    from spacy.tokens import Doc

    spelt = list(map(spell, words)) if spell is not None else words
    doc = Doc(blank_danish().vocab, words=spelt, spaces=spaces)
    return Tokens(doc, tuple(words), tuple(starts), tuple(ends))


def _pieces(text: str) -> list[tuple[str, int]]:
    """Words and line breaks, each with its offset."""
    pieces: list[tuple[str, int]] = []
    for match in _PIECE.finditer(text.translate(_PLAIN)):
        at, piece = match.start(), match.group()
        if piece[0].isspace():
            pieces.append(("\n\n" if piece.count("\n") > 1 else "\n", at))
        else:
            cut = _cut if len(piece) <= _LONGEST_KEPT else _cut.__wrapped__
            pieces.extend((word, at + offset) for word, offset in cut(piece))
    return pieces


def _near(pieces: list[tuple[str, int]], wanted: Callable[[str], bool]) -> list[tuple[str, int]]:
    kept: list[tuple[str, int]] = []
    done = 0
    for i in (i for i, (word, _) in enumerate(pieces) if wanted(word)):
        begin = max(done, i - _REACH)
        if begin > done:
            kept.append(("\n\n", pieces[begin - 1][1]))
        kept.extend(pieces[begin : i + _REACH + 1])
        done = max(done, i + _REACH + 1)
    return kept


# The tokenizer has a cache of its own, but stops filling it for the rest of a text at the
# first abbreviation: 2,000 characters then cost 4 ms each time, and 0.3 ms with this one.
# The size is some 15 MB at most; a round of 1,000 responses has about 30,000 forms.
@lru_cache(maxsize=50_000)
def _cut(piece: str) -> tuple[tuple[str, int], ...]:
    """The words of a stretch without blanks, each with its offset in the stretch."""
    return tuple((token.text, token.idx) for token in blank_danish().tokenizer(piece))
