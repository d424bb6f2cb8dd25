"""Which passwords are good enough: by length, and not among the first that are guessed."""

import secrets
from collections.abc import Iterable
from unicodedata import normalize

from consult.domain.errors import AccountError
from consult.rules.loader import load_rules

#: Characters of a password; NIST SP 800-63B asks for at least 8, here no composition is asked for.
SHORTEST = 12
#: Characters of the longest password that is looked at; hashing must not be a way to keep us busy.
LONGEST = 200
#: Letters and digits of a one-time password that no one mistakes for each other; 15 hold 74 bits.
_CLEAR = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS = (5, 5, 5)


def plain(password: str) -> str:
    """The password as all keyboards write it: one code point for å."""
    return normalize("NFKC", password)


def one_time() -> str:
    """A password to read aloud, as `k7tqm-…`."""
    return "-".join("".join(secrets.choice(_CLEAR) for _ in range(n)) for n in _GROUPS)


def check(password: str, name: str, display: str = "") -> None:
    """Go on only with a password that is good enough for the user of that name.

    Raises:
        AccountError: it is not; the message says why.
    """
    problem = _problem(plain(password), (name, display))
    if problem is not None:
        raise AccountError(f"Adgangskoden {problem} – vælg en anden, fx fire tilfældige ord.")


def _problem(password: str, names: tuple[str, ...]) -> str | None:
    if len(password) < SHORTEST:
        return f"er for kort (mindst {SHORTEST} tegn)"
    if len(password) > LONGEST:
        return f"er for lang (højst {LONGEST} tegn)"
    if not all(c.isprintable() for c in password) or not password.strip():
        return "har tegn, der ikke kan skrives"
    if any(_is_name(password, name) for name in names):
        return "er brugerens eget navn"
    if _is_common(password):
        return "er en af de første, der bliver gættet"
    return None


def _is_name(password: str, name: str) -> bool:
    """Whether the password is the name, alone or again and again, with digits or signs added."""
    said, bare = _letters(password), _letters(normalize("NFKC", name))
    return bool(bare) and said.replace(bare, "") == "" and bool(said)


def _is_common(password: str) -> bool:
    return any(matches(rule.id, password) for rule in load_rules("passwords").rules)


def matches(rule_id: str, password: str) -> bool:
    """Whether the rule of `rules/passwords.yaml` says that the password is a common one."""
    (rule,) = (r for r in load_rules("passwords").rules if r.id == rule_id)
    letters = _letters(password)
    if rule_id == "no-letters":
        return len(letters) < int(rule.data["least_letters"])
    if rule_id == "few-letters":
        return len(set(letters)) < int(rule.data["least_different"])
    return _is_made_of(letters, rule.data["words"])


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalpha())


def _is_made_of(letters: str, words: Iterable[str]) -> bool:
    """Whether the letters are some of the words one after another."""
    known, reached = tuple(words), {0}
    for at in range(len(letters)):
        if at in reached:
            reached |= {at + len(w) for w in known if letters.startswith(w, at)}
    return len(letters) in reached
