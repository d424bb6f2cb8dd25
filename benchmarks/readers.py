"""The readers on the sample files beside a general converter: text kept, structure, time, memory.

Run: .venv/bin/python benchmarks/readers.py --converter /path/to/other/python [--out FILE]
where that interpreter has `markitdown[all]` (MIT); it is no dependency of ours. Each side reads
every file of a format in one run, started and loaded before the clock runs; ours reads each file
in a process of its own, one after the other. Words
kept are those of the text that the file was made from (`corpus/sample/source`), each counted as
often as it was written; files in archives and mails count for us, as they are read too.
"""

import argparse
import json
import platform
import re
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "corpus" / "sample"
WORD = re.compile(r"\w+")
MARKUP = re.compile(r"<(script|style)\b.*?</\1>|<!--.*?-->|<[a-z/!][^<>]*>", re.S | re.I)

#: Each prints, for a list of files, one JSON object: texts, structure, seconds, peak megabytes.
OURS = """
import json, resource, sys, time
from pathlib import Path
from consult.readers.discover import Source
from consult.readers.limits import Limits
from consult.run.local import read_all
paths = [Path(p) for p in json.loads(sys.stdin.read())]
found = {str(p): {"text": "", "blocks": [], "error": None} for p in paths}
by_name = {p.name: found[str(p)] for p in paths}
warm = Source(Path(sys.argv[1]), "varm.txt")
t = None
for reading in read_all([warm, *(Source(p, p.name) for p in paths)], Limits()):
    if t is None:
        t = time.perf_counter()
        continue
    row = by_name[reading.source.name.split("/")[0]]
    row["error"] = row["error"] or (str(reading.error) if reading.error else None)
    for document in (*reading.documents, *reading.empty):
        row["text"] += document.text + "\\n"
        row["blocks"] += [b.kind.value for b in document.blocks]
seconds = time.perf_counter() - t
print(json.dumps({"files": found, "seconds": seconds, "peak_mb": 0}))
"""
#: Memory is of the same readers without their processes, which nobody can look into afterwards.
MEMORY = """
import json, resource, sys
from pathlib import Path
from consult.readers import unpack
for path in json.loads(sys.stdin.read()):
    for enclosure in unpack(Path(path)).enclosures:
        pass
who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
print(json.dumps({"peak_mb": max(resource.getrusage(w).ru_maxrss for w in who) / 1024}))
"""
THEIRS = """
import json, resource, sys, time, warnings, logging
warnings.simplefilter("ignore"); logging.disable(logging.CRITICAL)
from markitdown import MarkItDown
paths, converter = json.loads(sys.stdin.read()), MarkItDown()
converter.convert(sys.argv[1])
found, t = {}, time.perf_counter()
for path in paths:
    try:
        found[path] = {"text": converter.convert(path).text_content, "error": None}
    except Exception as error:
        found[path] = {"text": "", "error": type(error).__name__}
seconds = time.perf_counter() - t
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"files": found, "seconds": seconds, "peak_mb": peak}))
"""


def run(python: str, program: str, paths: list[Path]) -> dict[str, Any]:
    """What one side makes of the files of a format."""
    warm = SAMPLE / "svar" / "mail 22.txt"
    done = subprocess.run(
        [python, "-c", program, str(warm)],
        input=json.dumps([str(p) for p in paths]),
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def truths() -> dict[str, Counter[str]]:
    """The words that each sample file was made from."""
    sys.path.insert(0, str(SAMPLE))
    from render.sources import read_source

    found = {}
    for path in sorted((SAMPLE / "source" / "svar").glob("*.md")):
        source = read_source(path)
        words = Counter(WORD.findall(plain(source.text)))
        for part in (*source.settings.get("attachments", ()), *members(source.settings)):
            inner = SAMPLE / "source" / "parts" / part
            if inner.suffix == ".md":
                words += Counter(WORD.findall(plain(read_source(inner).text)))
        found[source.file] = words
    return found


def members(settings: dict[str, Any]) -> list[str]:
    """The sources of the files in an archive."""
    return [part for _, part in settings.get("members", ()) if part]


def plain(text: str) -> str:
    """The words as a reader may give them: no soft hyphens, no marks of the source format."""
    text = MARKUP.sub(" ", text.replace("\u00ad", "").replace("\r", ""))
    return re.sub(r"\{[^}]*\}|^#\.? ", " ", text, flags=re.M).casefold()


def kept(words: Counter[str], text: str) -> int:
    """How many of the words, each as often as written, are in the text."""
    return sum((words & Counter(WORD.findall(plain(text)))).values())


def side(
    result: dict[str, Any], truth: dict[str, Counter[str]], paths: list[Path]
) -> dict[str, Any]:
    """One side's figures over the files of a format."""
    known = [p for p in paths if p.name in truth]
    total = sum(sum(truth[p.name].values()) for p in known)
    got = sum(kept(truth[p.name], result["files"][str(p)]["text"]) for p in known)
    blocks = Counter(k for f in result["files"].values() for k in f.get("blocks", ()))
    figures = {
        "words_kept": round(got / total, 4) if total else None,
        "seconds_per_file": round(result["seconds"] / len(paths), 3),
        "peak_mb": round(result["peak_mb"]),
        "failed": sorted(Path(p).name for p, f in result["files"].items() if f["error"]),
    }
    return figures | ({"blocks": dict(sorted(blocks.items()))} if blocks else {})


def main() -> None:
    """Measure every format and write it down."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--converter", help="interpreter that has markitdown[all]")
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    truth, by_format = truths(), defaultdict[str, list[Path]](list)
    for path in sorted((SAMPLE / "svar").iterdir()):
        by_format[path.suffix.lower()].append(path)
    formats: dict[str, Any] = {}
    for suffix, paths in sorted(by_format.items()):
        row: dict[str, Any] = {"files": len(paths)}
        ours = run(sys.executable, OURS, paths) | run(sys.executable, MEMORY, paths)
        row["consult"] = side(ours, truth, paths)
        if given.converter:
            row["markitdown"] = side(run(given.converter, THEIRS, paths), truth, paths)
        formats[suffix] = row
        print(suffix, json.dumps(row, ensure_ascii=False))
    report = {
        "command": "python benchmarks/readers.py --converter … --out benchmarks/readers.json",
        "python": platform.python_version(),
        "formats": formats,
    }
    if given.out:
        text = json.dumps(report, ensure_ascii=False, indent=1)
        given.out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
