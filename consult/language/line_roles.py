"""What one line of a response is by its words alone: a greeting, a closing, metadata, a name."""

import re
from functools import lru_cache

from consult.language.wordlists import matches, words

# Lines of a signature are short, in words; a longer line is text again.
SIGNATURE_WORDS = 12
# A name at the end, without its role, in words.
_NAME_WORDS = 6
# Longest line that a pattern for a whole line is tried on, in characters.
LONGEST_LINE = 400

_AMOUNT = re.compile(r"\d[\d.,]* ?(?:mio\. ?|mia\. ?)?kr\.$")
_SENTENCE_WITHIN = re.compile(r"[a-zæøå]{3}\. [A-ZÆØÅ]")

_BOILERPLATE = (
    "portal_line",
    "place_and_date",
    "page_number",
    "web_page",
    "mail_footer",
    "certificate",
    "contents_line",
    "separator",
)


@lru_cache(maxsize=4096)
def stands_alone(line: str) -> bool:
    """Whether a line is never part of a paragraph that goes on over several lines."""
    return (
        is_salutation(line)
        or is_closing(line)
        or is_boilerplate(line)
        or is_one(line, "boilerplate", "label", "text_label", "quote_header", "quote_line")
        or is_one(line, "boilerplate", "mail_header_line")
    )


def is_one(line: str, name: str, *rule_ids: str) -> bool:
    """Whether any of the rules matches a line of sensible length, but for marks of emphasis."""
    line = line.strip("*_") or line
    return len(line) <= LONGEST_LINE and any(matches(name, rule_id, line) for rule_id in rule_ids)


def is_salutation(line: str) -> bool:
    """Whether the line is a greeting and nothing else."""
    return is_one(line, "greetings", "salutation", "addressee") and not (
        line.lower().startswith("til ") and matches("headings", "sentence_word", line)
    )


def is_closing(line: str) -> bool:
    """Whether the line begins a signature: 'Venlig hilsen', 'På vegne af ...'."""
    return len(line.split()) <= SIGNATURE_WORDS and is_one(
        line, "signatures", "closing", "on_behalf"
    )


def is_boilerplate(line: str) -> bool:
    """Whether the line is metadata by its shape alone."""
    return is_one(line, "boilerplate", *_BOILERPLATE)


def is_answer(line: str) -> bool:
    """Whether what stands behind a proposal's number is said of it, and is not its title."""
    return is_one(line, "headings", "verdict", "answer", "answer_sentence")


def is_text_label(line: str) -> bool:
    """Whether the line is what a portal prints above the response itself."""
    return is_one(line, "boilerplate", "text_label")


def is_name(line: str) -> bool:
    """Whether a line is a name, a name with a role, a role or an address."""
    if is_one(line, "signatures", "on_behalf", "contact"):
        return True
    name = re.split(r",| \(| v[./]| og familie| fra ", line, maxsplit=1)[0].strip(" /")
    tokens = name.split()
    if not tokens or len(tokens) > _NAME_WORDS or tokens[0] in words("signatures", "not_a_name"):
        return is_one(line, "signatures", "role") and len(line.split()) <= _NAME_WORDS
    capitals = all(t[0].isupper() or t in ("og", "&", "de", "von", "i", "af", "på") for t in tokens)
    if is_one(line, "signatures", "role"):
        return capitals or line[0].isupper() or " v" in line
    return capitals and (line[-1] != "." or len(tokens[-1]) == 2)


def ends_in_full_stop(line: str) -> bool:
    """Whether the line ends with a full stop that is not part of an abbreviation.

    An amount ends a sentence, "80.000 kr.", and so does any abbreviation behind another one.
    """
    if _AMOUNT.search(line) or (line[-1] == "." and _SENTENCE_WITHIN.search(line)):
        return True
    last = line.split()[-1][:-1].lower()
    return line[-1] == "." and last not in words("abbreviations", "may_end")
