"""One exception tree; every message is a Danish sentence that a user can act on."""


class ConsultError(Exception):
    """Something the user should know. `str(error)` is one clear Danish sentence."""


class ReadError(ConsultError):
    """A file could not be read. The sentence names the file, what is wrong and what to do."""

    def __init__(self, name: str, problem: str, advice: str) -> None:
        """`problem` and `advice` are Danish clauses without a final full stop."""
        self.name = name
        self.problem = problem
        self.advice = advice
        super().__init__(f"{name}: {problem} – {advice}.")

    def __reduce__(self) -> tuple[type["ReadError"], tuple[str, str, str]]:
        """Let the error cross a process boundary whole."""
        return type(self), (self.name, self.problem, self.advice)


class KeepError(ReadError):
    """A file could not be kept, or what was kept of it is lost; not the sender's fault."""


class CatalogueError(ReadError):
    """A file holds no proposals that can be read."""


class ModelError(ConsultError):
    """A model under `models/` is missing or is not the one the manifest names."""


class StoreError(ConsultError):
    """The database could not do what was asked."""


class RefusedError(StoreError):
    """The database is there, but does not take what it was given."""


class ExportError(ConsultError):
    """A round cannot be taken out in that form."""


class LostLeaseError(StoreError):
    """The work in hand is another worker's by now, or was withdrawn; nothing was written."""


class NotFoundError(ConsultError):
    """What was asked for does not exist."""


class ConflictError(ConsultError):
    """Another person has changed the same thing meanwhile; nothing was written over."""


class ReviewError(ConsultError):
    """A correction cannot be as was asked for."""


class DeniedError(ConsultError):
    """The one who asks has no right to it; the sentence says why, `subject` to what."""

    def __init__(self, reason: str, subject: str = "") -> None:
        """`reason` is a whole Danish sentence."""
        self.subject = subject
        super().__init__(reason)


class AccountError(ConsultError):
    """An account, a password or a role cannot be as was asked for."""


class ReleaseError(ConsultError):
    """A version cannot be released, or words not be taken out, as was asked for."""


class NotReleasedError(ConsultError):
    """Readers see nothing of this round yet; the sentence says whom to ask."""


class TaxonomyError(ConsultError):
    """The themes cannot be changed as was asked for."""
