"""Who answers: name and kind, with the characters in the response that say so.

The words that tell kinds apart are in `consult/rules/organisations.yaml`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from consult.domain.documents import Document, Span
from consult.domain.findings import Passage, PassageKind
from consult.domain.people import Respondent, RespondentKind, SenderSource
from consult.language.clues import Clue, clues
from consult.language.line_roles import is_boilerplate, is_closing
from consult.language.person_names import (
    FIELD_NAME,
    PERSON,
    bare,
    beside,
    signed_name,
    without_address,
)
from consult.language.senders import firm_words, is_private, shown_name, speaks_of_home
from consult.language.shared_names import with_house
from consult.language.voices import Voice, hear
from consult.language.wordlists import matches, words
from consult.rules.loader import load_rules

# A sender's name has at most this many words; longer lines are sentences.
_NAME_WORDS = 10
_FIRST_PERSON = re.compile(
    r"\b(?:jeg|mig|min|mit|mine|vi bor|som nabo(?!kommune)\w*"
    r"|vores (?:søn|datter|drenge?|piger?|børn|barn|have|hus|familie|nabo\w*))\b",
    re.IGNORECASE,
)
# Offices that boards, councils and associations share.
_OFFICE = re.compile(
    r"\b(?:\w*bestyrelsen?s?|(?:næst)?formand|kasserer|rådet|klubben|gruppens?|p\.?b\.?v)\b",
    re.IGNORECASE,
)
# Cues of a joint committee, for which stewards sign too.
_COMMITTEE = frozenset({"med_sides", "med_named", "committee_speaks"})


def find_respondent(document: Document, passages: Sequence[Passage]) -> Respondent:
    """The sender of `document`; kind `unknown` and name None where nothing tells."""
    return with_house(_found(document, passages), document, passages)


def _found(document: Document, passages: Sequence[Passage]) -> Respondent:
    """The sender as the place says it that is trusted most."""
    found = _without_doubles(tuple(clues(document, passages)))
    personal = _speaks_as_person(document, passages)
    marks = tuple(_marks(document, passages, found, personal=personal))
    voice, heard = hear(document.text, passages, marks)
    for clue in found:
        kind = _told_kind(clue) if clue.sure else None
        if kind is not None and not (_is_steward(clue, kind) and heard & _COMMITTEE):
            return _respondent(clue, kind, found)
    house = next((clue for clue in found if clue.house), None)
    if house is not None:
        return _told(house, voice, found)
    spoken_of = None if personal else _organisation(found)
    if spoken_of is not None and (voice is None or voice.kind is RespondentKind.CITIZEN):
        return _respondent(*spoken_of, found)
    if voice is not None and not _asked_for(found, voice):
        return _sounding(document, passages, found, voice)
    if _person(found):
        return _citizen(document, found)
    return _by_mail(document.metadata.mail_from)


def _without_doubles(found: Sequence[Clue]) -> tuple[Clue, ...]:
    """The clues; who writes the own name as the organisation's too has told of none."""
    names = {bare(clue.text).casefold() for clue in found if clue.field}
    own = (clue.house and bare(clue.text).casefold() in names for clue in found)
    return tuple(replace(c, house=False) if same else c for c, same in zip(found, own, strict=True))


def _told_kind(clue: Clue) -> RespondentKind | None:
    """The kind that the clue's words name; who is told as organisation may say to have none."""
    if clue.house and matches("senders", "no_house", clue.text):
        return RespondentKind.CITIZEN
    return kind_of(clue.text)


def _told(house: Clue, voice: Voice | None, found: Sequence[Clue]) -> Respondent:
    """What a form was told as the organisation, though no word of it says what it is.

    A private person has none, so a letter that sounds like one leaves the kind open.
    """
    sounds = voice.kind if voice else RespondentKind.UNKNOWN
    kind = RespondentKind.UNKNOWN if sounds is RespondentKind.CITIZEN else sounds
    return _respondent(house, kind, found)


def _asked_for(found: Sequence[Clue], voice: Voice) -> bool:
    """Whether a form was told a person and no organisation, and only the tone says otherwise.

    A firm shows itself by more than its tone.
    """
    if voice.kind in (RespondentKind.CITIZEN, RespondentKind.BUSINESS):
        return False
    named = [c for c in found if c.sure and c.source is SenderSource.PORTAL]
    return bool(named) and all(c.field and _may_be_person(c) for c in named)


