"""Placeholder."""

from consult.domain.documents import Contents
from consult.domain.errors import ReadError
from consult.readers.source import SourceFile


def unpack(source: SourceFile) -> Contents:
    """Placeholder."""
    raise ReadError(source.name, "filtypen kan endnu ikke læses", "gem den som .docx")
