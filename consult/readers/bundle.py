"""One document that holds many responses -> one document for each."""

from consult.domain.documents import Document


def split_bundle(document: Document) -> tuple[Document, ...]:
    """The responses in `document`; itself alone where it holds one."""
    return (document,)
