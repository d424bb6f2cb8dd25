"""What the system or the settings say against a command, as one Danish sentence."""

import errno
import re

from pydantic import ValidationError
from pydantic_settings import SettingsError

from consult.settings import Settings

#: What is wrong and what to do, by the error that the system gives.
_TOLD = {
    errno.ENOENT: "findes ikke – opret mappen, eller skriv en anden sti",
    errno.EACCES: "er der ikke adgang til – ret rettighederne, eller vælg et andet sted",
    errno.EPERM: "er der ikke adgang til – ret rettighederne, eller vælg et andet sted",
    errno.EROFS: "ligger, hvor der ikke kan skrives – vælg et andet sted",
    errno.EISDIR: "er en mappe – skriv navnet på en fil",
    errno.ENOTDIR: "går gennem en fil, som om den var en mappe – skriv en anden sti",
    errno.EEXIST: "er en fil, hvor der skulle være en mappe – skriv en anden sti",
    errno.ENAMETOOLONG: "er et for langt navn – vælg et kortere",
    errno.ENOSPC: "er der ikke plads til på disken – gør plads, og prøv igen",
}
_FIELD = re.compile(r'field "(\w+)"')
#: Characters of a wrong value that are shown.
_SHOWN = 60


def told_of_file(error: OSError) -> str:
    """Which file, what is wrong with it, and what to do."""
    name = "Det, der skulle skrives," if error.filename is None else str(error.filename)
    said = _TOLD.get(error.errno or 0)
    if said is None:
        cause = error.strerror or type(error).__name__
        said = f"kan ikke læses eller skrives ({cause}) – se efter, og prøv igen"
    return f"{name} {said}."


def told_of_setting(error: ValueError) -> str | None:
    """Which setting has a value that cannot be; None where it is not a setting that is wrong."""
    if isinstance(error, SettingsError):
        found = _FIELD.search(str(error))
        return _wrong(found[1] if found else "", None)
    if isinstance(error, ValidationError) and error.title == Settings.__name__:
        first = error.errors()[0]
        return _wrong(str(first["loc"][0]), first["input"])
    return None


def _wrong(field: str, value: object) -> str:
    setting = f"{Settings.model_config['env_prefix']}{field.upper()}"
    shown = f" (»{value[:_SHOWN]}«)" if isinstance(value, str) else ""
    return (
        f"Indstillingen {setting} har en værdi, der ikke kan bruges{shown} – "
        "ret den i miljøet eller i filen .env; README siger, hvad den kan være."
    )
