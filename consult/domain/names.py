"""Names of persons, organisations and places in a text."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from consult.domain.documents import Span


class NameKind(StrEnum):
    """What a name stands for; the values are the labels of the training data."""

    PERSON = "PER"
    ORGANISATION = "ORG"
    PLACE = "LOC"


@dataclass(frozen=True, slots=True)
class Name:
    """A name, and the characters of the text that hold it."""

    kind: NameKind
    span: Span


class NameFinder(Protocol):
    """Whatever finds names; the same texts always give the same names."""

    def find(self, texts: Sequence[str]) -> list[tuple[Name, ...]]:
        """The names of each text, in reading order and without overlap."""
