"""Tell the writer's words from greeting, signature, quoted mail and metadata.

A pure function over the units of a document; the patterns are in `consult/rules`.
"""

from collections.abc import Sequence
from dataclasses import replace

from consult.domain.findings import PassageKind
from consult.language.frames import (
    HEADER_LINES,
    TOP_UNITS,
    mark_boilerplate,
    mark_letterhead,
    mark_mail_form,
    mark_table_heads,
)
from consult.language.line_roles import (
    LONGEST_LINE,
    SIGNATURE_WORDS,
    is_closing,
    is_name,
    is_one,
    is_salutation,
)
from consult.language.units import Unit
from consult.language.wordlists import matches

# A signature without a closing has at most this many lines at the end of a response.
_BARE_SIGNATURE_LINES = 6

# The share of a line's words that are capitalised where it is a list of names.
_NAMES = 0.6

# Addressees that only the first line of a letter can be.
_FIRST = ("addressee_bare", "addressee_unit")

_AROUND = (PassageKind.SIGNATURE, PassageKind.BOILERPLATE)


def with_roles(units: Sequence[Unit]) -> tuple[Unit, ...]:
    """The units with their kinds found: greeting, signature, boilerplate, quoted."""
    kinds = [unit.kind for unit in units]
    for mark in _MARKS:
        mark(units, kinds)
    return tuple(replace(u, kind=k) for u, k in zip(units, kinds, strict=True))


def _mark_quoted(units: Sequence[Unit], kinds: list[PassageKind]) -> None:
    """Lines marked with '>', and mails that are answered or forwarded, to their end.

    A mail's header above the writer's own first words is the header of this very mail.
    """
    quoting = False
    for i, unit in enumerate(units):
        header = _begins_mail(units, i)
        if is_one(unit.text, "boilerplate", "quote_header") or (header and _has_words(kinds[:i])):
            quoting = any(k is PassageKind.BODY for k in kinds[i + 1 :])
            kinds[i] = PassageKind.QUOTED
        elif unit.text.startswith(">"):
            kinds[i] = PassageKind.QUOTED
            quoting = False
        elif quoting:
            kinds[i] = PassageKind.QUOTED
        elif header:
            _mark_own_header(units, kinds, i)


def _begins_mail(units: Sequence[Unit], i: int) -> bool:
    """Whether a mail's header begins at unit `i`: some header lines, and none just before."""
    lines = [u.text for u in units[i : i + HEADER_LINES]]
    if len(lines) < HEADER_LINES or (i > 0 and _is_mail_line(units[i - 1].text)):
        return False
    return all(_is_mail_line(line) for line in lines)


def _mark_own_header(units: Sequence[Unit], kinds: list[PassageKind], i: int) -> None:
    for k in range(i, len(units)):
        if not _is_mail_line(units[k].text):
            break
        kinds[k] = PassageKind.BOILERPLATE


def _is_mail_line(line: str) -> bool:
    return is_one(line, "boilerplate", "mail_header_line")


def _has_words(kinds: Sequence[PassageKind]) -> bool:
    """Whether something the writer says stands here; a title or a greeting says nothing yet."""
    return any(k in (PassageKind.BODY, PassageKind.TABLE) for k in kinds)


def _mark_greeting(units: Sequence[Unit], kinds: list[PassageKind]) -> None:
    """Salutations and addressees before the first words of the letter."""
    seen = 0
    for i, unit in enumerate(units):
        if kinds[i] in (PassageKind.BOILERPLATE, PassageKind.SIGNATURE):
            continue
        if kinds[i] in (PassageKind.BODY, PassageKind.HEADING):
            bare = seen == 0 and is_one(unit.text, "greetings", *_FIRST)
            if is_salutation(unit.text) or bare:
                kinds[i] = PassageKind.GREETING
                continue
        seen += 1
        if seen > TOP_UNITS:
            return


