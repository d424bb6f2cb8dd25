"""Which lines are headings, and which passages each of them governs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import islice

from consult.domain.findings import PassageKind
from consult.language.line_roles import ends_in_full_stop, is_answer
from consult.language.lines import begins_answer
from consult.language.units import Unit
from consult.language.wordlists import matches

# A heading has at most this many words and characters; a longer line is a sentence.
_WORDS = 14
_CHARACTERS = 120
# A line in capitals of at least this many characters is a heading unless it cries out.
_CAPITALS = 8
# A line that ends in a colon is a heading only when it is a bare name.
_COLON_WORDS = 4
# More headings without text between them are a table of contents: only the last ones govern.
_MOST_JOINT = 20
# Words of a heading without number at most; of a title that ends in "!" or "?".
_PLAIN_WORDS = 12
_TITLE_WORDS = 8
_SEPARATOR = re.compile(r"\d\w?\s*[:–—-]\s|\b[A-H]\s*[:–—-]\s")


class HeadingRole(Enum):
    """What a heading's words say about its place among the others."""

    SUBJECT = "subject"
    OUTER = "outer"
    CODED = "coded"
    CLOSING = "closing"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class _Open:
    """Headings that stand together and govern jointly."""

    level: int
    indices: tuple[int, ...]


def with_headings(units: Sequence[Unit]) -> tuple[Unit, ...]:
    """The units with lines that are headings by shape and place marked as such."""
    marked = []
    for i, unit in enumerate(units):
        before = units[i - 1] if i else None
        after = units[i + 1] if i + 1 < len(units) else None
        is_one = unit.kind is PassageKind.BODY and _is_heading(unit, before, after)
        marked.append(replace(unit, kind=PassageKind.HEADING, item=False) if is_one else unit)
    return tuple(marked)


def _is_heading(unit: Unit, before: Unit | None, after: Unit | None) -> bool:
    """Whether a body unit is a heading although the layout does not say so."""
    line = unit.text
    if len(line) > _CHARACTERS or "\n" in line or after is None or _ends_letter(after):
        return False
    if line.isupper() and unit.fresh and len(line) >= _CAPITALS:
        return line[-1] not in "!?," and not matches("headings", "never", line)
    if before is None and _is_long_subject(unit, after):
        return True
    if len(line.split()) > _WORDS or matches("headings", "never", line):
        return False
    if matches("headings", "coded", line):
        return _is_coded_heading(unit, before, after)
    if unit.item or matches("headings", "sentence_word", line):
        return False
    return _is_plain_heading(unit, before) or _is_title(unit, before, after)


def _is_long_subject(unit: Unit, after: Unit) -> bool:
    """Whether the first line is a subject line, however long: 'Høringssvar vedr. ...'."""
    line = unit.text
    opens = matches("headings", "opens_subject", line)
    return opens and after.fresh and line[-1] not in ".!?:," and not _sentence(line)


def _ends_letter(after: Unit) -> bool:
    """Whether nothing that a heading could govern follows."""
    return after.kind in (PassageKind.SIGNATURE, PassageKind.QUOTED)


def _is_coded_heading(unit: Unit, before: Unit | None, after: Unit) -> bool:
    """Whether a line with a number or code is a heading and not an item or an answer."""
    line = unit.text
    if line[-1] in "!?;," or is_answer(line):
        return False
    if unit.item:
        return not after.item and not (before is not None and before.item) and not _sentence(line)
    if _sentence(line):
        # "Vedr. SU-01: Rådet tager afstand fra forslaget." is the answer, not its heading.
        titled = _SEPARATOR.search(line) is not None and not ends_in_full_stop(line)
        return titled and unit.fresh and after.fresh
    return not ends_in_full_stop(line) or len(line.split()) <= 3


def _sentence(line: str) -> bool:
    """Whether a line has a verb or a pronoun that titles lack."""
    return matches("headings", "sentence_word", line)


