"""A file as the format readers get it: a name for messages, and its bytes."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath

from consult.domain.errors import ReadError
from consult.readers.decode import decode
from consult.readers.limits import Limits
from consult.readers.sniff import Content, sniff


@dataclass(frozen=True)
class SourceFile:
    """One file: `name` as shown to the user (its suffix decides), `data` all its bytes."""

    name: str
    data: bytes
    limits: Limits = field(default_factory=Limits)

    @cached_property
    def suffix(self) -> str:
        """The suffix of the name in lower case, with its full stop."""
        return PurePosixPath(self.name).suffix.lower()

    @cached_property
    def content(self) -> Content:
        """What the bytes hold."""
        return sniff(self.data)

    @cached_property
    def text(self) -> str:
        """The bytes decoded; ReadError where they are no text, or more than anyone reads."""
        text = decode(self.data)
        if text is None:
            raise ReadError(
                self.name,
                "indholdet kan ikke læses som tekst",
                "gem filen som UTF-8-tekst, og prøv igen",
            )
        if len(text) > self.limits.text_characters:
            raise ReadError(
                self.name,
                f"teksten er på {len(text) // 1_000_000} millioner tegn, "
                f"og grænsen er {self.limits.text_characters // 1_000_000} millioner",
                "del filen op, eller se om det er den rigtige fil",
            )
        return text


def load(path: Path, name: str | None = None, limits: Limits | None = None) -> SourceFile:
    """The file at `path`, known as `name` (the file's own name where None).

    Raises ReadError where it cannot be opened, is empty or is too large.
    """
    limits = limits or Limits()
    shown = name or path.name
    if name and not PurePosixPath(name).suffix:
        shown = name + path.suffix
    try:
        size = path.stat().st_size
        if size > limits.file_bytes:
            limit = limits.file_bytes // 1024 // 1024
            raise ReadError(
                shown,
                f"filen fylder {size // 1024 // 1024} MB, og grænsen er {limit} MB",
                "del den op, eller gem den i en mindre udgave",
            )
        data = path.read_bytes()
    except FileNotFoundError:
        raise ReadError(shown, "filen findes ikke", "kontrollér stien") from None
    except IsADirectoryError:
        raise ReadError(shown, "det er en mappe", "angiv en fil") from None
    except OSError:
        raise ReadError(shown, "filen kan ikke åbnes", "kontrollér rettighederne") from None
    if not data.strip():
        raise ReadError(shown, "filen er tom", "bed afsenderen om at sende den igen")
    return SourceFile(shown, data, limits)