def _organisation(found: Sequence[Clue]) -> tuple[Clue, RespondentKind] | None:
    """The first organisation named in running text; where nobody says 'jeg' it is the sender."""
    kinds = ((clue, kind_of(clue.text)) for clue in found if not clue.sure)
    return next(((c, k) for c, k in kinds if k not in (None, RespondentKind.CITIZEN)), None)


def _is_steward(clue: Clue, kind: RespondentKind) -> bool:
    """Whether the clue is a steward's office and names no union."""
    return kind is RespondentKind.UNION and matches("voices", "steward", clue.text)


def _marks(
    document: Document, passages: Sequence[Passage], found: Sequence[Clue], *, personal: bool
) -> Iterator[str]:
    """What the clues say of the kind, by the names that `voices.yaml` weighs."""
    named = set() if personal else {kind_of(clue.text) for clue in found if not clue.sure}
    offices = {_kind(clue.text, office=True) for clue in found if clue.sure}
    yield from (f"open_{kind}" for kind in sorted(k for k in named if k))
    yield from (f"office_{kind}" for kind in sorted(k for k in offices if k))
    if firm_words(document.text, passages, personal=personal):
        yield "firm_words"
    if speaks_of_home(document.text, passages):
        yield "home"
    if _person(found):
        yield "person_signed"
    if not any(p.kind is PassageKind.SIGNATURE for p in passages):
        yield "no_signature"


def _sounding(
    document: Document, passages: Sequence[Passage], found: Sequence[Clue], voice: Voice
) -> Respondent:
    """The sender of the kind that the letter sounds like, under the name that fits best."""
    if voice.kind is RespondentKind.CITIZEN:
        return _citizen(document, found)
    if voice.kind is RespondentKind.BUSINESS:
        firm = _firm(document, passages, found)
        if firm is not None:
            return firm
    alone = None
    for clue in found:
        office = clue.sure and _kind(clue.text, office=True) is voice.kind
        if kind_of(clue.text) is voice.kind or (office and " " in bare(clue.text)):
            return _respondent(clue, voice.kind, found)
        alone = alone or (clue if office else None)
    if alone is not None:
        # "Kredsformand" alone on a line tells the kind and nobody's name.
        return replace(_respondent(alone, voice.kind, found), name=None)
    officer = next((c for c in found if c.sure and _OFFICE.search(c.text)), None)
    if officer is not None:
        return _officer(officer, voice.kind, found)
    return _unnamed(document, found, voice)


def _unnamed(document: Document, found: Sequence[Clue], voice: Voice) -> Respondent:
    """A sender whom only the words of the letter tell, under the name of who signs."""
    source = SenderSource.SIGNATURE if voice.signed else SenderSource.OPENING
    spans: tuple[Span, ...] = (voice.span,) if voice.span else ()
    person = _person(found)
    if person is not None:
        spans += (person.span,) if person.span else ()
        return Respondent(without_address(person), voice.kind, tuple(dict.fromkeys(spans)), source)
    mail_from = document.metadata.mail_from
    return Respondent(shown_name(mail_from) if mail_from else None, voice.kind, spans, source)


def _firm(
    document: Document, passages: Sequence[Passage], found: Sequence[Clue]
) -> Respondent | None:
    """A firm that shows itself by its words and is signed with a person's name at most."""
    words = firm_words(document.text, passages, personal=True)
    if words is None or any(c.sure and kind_of(c.text) for c in found):
        return None
    span, source = words
    named = _person(found)
    # What a form was told as the organisation, though no word of it says what it is.
    told = (c for c in found if c.sure and not c.field and c.source is SenderSource.PORTAL)
    named = next((c for c in told if kind_of(c.text) is None), named)
    evidence = (span, *((named.span,) if named and named.span else ()))
    name = without_address(named) if named else None
    return Respondent(name, RespondentKind.BUSINESS, evidence, source)