def _is_plain_heading(unit: Unit, before: Unit | None) -> bool:
    """Whether a line without a number is a heading."""
    line = unit.text
    count = len(line.split())
    if (
        line[-1] in "!?;,…"
        or ends_in_full_stop(line)
        or not (line[0].isupper() or line[0].isdigit())
    ):
        return False
    if line[-1] == ":":
        return count <= _COLON_WORDS
    if before is None or before.kind is PassageKind.BOILERPLATE:
        return count <= _PLAIN_WORDS
    apart = unit.fresh or before.text[-1] in ".!?:"
    return apart and count <= _PLAIN_WORDS


def _is_title(unit: Unit, before: Unit | None, after: Unit) -> bool:
    """Whether a short outcry or question opens the letter as its title."""
    opens = before is None or before.kind in (PassageKind.BOILERPLATE, PassageKind.GREETING)
    short = len(unit.text.split()) <= _TITLE_WORDS and len(after.text) > 2 * len(unit.text)
    return opens and short and after.fresh and unit.text[-1] in "!?" and unit.text[0].isupper()


def role_of(line: str) -> HeadingRole:
    """What the words of a heading say about its place; layout may say otherwise."""
    if matches("headings", "coded", line):
        return HeadingRole.CODED
    for role in (HeadingRole.CLOSING, HeadingRole.SUBJECT, HeadingRole.OUTER):
        if matches("headings", role.value, line):
            return role
    return HeadingRole.PLAIN


def governors(units: Sequence[Unit]) -> tuple[tuple[int, ...], ...]:
    """For each unit the indices of the headings that govern it, outermost first."""
    roles = _roles(units)
    levels = _levels(units, roles)
    stack: list[_Open] = []
    governing: list[tuple[int, ...]] = []
    fresh = False
    for i, unit in enumerate(units):
        if unit.kind is PassageKind.HEADING:
            governing.append(_open(stack, i, levels[i], roles[i], joint=fresh))
            fresh = roles[i] is not HeadingRole.SUBJECT
        elif unit.kind in (PassageKind.GREETING, PassageKind.SIGNATURE):
            stack.clear()
            governing.append(())
            fresh = False
        elif unit.kind is PassageKind.BOILERPLATE:
            governing.append(())
        else:
            if begins_answer(unit.text):
                # "Forslag 12: Vi bifalder det" under "Forslag 13" ends what is said of 13.
                stack = [g for g in stack if roles[g.indices[0]] is not HeadingRole.CODED]
            governing.append(tuple(k for group in stack for k in group.indices))
            fresh = False
    return tuple(governing)


def _open(
    stack: list[_Open], i: int, level: int, role: HeadingRole | None, *, joint: bool
) -> tuple[int, ...]:
    """Put heading `i` on the stack; the headings above it govern it."""
    if role is HeadingRole.SUBJECT:
        stack.clear()
        return ()
    while stack and stack[-1].level > level:
        stack.pop()
    siblings: tuple[int, ...] = ()
    if stack and stack[-1].level == level:
        last = stack.pop()
        siblings = last.indices[-_MOST_JOINT + 1 :] if joint else ()
    above = tuple(k for group in stack for k in group.indices)
    stack.append(_Open(level, (*siblings, i)))
    return above


def _roles(units: Sequence[Unit]) -> list[HeadingRole | None]:
    """The role of each heading; a coded subject line is told from a coded heading by its place."""
    roles: list[HeadingRole | None] = []
    seen_body = False
    for i, unit in enumerate(units):
        if unit.kind is not PassageKind.HEADING:
            roles.append(None)
            seen_body = seen_body or unit.kind in (PassageKind.BODY, PassageKind.TABLE)
            continue
        role = role_of(unit.text)
        if role is HeadingRole.CODED and not seen_body and _is_subject_line(units, i):
            role = HeadingRole.SUBJECT
        elif role is HeadingRole.SUBJECT and seen_body:
            role = HeadingRole.PLAIN
        elif not seen_body and _is_title_by_role(units, i, role):
            role = HeadingRole.SUBJECT
        roles.append(role)
    return roles


