"""What the log says of private words: what they are and where they stand, never the words."""

from consult.domain.redaction import Kind, Scope
from consult.store.release_records import Decision
from consult.store.visible import PROPOSAL, RESPONSE, ROUND, SOURCE

#: What the log calls what was found.
CALLED = {
    Kind.CPR: "CPR-numre",
    Kind.PHONE: "telefonnumre",
    Kind.EMAIL: "e-mailadresser",
    Kind.ADDRESS: "adresser",
}
_OWN_WORDS = "egne ord"
#: What it calls the things that words stand in, and the places in them.
_OWNERS = {
    ROUND: "høringsrunden",
    PROPOSAL: "forslag {}",
    SOURCE: "filen {}",
    RESPONSE: "svaret {}",
}
_FIELDS = {
    "text": "i teksten",
    "name": "i navnet",
    "row": "i rækkens navn",
    "subject": "i emnet",
    "slug": "i rundens adresse",
    "journal_number": "i journalnummeret",
    "made_by": "i opretterens navn",
    "invited": "i de inviterede parter",
    "number": "i forslagets nummer",
    "title": "i titlen",
    "committee": "i udvalgets navn",
    "case_number": "i journalnummeret",
    "reason": "i meddelelsen om filen",
    "respondent_name": "i afsenderens navn",
    "confirm": "i meddelelsen om svaret",
    "failure": "i meddelelsen om svaret",
    "removal": "i det, læsningen tog ud",
    "warning": "i en bemærkning fra læsningen",
    "metadata": "i oplysningerne om svaret",
    "given": "i oplysningerne fra portalen",
}


def decision(d: Decision) -> str:
    """What a decision is about and where it holds, in Danish."""
    what = CALLED[d.kind] if d.kind is not None else _OWN_WORDS
    if d.scope is Scope.EVERYWHERE or not d.owner:
        return f"{what} i hele runden"
    kind, _, name = d.owner.partition(":")
    owner = _OWNERS[kind].format(name)
    if d.scope is Scope.OWNER:
        return f"{what} overalt i {owner}"
    return f"{what} kun i {owner}, {_FIELDS[d.field.partition('.')[0]]}"
