"""Placeholder."""

from consult.domain.documents import Document
from consult.domain.errors import ReadError
from consult.readers.source import SourceFile


def read(source: SourceFile) -> tuple[Document, ...]:
    """Placeholder."""
    raise ReadError(source.name, "filtypen kan endnu ikke læses", "gem den som .docx")
