"""What a database holds of a round, counted without the program: SQL alone, in its own process.

    python tests/ui/evenings/recount.py DATABASE RELEASES ROUND WORD

Prints JSON: what the editors have and what the version that readers see holds, and whether WORD
stands anywhere in the bytes of either.
"""

import json
import sqlite3
import sys
from pathlib import Path
from typing import Any

RESPONSES = (
    "select id from response where state = 'current' and consultation_id in "
    "(select id from consultation where slug = ?)"
)
QUERIES = {
    "responses": f"select count(*) from ({RESPONSES})",  # noqa: S608
    "passages": f"select count(*) from passage where response_id in ({RESPONSES})",  # noqa: S608
    "linked": f"select count(*) from link where response_id in ({RESPONSES})",  # noqa: S608
    "corrections": (
        f"select count(*) from review where withdraws is null and response_id in ({RESPONSES}) "  # noqa: S608
        "and id not in (select withdraws from review where withdraws is not null)"
    ),
}
NEWEST = (
    "select file, counts from release where withdrawn_at is null and consultation_id in "
    "(select id from consultation where slug = ?) order by number desc"
)


def count(path: Path, slug: str, word: str) -> dict[str, Any]:
    """The numbers of one file."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        found: dict[str, Any] = {
            name: connection.execute(query, (slug,)).fetchone()[0]
            for name, query in QUERIES.items()
        }
        whole = connection.execute("pragma integrity_check").fetchone()[0]
    files = [p for p in path.parent.glob(f"{path.name}*") if p.is_file()]
    held = any(word.encode() in p.read_bytes() for p in files)
    return {**found, "whole": whole == "ok", "holds_word": held}


def main() -> None:
    """Count the working round, and what is released of it."""
    database, releases, slug, word = sys.argv[1:]
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        file, said = connection.execute(NEWEST, (slug,)).fetchone()
    told = {
        "working": count(Path(database), slug, word),
        "released": count(Path(releases) / file, slug, word),
        "said": json.loads(said),
    }
    print(json.dumps(told))  # noqa: T201


if __name__ == "__main__":
    main()