def _mark_signature(units: Sequence[Unit], kinds: list[PassageKind]) -> None:
    """From a closing to the end of the letter, and bare names at the end."""
    open_ = False
    for i, unit in enumerate(units):
        if kinds[i] is PassageKind.QUOTED:
            open_ = False
        if kinds[i] not in (PassageKind.BODY, PassageKind.HEADING):
            continue
        if is_closing(unit.text) and (i > 0 and _only_short_after(units, kinds, i)):
            open_ = True
        elif open_ and not _in_signature(unit):
            open_ = False
        if open_:
            kinds[i] = PassageKind.SIGNATURE
        elif i > 0 and kinds[i - 1] in _AROUND and is_salutation(unit.text):
            kinds[i] = PassageKind.GREETING
    _mark_bare_signature(units, kinds)


def _only_short_after(units: Sequence[Unit], kinds: Sequence[PassageKind], i: int) -> bool:
    """Whether a closing at `i` is followed by a line of a signature or by nothing of the letter."""
    following = [j for j in range(i + 1, min(i + 2, len(units))) if kinds[j] is PassageKind.BODY]
    return all(_in_signature(units[j]) for j in following)


def _in_signature(unit: Unit) -> bool:
    """Whether a unit after a closing still belongs to the signature."""
    text = unit.text
    if matches("signatures", "postscript", text[:20]) or _begins_letter(text):
        return False
    sentence = matches("headings", "sentence_word", text[:LONGEST_LINE])
    return _is_short(text, SIGNATURE_WORDS) and not (sentence and text[-1] in ".!?")


def _is_short(line: str, most: int) -> bool:
    """Whether a line has at most so many words, or twice as many that are mostly names."""
    said = [word for word in line.split() if any(c.isalpha() for c in word)]
    names = sum(word.lstrip('(/"').istitle() or word.isupper() for word in said)
    return len(said) <= most or (len(said) <= 2 * most and names >= _NAMES * len(said))


def _begins_letter(line: str) -> bool:
    """Whether a line after a signature opens another letter."""
    return line[-1] == ":" or is_salutation(line) or is_one(line, "headings", "subject")


def _mark_bare_signature(units: Sequence[Unit], kinds: list[PassageKind]) -> None:
    """Names and roles that end a response without a closing."""
    own = [i for i in range(len(units)) if not _is_frame(units[i], kinds[i])]
    begun, named = None, False
    for count, i in enumerate(reversed(own[1:]), 1):
        unit = units[i]
        if count > _BARE_SIGNATURE_LINES or not _may_close(unit, kinds[i]):
            break
        named = named or is_name(unit.text.split("\n", 1)[0])
        if unit.fresh or units[i - 1].text[-1] in ".!?":
            begun = i if named else begun
            named = False
    for i in own:
        if begun is not None and i >= begun:
            kinds[i] = PassageKind.SIGNATURE


def _is_frame(unit: Unit, kind: PassageKind) -> bool:
    """Whether a unit stands around the letter; a date line may belong to its signature."""
    if kind is PassageKind.BOILERPLATE:
        return not is_one(unit.text, "boilerplate", "place_and_date")
    return kind is PassageKind.QUOTED


def _may_close(unit: Unit, kind: PassageKind) -> bool:
    """Whether a unit at the end may belong to a signature."""
    if kind is PassageKind.BOILERPLATE:
        return True
    open_kind = kind in (PassageKind.BODY, PassageKind.HEADING)
    if kind is PassageKind.SIGNATURE:
        return is_one(unit.text, "signatures", "on_behalf")
    return open_kind and not unit.item and _in_tail(unit.text)


def _in_tail(text: str) -> bool:
    """Whether a unit at the end may belong to a signature by its length and words."""
    lines = text.split("\n")
    return all(
        _is_short(line, SIGNATURE_WORDS - 2)
        and line.rstrip()[-1:] not in ("?", "!", ":")
        and not (matches("headings", "sentence_word", line) and not line.startswith("("))
        for line in lines
    )


_MARKS = (
    mark_boilerplate,
    mark_table_heads,
    mark_mail_form,
    mark_letterhead,
    _mark_quoted,
    _mark_greeting,
    _mark_signature,
)