def _citizen(document: Document, found: Sequence[Clue]) -> Respondent:
    """A person who signs, or who speaks as one; a mail's sender may then lend the name."""
    person = _person(found)
    if person is not None:
        evidence = (person.span,) if person.span else ()
        full = _fuller(signed_name(person), document.metadata.mail_from)
        return Respondent(full, RespondentKind.CITIZEN, evidence, person.source)
    mail_from = document.metadata.mail_from
    name = shown_name(mail_from) if mail_from else None
    source = SenderSource.MAIL if name else SenderSource.OPENING
    return Respondent(name, RespondentKind.CITIZEN, (), source)


def _fuller(signed: str, mail_from: str | None) -> str:
    """The name signed, or the mail's where that goes on: "Lise" from "Lise Kragh <lk@...>"."""
    shown = (shown_name(mail_from) if mail_from else None) or ""
    goes_on = len(signed.split()) == 1 and shown.split()[:1] == [signed] and _is_person(shown)
    return shown if goes_on else signed


def _by_mail(mail_from: str | None) -> Respondent:
    """The mail's sender, who may only be the one who sends it: a citizen only by the address."""
    if not mail_from:
        return Respondent()
    kind = RespondentKind.CITIZEN if is_private(mail_from) else RespondentKind.UNKNOWN
    return Respondent(shown_name(mail_from), kind, (), SenderSource.MAIL)


def _officer(clue: Clue, kind: RespondentKind, found: Sequence[Clue]) -> Respondent:
    """Who signs with an office: what a heading says the answer is from, else what was signed."""
    signed = set(bare(clue.text).casefold().replace(",", " ").split())
    house = next(
        (
            c
            for c in found
            if c.sure
            and c.source is SenderSource.HEADING
            and not signed.intersection(bare(c.text).casefold().split())
        ),
        clue,
    )
    spans = (c.span for c in (house, clue) if c.span is not None)
    return Respondent(bare(house.text), kind, tuple(dict.fromkeys(spans)), house.source)


def kind_of(name: str) -> RespondentKind | None:
    """The kind of organisation that the words name; None where no rule knows them."""
    return _kind(name, office=False)


def _kind(text: str, *, office: bool) -> RespondentKind | None:
    """The kind of the first rule that matches, among names or among offices."""
    for rule in load_rules("organisations").rules:
        if ("kind" in rule.data) is office and matches("organisations", rule.id, text):
            return RespondentKind(rule.data.get("kind", rule.id))
    return None


def _respondent(clue: Clue, kind: RespondentKind, found: Sequence[Clue]) -> Respondent:
    """The sender that `clue` tells the kind of, with the name that fits best."""
    named: Clue | None = clue
    if kind is RespondentKind.CITIZEN:
        named = _person([c for c in found if c is not clue])
    evidence = tuple(c.span for c in (clue, named) if c is not None and c.span is not None)
    parts = beside(named.text) if named else []
    name = next((part for part in parts if kind_of(part) is kind), parts[0] if parts else None)
    if named is not None and kind is RespondentKind.CITIZEN:
        name = signed_name(named)
    # "Høringssvar fra skolebestyrelsen ved ..." names it in the middle of a sentence.
    if name and " " in name and kind is not RespondentKind.CITIZEN:
        name = name[0].upper() + name[1:]
    return Respondent(name, kind, tuple(dict.fromkeys(evidence)), clue.source)


def _person(found: Sequence[Clue]) -> Clue | None:
    """The first clue that is a person's name."""
    return next((c for c in found if c.sure and _may_be_person(c)), None)


def _may_be_person(clue: Clue) -> bool:
    """Whether the clue is a person's name; whom one speaks for is a person by a full name only."""
    name = bare(clue.text)
    if clue.house:
        return False
    if clue.field and FIELD_NAME.fullmatch(name) and kind_of(name) is None:
        return True
    return _is_person(name) and (clue.source is not SenderSource.BEHALF or " " in name)


def _is_person(name: str) -> bool:
    """Whether the words have the form of a person's name."""
    if not name or len(name.split()) > _NAME_WORDS or kind_of(name) is not None:
        return False
    if is_boilerplate(name) or is_closing(name):
        return False
    first = name.split()[0].strip(".,")
    return PERSON.match(name) is not None and first not in words("signatures", "not_a_name")


def _speaks_as_person(document: Document, passages: Sequence[Passage]) -> bool:
    """Whether the writer says 'jeg' or speaks of home and family."""
    return any(
        _FIRST_PERSON.search(p.span.slice(document.text)) for p in passages if p.kind.is_judged
    )
