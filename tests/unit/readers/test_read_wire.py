"""What comes out of a parser's process is what went in, or a clear refusal."""

import pytest

from consult.domain.documents import (
    Block,
    BlockKind,
    Contents,
    Document,
    Metadata,
    Removal,
    RemovalKind,
)
from consult.domain.errors import CatalogueError, ReadError
from consult.domain.proposals import Catalogue, Direction, Proposal
from consult.readers import wire

DOCUMENT = Document(
    "a.txt",
    "Åh nej 😀",
    (Block(0, 8, BlockKind.HEADING, 2, 3),),
    (Removal(RemovalKind.MARKUP, "<p>", 1, 4),),
    ("Advarsel.",),
    Metadata("Bo", None, "1/9", "Budget", ("79", "82")),
    "Sprunget over.",
)


def test_documents_come_back_equal() -> None:
    assert wire.decode(wire.encode_contents(Contents((DOCUMENT, DOCUMENT)))) == wire.Unpacked(
        (DOCUMENT, DOCUMENT)
    )


def test_catalogue_comes_back_equal() -> None:
    proposal = Proposal("79", "Titel", "Tekst", "BU", "1/2", Direction.CUT, {"2027": -1.5})
    catalogue = Catalogue((proposal,), ("Advarsel.",))
    assert wire.decode(wire.encode_catalogue(catalogue)) == catalogue


@pytest.mark.parametrize("kind", [ReadError, CatalogueError])
def test_errors_are_raised_with_their_class(kind: type[ReadError]) -> None:
    with pytest.raises(ReadError) as caught:
        wire.decode(wire.encode_error(kind("a.pdf", "filen er tom", "send den igen")))
    assert type(caught.value) is kind
    assert str(caught.value) == "a.pdf: filen er tom – send den igen."


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b"{}",
        b'{"documents":[{}]}',
        b'{"error":["Exception",1,2,3]}',
        b"\xff",
        b"1",
    ],
)
def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - json's own error is one too
        wire.decode(data)


def test_a_drawing_comes_back_equal() -> None:
    drawn = bytes(range(256))
    assert wire.decode(wire.encode_drawing(drawn)) == drawn
    with pytest.raises(ValueError, match="base64"):
        wire.decode(b'{"drawn": "%%%"}')
