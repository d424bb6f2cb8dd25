"""CPU seconds and memory of the command line: cold start, help, a thousand short responses.

Run: .venv/bin/python benchmarks/speed.py [--out benchmarks/speed.json]
CPU seconds are of the command and its children (user + system); memory is the largest
resident set of any of them. These machines are noisy: read ratios, not seconds.
"""

import argparse
import csv
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONSULT = Path(sys.executable).with_name("consult")
SAMPLE = ROOT / "corpus" / "sample"

#: Runs the command given and prints its CPU seconds, wall seconds and peak memory. Measured
#: in a process of its own, since a process knows only the sum over all its children.
PROBE = """
import resource, subprocess, sys, time
t = time.perf_counter()
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
wall = time.perf_counter() - t
u = resource.getrusage(resource.RUSAGE_CHILDREN)
print(code, u.ru_utime + u.ru_stime, wall, u.ru_maxrss / 1024)
"""


def measure(*arguments: str) -> dict[str, float]:
    """CPU and wall seconds and peak MB of one run of `consult`; it must succeed."""
    command = [sys.executable, "-c", PROBE, str(CONSULT), *arguments]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert out[0] == "0", f"{arguments} ended with {out[0]}"
    cpu, wall, memory = (float(x) for x in out[1:])
    return {"cpu_s": round(cpu, 2), "wall_s": round(wall, 2), "peak_mb": round(memory)}


def best(runs: int, *arguments: str) -> dict[str, float]:
    """The run of least CPU: what the work costs when nothing disturbs it."""
    return min((measure(*arguments) for _ in range(runs)), key=lambda m: m["cpu_s"])


def table(path: Path, rows: int) -> None:
    """A table of short responses, no two alike; the words do not matter here, the number does."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "text"])
        for i in range(rows):
            writer.writerow([f"r{i}", f"Vi er {i + 2} naboer, der er imod at lukke biblioteket."])


def main() -> None:
    """Measure everything and write it down."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path)
    out = parser.parse_args().out
    catalogue = ("--catalogue", str(SAMPLE / "katalog.xlsx"))
    one = str(SAMPLE / "svar" / "svar_ældrerådet.pdf")
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder, "100.csv"), Path(folder, "1000.csv")
        table(small, 100)
        table(large, 1000)
        to = ("--out", os.devnull)
        results = {
            "help": best(5, "--help"),
            "one response, cold start included": best(3, "analyse", one, *catalogue, *to),
            "sample round (100 responses, 4 scanned pages)": best(
                2, "analyse", str(SAMPLE / "svar"), *catalogue, *to
            ),
            "100 short responses": best(2, "analyse", str(small), *catalogue, *to),
            "1000 short responses": best(2, "analyse", str(large), *catalogue, *to),
        }
    report = {
        "command": "python benchmarks/speed.py --out benchmarks/speed.json",
        "machine": f"{os.cpu_count()} cores, {platform.machine()}",
        "date": time.strftime("%Y-%m-%d"),
        "results": results,
    }
    text = json.dumps(report, ensure_ascii=False, indent=1)
    print(text)
    if out:
        out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
