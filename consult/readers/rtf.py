"""Rich Text Format (.rtf) -> one Document, by a tokenizer of our own (decision 0035)."""

from consult.domain.documents import Document
from consult.domain.errors import ReadError
from consult.readers.rtf_reader import Reader, TooMuchTextError
from consult.readers.source import SourceFile


def read(source: SourceFile) -> tuple[Document, ...]:
    """The one response in the file; ReadError where it holds no word or too many."""
    most = source.limits.text_characters
    try:
        document = Reader(most).read(source.data.lstrip(), source.name)
    except TooMuchTextError:
        raise ReadError(
            source.name,
            f"teksten er længere end grænsen på {most // 1_000_000} millioner tegn",
            "del filen op, eller se om det er den rigtige fil",
        ) from None
    if not document.text.strip():
        raise ReadError(
            source.name,
            "dokumentet har ingen tekst, måske kun billeder",
            "bed afsenderen om teksten; billeder i dokumenter læses ikke",
        )
    return (document,)
