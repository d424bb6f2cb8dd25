"""Better names for senders, with a finder that knows a few and with the shipped one."""

from collections.abc import Sequence

import pytest

from consult.domain.documents import Block, BlockKind, Document, Span
from consult.domain.names import Name, NameKind
from consult.domain.people import Respondent
from consult.inference.manifest import DEFAULT_FOLDER
from consult.inference.names import NameModel
from consult.language.naming import named_better
from consult.language.nlp import blank_danish
from consult.language.passages import segment
from consult.language.respondents import find_respondent

KNOWN = {
    "Fjordens Museer": NameKind.ORGANISATION,
    "Tved Kommunes": NameKind.ORGANISATION,
    "Karen Lund": NameKind.PERSON,
    "BUPL BUPL Nordvest Vestergade": NameKind.ORGANISATION,
    "BUPL Nordvest": NameKind.ORGANISATION,
}


class Finder:
    """Finds `KNOWN` names and counts the characters it had to read."""

    read = 0

    def find(self, texts: Sequence[str]) -> list[tuple[Name, ...]]:
        self.read += sum(map(len, texts))
        return [tuple(self._names(text)) for text in texts]

    @staticmethod
    def _names(text: str) -> list[Name]:
        places = ((text.find(name), name, kind) for name, kind in KNOWN.items())
        return [Name(kind, Span(at, at + len(name))) for at, name, kind in places if at >= 0]


def named(text: str, finder: Finder | NameModel | None = None) -> Respondent:
    document = Document("svar.txt", text, (Block(0, len(text), BlockKind.PARAGRAPH),))
    passages = segment(document)
    return named_better(find_respondent(document, passages), text, passages, finder or Finder())


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        (
            "Fjordens Museer er imod.\n\nVenlig hilsen\nmuseumsinspektør",
            "authority",
            "Fjordens Museer",
        ),
        (
            "Det ligger i Tved Kommunes plan.\n\nVenlig hilsen\nplanchef",
            "authority",
            "Tved Kommune",
        ),
        ("Jeg er imod. Min datter også.\n\nJeg hedder Karen Lund.", "citizen", "Karen Lund"),
        ("Høringssvar fra Ældrerådet\n\nKaren Lund er imod.", "council", "Ældrerådet"),
        (
            "BUPL BUPL Nordvest Vestergade 10\n\nVi er imod.\n\nVenlig hilsen\nLone Falk\n"
            "Formand, BUPL Nordvest",
            "union",
            "BUPL Nordvest",
        ),
        ("Ingen bemærkninger fra Karen Lund.", "unknown", None),
    ],
)
def test_a_name_where_there_was_none(text: str, kind: str, name: str | None) -> None:
    found = named(text)
    assert (found.kind, found.name) == (kind, name)
    if name is not None:
        assert any(name in span.slice(text) for span in found.evidence)


def test_who_has_a_name_keeps_it_and_nothing_is_read() -> None:
    finder = Finder()
    found = named("Jeg er imod.\n\nVenlig hilsen\nMaja Krogh", finder)
    assert (found.name, finder.read) == ("Maja Krogh", 0)


def test_the_middle_of_a_long_letter_is_not_read() -> None:
    finder = Finder()
    middle = "\n\n".join("Stien er god, og den skal bevares for os alle." for _ in range(200))
    named(f"Fjordens Museer er imod.\n\n{middle}\n\nVenlig hilsen\nmuseumsinspektør", finder)
    assert 0 < finder.read < 400


def test_the_shipped_finder_is_asked_the_same_way() -> None:
    finder = NameModel(DEFAULT_FOLDER / "ner", blank_danish)
    text = "Vi er imod. Mvh Karen Bjerregaard"
    assert finder.find([text, text])[0] == finder.find([text])[0]
    assert named("Tved Kommune er hørt.\n\nVenlig hilsen\nplanchef", finder).name == "Tved Kommune"
