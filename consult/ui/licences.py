"""The open source that the program stands on, as the installed packages tell of themselves."""

import re
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution, requires

#: A licence's name is shorter than this; some packages put the whole text in its place.
LONGEST = 60
_NAME = re.compile(r"^[A-Za-z0-9._-]+")


@cache
def licences() -> tuple[tuple[str, str, str], ...]:
    """Name, version and licence of each package that the program asks for and that is here."""
    wanted = requires("consult") if _is_here("consult") else None
    names = sorted(
        {m.group() for r in wanted or () if "extra ==" not in r and (m := _NAME.match(r))},
        key=str.casefold,
    )
    here = filter(_is_here, names)
    return tuple((name, distribution(name).version, _licence(name)) for name in here)


def _is_here(name: str) -> bool:
    try:
        distribution(name)
    except PackageNotFoundError:
        return False
    return True


def _licence(name: str) -> str:
    about = distribution(name).metadata
    for told in (about[name] for name in ("License-Expression", "License") if name in about):
        if told and len(told) < LONGEST and "\n" not in told.strip():
            return str(told).strip()
    classes = about.get_all("Classifier") or []
    names = [str(c).rsplit("::", 1)[1].strip() for c in classes if str(c).startswith("License ::")]
    return ", ".join(n for n in names if n != "OSI Approved")
