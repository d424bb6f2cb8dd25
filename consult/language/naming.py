"""The sender's name where the rules found a kind and only an office: names by a trained finder.

Only the top, the first paragraph and what stands under the letter are read, and only then.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from consult.domain.documents import Span
from consult.domain.findings import Passage, PassageKind
from consult.domain.names import NameFinder, NameKind
from consult.domain.people import Respondent, RespondentKind, SenderSource
from consult.language.lines import physical_lines
from consult.language.respondents import kind_of

# A letterhead or a title stands in the first passages.
_TOP = 3
# Longer lines are no names, and sentences cost more to read.
_LONGEST = 400
_GENITIVE = re.compile(r"(?<=[et][tn])s$|(?<=Kommune)s$")
_PLACE = re.compile(r"(?:skolen?|børnehave\w*|børnehus\w*|hallen|center)$", re.IGNORECASE)
_BEGUN = re.compile(r"(?:^|[.!?\n])\s*$")
_ROLE = re.compile(r"(?:næst)?formand|medlem|kasserer|sekretær", re.IGNORECASE)
# Whoever signs here may sign for somebody with a better name.
_SIGNERS = (SenderSource.SIGNATURE, SenderSource.OPENING, SenderSource.BEHALF)


def named_better(
    respondent: Respondent, text: str, passages: Sequence[Passage], names: NameFinder
) -> Respondent:
    """The respondent under a name that the finder sees, where it had none or only an office."""
    if respondent.kind is RespondentKind.UNKNOWN or not _may_gain(respondent):
        return respondent
    person = respondent.kind is RespondentKind.CITIZEN
    lines = list(_ending(text, passages) if person else _house(text, passages))
    wanted = NameKind.PERSON if person else NameKind.ORGANISATION
    seen = [
        Span(line.start + name.span.start, line.start + name.span.end)
        for line, found in zip(lines, names.find([s.slice(text) for s in lines]), strict=True)
        for name in found
        if name.kind is wanted
    ]
    signed = [p.span for p in passages if p.kind is PassageKind.SIGNATURE]
    seen = [s for s in seen if _may_be_sender(s, text, signed, person=person)]
    span = (seen[-1] if seen else None) if person else _fitting(respondent, text, seen)
    if span is None:
        return respondent
    name = _GENITIVE.sub("", span.slice(text))
    evidence = tuple(dict.fromkeys((*respondent.evidence, span)))
    return replace(respondent, name=name, evidence=evidence)


def _may_be_sender(span: Span, text: str, signed: Sequence[Span], *, person: bool) -> bool:
    """Whether a name that the finder saw may be the sender's.

    In running text a first word is easily taken for a name, and a place for a person.
    """
    name = span.slice(text)
    if not person:
        return not _ROLE.match(name)
    if _PLACE.search(name):
        return False
    below = any(s.start <= span.start < s.end for s in signed)
    opens = _BEGUN.search(text[max(0, span.start - 3) : span.start]) is not None
    return below or " " in name or not (opens and text[span.end : span.end + 2].strip().islower())


def _may_gain(respondent: Respondent) -> bool:
    if respondent.kind is RespondentKind.CITIZEN:
        return respondent.name is None
    return _nameless(respondent.name) or respondent.source in _SIGNERS


def _nameless(name: str | None) -> bool:
    """Whether nobody is named: 'direktør', 'bestyrelsen'."""
    return name is None or not any(word[0].isupper() for word in name.split())


def _fitting(respondent: Respondent, text: str, seen: Sequence[Span]) -> Span | None:
    """The first name of the respondent's kind; any, where there was none."""
    known = (respondent.name or "").casefold()
    of_kind = [s for s in seen if kind_of(s.slice(text)) is respondent.kind]
    if _nameless(respondent.name):
        return next(iter(of_kind or seen), None)
    names = [(s, s.slice(text).casefold()) for s in of_kind if " " in s.slice(text)]
    longer = (s for s, name in names if name not in known and not _is_run_together(name))
    # "Formand, BUPL Nordvest" holds the name behind the office.
    inside = (s for s, name in names if name in known.partition(",")[2])
    return next(longer, None) or next(inside, None)


def _is_run_together(name: str) -> bool:
    """Whether two boxes of a letterhead are read as one line: "BUPL BUPL Nordvest"."""
    words = name.split()
    return len(set(words)) < len(words)


def _house(text: str, passages: Sequence[Passage]) -> Iterator[Span]:
    """Lines that may name an organisation: the titles, the signature, the first paragraph."""
    for passage in passages[:_TOP]:
        if passage.kind is PassageKind.HEADING:
            yield from _short(text, passage)
    yield from _signature(text, passages)
    first = next((p for p in passages if p.kind.is_judged), None)
    if first is not None:
        yield from _short(text, first)


def _ending(text: str, passages: Sequence[Passage]) -> Iterator[Span]:
    """Lines that may name a person: the last paragraph, and the signature."""
    last = next((p for p in reversed(passages) if p.kind.is_judged), None)
    if last is not None:
        yield from _short(text, last)
    yield from _signature(text, passages)


def _signature(text: str, passages: Sequence[Passage]) -> Iterator[Span]:
    for passage in passages:
        if passage.kind is PassageKind.SIGNATURE:
            yield from _short(text, passage)


def _short(text: str, passage: Passage) -> Iterator[Span]:
    lines = physical_lines(text, passage.start, passage.end)
    return (line for line in lines if line.end - line.start <= _LONGEST)
