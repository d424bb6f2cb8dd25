"""Tell a mail that says something from a note that only goes with what it brings."""

import re
from functools import cache

from consult.language.line_roles import is_boilerplate, is_closing, is_name, is_salutation
from consult.language.sentences import sentences
from consult.language.wordlists import matches, rule
from consult.rules import load_rules

_RULES = "mail_quotes"
# Longer than this, in words, somebody has had something to say.
_NOTE_WORDS = 60
_NOTE_CHARACTERS = 4_000
_TAIL_WORDS = 14
# A line under "Med venlig hilsen" that is longer is text again.
_SIGNATURE_WORDS = 14
_WORD = re.compile(r"[\w./-]*\w")


def is_note(text: str, *, passed_on: bool = False) -> bool:
    """Whether a mail's own words are none, or only a greeting, a note and a signature.

    `passed_on` also lets through what somebody writes who forwards a mail.
    """
    if len(text) > _NOTE_CHARACTERS:
        return False
    words = _without_frame(text)
    if words is None or len(words.split()) > _NOTE_WORDS:
        return False
    kinds = ("cover_sentence", "forward_note") if passed_on else ("cover_sentence",)
    return all(
        any(says_nothing(span.slice(words), kind) for kind in kinds) for span in sentences(words)
    )


def says_nothing(sentence: str, kind: str) -> bool:
    """Whether the sentence is a note of the rule `kind`, or a courtesy."""
    if matches(_RULES, "courtesy", sentence):
        return True
    if set(sentence.rstrip(" :")) & set(":?"):
        return False
    tokens = [token.strip(".-/").lower() for token in _WORD.findall(sentence)]
    needs = tuple(rule(_RULES, kind).data["needs"])
    return any(token.startswith(needs) for token in tokens) and _only_note_words(tokens)


def _only_note_words(tokens: list[str]) -> bool:
    """Whether the words are a note's own, a name before its verb, or a title at its end."""
    start = next((i for i, t in enumerate(tokens) if t in _words("note_senders")), 0)
    if not _is_name_or_title([t for t in tokens[:start] if t not in _words("note_words")]):
        return False
    for i, token in enumerate(tokens[start:], start):
        rest = tokens[i + 1 :]
        if token in _words("note_openers") and _is_name_or_title(rest):
            return True
        # "Ældrerådets svar": whose answer it is, in one word.
        owner = token.endswith("s") and bool(rest) and _is_note_word(rest[0])
        if not _is_note_word(token) and not (owner and _is_name_or_title([token])):
            return False
    return True


def _is_note_word(token: str) -> bool:
    known = _words("note_words") | _words("note_senders")
    return token in known or token.startswith(tuple(_words("note_stems")))


def _is_name_or_title(tokens: list[str]) -> bool:
    """Whether the words may name somebody or something, and say nothing of it."""
    never = tuple(_words("note_never_stems"))
    return len(tokens) <= _TAIL_WORDS and not any(
        token in _words("note_never") or token.startswith(never) for token in tokens
    )


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(load_rules(_RULES).data[name])


def _without_frame(text: str) -> str | None:
    """The words between greeting and signature; None where more follows the signature."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    kept: list[str] = []
    for i, line in enumerate(lines):
        if is_closing(line):
            rest = lines[i + 1 :]
            long = [r for r in rest if len(r.split()) > _SIGNATURE_WORDS and not is_boilerplate(r)]
            return None if long else "\n".join(kept)
        if not is_salutation(line) and not is_boilerplate(line):
            kept.append(line)
    while len(kept) > 1 and is_name(kept[-1]):
        kept.pop()
    return "\n".join(kept)
