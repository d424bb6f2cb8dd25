"""Doing what a button asks: once, told in words afterwards, errors in place of a broken page."""

from collections.abc import Callable

from consult.domain.errors import ConsultError
from consult.ui import telling

#: The place where it is told, which a page may have beside its top.
_ASKED = "asked"


def told() -> None:
    """Say what the last button did; said once."""
    telling.told(_ASKED)


def do(act: Callable[[], object], done: str) -> None:
    """Do it and show the page anew with `done` on it; where it fails, say why and stay."""
    try:
        act()
    except ConsultError as error:
        telling.wrong(str(error))
        return
    telling.tell(done, _ASKED)
