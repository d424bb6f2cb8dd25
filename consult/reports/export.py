"""The forms in which a round can be taken out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import IO

from consult.reports.export_csv import write_csv
from consult.reports.export_json import write_json
from consult.reports.export_xlsx import write_xlsx
from consult.store.exports import RoundExport


@dataclass(frozen=True, slots=True)
class Form:
    """A form: how its file's name ends, what browsers call it, and who writes it."""

    suffix: str
    mime: str
    write: Callable[[RoundExport, IO[bytes]], None]


#: By the name that the command and the page's address use.
FORMS: Mapping[str, Form] = MappingProxyType(
    {
        "xlsx": Form(
            ".xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            write_xlsx,
        ),
        "csv": Form("-csv.zip", "application/zip", write_csv),
        "json": Form(".json", "application/json", write_json),
    }
)
