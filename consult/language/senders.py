"""Senders that no organisation's name tells: by mail address, by trade, by CVR number, by home.

The words are in `consult/rules/senders.yaml`.
"""

import re
from collections.abc import Iterator, Sequence
from email.utils import parseaddr

from consult.domain.documents import Span
from consult.domain.findings import Passage, PassageKind
from consult.domain.people import SenderSource
from consult.language.lines import physical_lines
from consult.language.wordlists import matches, pattern

# Firms speak of themselves in the first passages of their own words.
_OPENING_PASSAGES = 3
# How addresses spell the letters that they do without.
_LETTERS = (("ae", "æ"), ("oe", "ø"), ("aa", "å"))
_NAME_AND_ADDRESS = re.compile(r"(?P<name>[^<>@]*?)\s*<(?P<address>[^<>\s]+)>")
_PARTS = re.compile(r"[-_.]+")


def mail_names(mail_from: str) -> Iterator[str]:
    """What a mail's sender may be called, the likeliest first: the name shown, then the domain.

    "Hanne Lund <hl@foa-havnby.example>" gives "Hanne Lund", "FOA HAVNBY", "Foa Havnby". The
    domain of a private mail service names nobody.
    """
    shown, address = _parsed(mail_from)
    if shown.strip():
        yield shown.strip()
    if "@" not in address or is_private(mail_from):
        return
    # The last label is the country or the like; the one before it is the organisation's.
    labels = address.rpartition("@")[2].split(".")
    words = _PARTS.sub(" ", labels[-2] if len(labels) > 1 else labels[0])
    for old, new in _LETTERS:
        words = words.replace(old, new)
    yield words.upper()
    yield words.title()


def _parsed(mail_from: str) -> tuple[str, str]:
    """Name and address; Outlook writes a name with a comma in it without quotation marks."""
    match = _NAME_AND_ADDRESS.fullmatch(mail_from.strip())
    return (match["name"].strip(' "'), match["address"]) if match else parseaddr(mail_from)


def shown_name(mail_from: str) -> str | None:
    """The name that the mail shows for its sender, None where it shows only an address."""
    return _parsed(mail_from)[0].strip() or None


def domain_of(mail_from: str) -> str | None:
    """The domain of "Name <address>" in lower case; None where there is no address."""
    return _parsed(mail_from)[1].lower().rpartition("@")[2] or None


def is_private(mail_from: str) -> bool:
    """Whether the mail comes from a service that private persons use."""
    return matches("senders", "private_domain", _parsed(mail_from)[1].lower())


def firm_words(
    text: str, passages: Sequence[Passage], *, personal: bool
) -> tuple[Span, SenderSource] | None:
    """Where a firm shows itself: by its own words about its trade, or by a CVR number.

    In a `personal` letter the firm that is called 'firmaet' is another's.
    """
    own = [p for p in passages if p.kind is PassageKind.BODY][:_OPENING_PASSAGES]
    frame = [p for p in passages if p.kind in (PassageKind.SIGNATURE, PassageKind.BOILERPLATE)]
    places = [("trade", own, SenderSource.OPENING), ("cvr", frame, SenderSource.SIGNATURE)]
    if not personal:
        places.append(("trade_subject", own, SenderSource.OPENING))
    for rule_id, where, source in places:
        for passage in where:
            found = pattern("senders", rule_id).search(passage.span.slice(text))
            if found:
                return Span(passage.start + found.start(), passage.start + found.end()), source
    return None


def speaks_of_home(text: str, passages: Sequence[Passage]) -> bool:
    """Whether the writer speaks of a home or a family without saying 'jeg'."""
    return any(
        matches("senders", "home", line.slice(text))
        for p in passages
        if p.kind.is_judged
        for line in physical_lines(text, p.start, p.end)
    )