def _subject(line: str) -> bool:
    """Whether the words are those of a letter's title or subject line."""
    return matches("headings", "subject", line)


def _is_subject_line(units: Sequence[Unit], i: int) -> bool:
    """Whether a numbered line at the top is what the letter is about, not its first section."""
    line = units[i].text
    if not _subject(line):
        return False
    opening = line.split()[0].lower()
    return not any(
        units[k].kind is PassageKind.HEADING and units[k].text.split()[0].lower() == opening
        for k in range(i + 1, len(units))
    )


def _is_title_by_role(units: Sequence[Unit], i: int, role: HeadingRole) -> bool:
    """Whether a heading above the first words is the letter's title: "Bemærkninger til …"."""
    if role is HeadingRole.CLOSING:
        return _subject(units[i].text)
    return role is HeadingRole.PLAIN and _is_title_of_all(units, i)


def _is_title_of_all(units: Sequence[Unit], i: int) -> bool:
    """Whether the first heading is the document's title: no other stands beside it."""
    if any(u.kind is PassageKind.HEADING for u in islice(units, i)):
        return False
    later = [u for u in units[i + 1 :] if u.kind is PassageKind.HEADING]
    directly = i + 1 < len(units) and units[i + 1].kind is PassageKind.HEADING
    level = units[i].level
    return not directly and all(
        (level and u.level > level) or role_of(u.text) is HeadingRole.CODED for u in later
    )


def _levels(units: Sequence[Unit], roles: Sequence[HeadingRole | None]) -> list[int]:
    """The level of each heading, 1 outermost; 0 for other units.

    Where the layout tells headings apart, it decides. Where all have one level, the words do:
    areas over numbers over what has no number.
    """
    placed = [(u, r) for u, r in zip(units, roles, strict=True) if r is not None]
    given = {u.level for u, r in placed if r is not HeadingRole.SUBJECT}
    coded = min((u.level for u, r in placed if r is HeadingRole.CODED), default=None)
    informative = len(given) > 1
    levels = []
    coded_open = False
    for i, (unit, role) in enumerate(zip(units, roles, strict=True)):
        if role is None or role is HeadingRole.SUBJECT:
            levels.append(0)
        elif informative and unit.level:
            levels.append(min(unit.level, _highest(units, roles, i, coded)))
        else:
            levels.append(_inferred(units, roles, i, coded_open=coded_open))
        coded_open = (coded_open or role is HeadingRole.CODED) and role not in (
            HeadingRole.CLOSING,
            HeadingRole.SUBJECT,
        )
    return levels


def _highest(
    units: Sequence[Unit], roles: Sequence[HeadingRole | None], i: int, coded: int | None
) -> int:
    """The innermost level that the words of heading `i` allow, whatever the layout says.

    `coded` is the outermost level of the coded headings, None where there are none.
    Plain text has no levels: its reader puts every line below a number under that number.
    """
    if coded is None:
        return units[i].level
    if roles[i] is HeadingRole.CLOSING:
        return coded
    above_a_number = i + 1 < len(units) and roles[i + 1] is HeadingRole.CODED
    outer = roles[i] in (HeadingRole.OUTER, HeadingRole.PLAIN) and above_a_number
    return max(1, coded - 1) if outer else units[i].level


def _inferred(
    units: Sequence[Unit], roles: Sequence[HeadingRole | None], i: int, *, coded_open: bool
) -> int:
    """The level that the words of heading `i` give it: 1 area, 2 number, 3 below a number."""
    role = roles[i]
    if role is HeadingRole.CODED:
        return 2
    above_a_number = i + 1 < len(units) and roles[i + 1] is HeadingRole.CODED
    if role in (HeadingRole.OUTER, HeadingRole.CLOSING) or above_a_number:
        return 1
    return 3 if coded_open else 1
