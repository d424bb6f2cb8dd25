"""Exports of portals and questionnaires: columns are headed by questions, answers stand below."""

import re
from collections.abc import Iterator, Sequence

from consult.readers.columns import RESPONSE_COLUMNS, match_columns
from consult.readers.grid import Row
from consult.readers.headings import names_proposal

# What a heading must say for its role where no column bears the role's own name.
_ROLES = (
    ("date", re.compile(r"(?:indsend|fuldfør|modtag|afgiv)\w*(?:tidspunkt|dato)\b", re.IGNORECASE)),
    ("surname", re.compile(r"^(?:efternavne?t?|last name|surname)$", re.IGNORECASE)),
    ("respondent", re.compile(
        r"^(?:dit |fulde |navn\b|your name|full name).{0,30}$|^fornavn|^first name", re.IGNORECASE
    )),
    ("given", re.compile(
        r"\b(?:hvilke[tn]?|vælg|which)\b.{0,25}\b(?:forslag|punkt|proposal|item)"
        r"|\bforslag\w* .{0,20}vedrører",
        re.IGNORECASE,
    )),
    ("organisation", re.compile(
        r"organisation|virksomhed|forening|på vegne af|repræsenter|\bfirma|myndighed|institution",
        re.IGNORECASE,
    )),
)  # fmt: skip
# Columns about the sender or the export, which hold no answer however long they are.
_ASIDE = re.compile(
    r"adresse|e-?mail|^mail|post(?:nr|nummer)|^by$|telefon|^tlf|mobil|status|vedhæft|bilag|\bfiler?\b"
    r"|offentlig|samtykke|\bkøn\b|\balder\b|\blink\b|\burl\b|svarer som|tidspunkt|intern|notat"
    r"|forvaltning|sagsbehandl|journal|resum[eé]|konklusion|\bip\b|address|\bdate\b|\bphone\b|collector|kategori|\btema\b",
    re.IGNORECASE,
)
_ANSWER = re.compile(
    r"høringssvar|bemærkning|kommentar|besvarelse|\bsvar\b|mening|holdning|begrund|uddyb"
    r"|indsigelse|synspunkt|input|tilføje|\bresponse\b|comment|remark|opinion",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"(?:(?:mig|os) selv|(?:som )?(?:privat(?:person)?|borger)|nej|ingen|ikke relevant|-)\b.{0,25}",
    re.IGNORECASE,
)
_YES_NO = re.compile(r"(?:ja|nej|nej tak|ingen|nix|-+|n/?a|ved ikke)[.!]?", re.IGNORECASE)
_LONGEST_HEADING = 200
# Words that answers have on the average, where the heading does not say that they are answers.
_WORDS = 4
TEXT = "text"


def question_columns(rows: Sequence[Row], index: int) -> dict[str, int]:
    """Columns by role where row `index` heads an export by questions; {} where it does not.

    The answers are "text", "text:1", "text:2" in their order. A row that names no sender, date
    or id is no header: it may be the first response of a table without one.
    """
    header = rows[index]
    columns = {r: i for r, i in match_columns(header, RESPONSE_COLUMNS).items() if r != TEXT}
    columns.pop("subject", None)
    for role, pattern in _ROLES:
        free = (i for i, cell in enumerate(header) if i not in columns.values())
        found = next((i for i in free if pattern.search(header[i].strip())), None)
        if role not in columns and found is not None and len(header[found]) <= _LONGEST_HEADING:
            columns[role] = found
    if not columns:
        return {}
    taken = set(columns.values())
    answers = [i for i in range(len(header)) if i not in taken and _is_answer(rows, index, i)]
    return columns | _numbered(answers) if answers else {}


def further_answers(rows: Sequence[Row], index: int, columns: dict[str, int]) -> dict[str, int]:
    """The columns with those added that are headed by a proposal or a question."""
    header = rows[index]
    more = [
        i
        for i, cell in enumerate(header)
        if i not in columns.values()
        and (names_proposal(cell.strip()) or cell.strip().endswith("?"))
        and _is_answer(rows, index, i)
    ]
    if not more:
        return columns
    return columns | _numbered(sorted([columns[TEXT], *more]))


def _numbered(answers: Sequence[int]) -> dict[str, int]:
    return {f"{TEXT}:{n}" if n else TEXT: i for n, i in enumerate(answers)}


def _is_answer(rows: Sequence[Row], index: int, column: int) -> bool:
    """Whether the column holds what people wrote, by its heading and by its cells."""
    heading = rows[index][column].strip()
    if not heading or len(heading) > _LONGEST_HEADING or _ASIDE.search(heading):
        return False
    cells = [row[column].strip() for row in rows[index + 1 :] if column < len(row)]
    words = [len(cell.split()) for cell in cells if cell]
    said = _ANSWER.search(heading) or names_proposal(heading)
    return bool(words) and (bool(said) or sum(words) / len(words) >= _WORDS)


def is_nobody(organisation: str) -> bool:
    """Whether the cell says that the sender speaks for nobody else."""
    return bool(_NOBODY.fullmatch(organisation))


def answers_of(cells: dict[str, str], titles: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The questions and the answers of a row; a question is "" where there is only one column.

    A "nej" to a question is left out where there is another answer: see `unanswered`.
    """
    roles = [role for role in titles if role.startswith(TEXT)]
    for role in sorted(roles, key=lambda r: int(r.partition(":")[2] or 0)):
        cell = cells.get(role, "")
        if cell and not (len(roles) > 1 and _YES_NO.fullmatch(cell)):
            yield titles[role] if len(roles) > 1 else "", cell


def unanswered(cells: dict[str, str], titles: dict[str, str]) -> Iterator[str]:
    """A sentence for each answer that is only a "ja" or "nej" and is not read."""
    roles = [role for role in titles if role.startswith(TEXT)]
    for role in roles if len(roles) > 1 else ():
        if cells.get(role) and _YES_NO.fullmatch(cells[role]):
            yield f"Svaret »{cells[role]}« på »{titles[role][:60]}« er ikke læst."
