"""`python -m fuzz.run TARGET [libFuzzer options]`: fuzz one target; `all` says which there are."""

import sys
from pathlib import Path

import atheris

from fuzz.seeds import SEEDS, write

#: What the fuzzer learns is kept here between runs; not part of the project's files.
CORPUS = Path("var/fuzz")


def main(arguments: list[str]) -> None:
    """Fuzz the target that the first argument names until it breaks or its time is up."""
    if not arguments or arguments[0] not in SEEDS:
        sys.stderr.write(f"{' '.join(SEEDS)}\n")
        sys.exit(2)
    name, options = arguments[0], arguments[1:]
    with atheris.instrument_imports(include=["consult"]):
        from fuzz import targets

    corpus = CORPUS / name
    write(name, corpus)
    limits = ["-timeout=10", "-rss_limit_mb=2048", f"-artifact_prefix={CORPUS}/{name}-"]
    test = targets.target(name)
    atheris.Setup([sys.argv[0], str(corpus), *limits, *options], test)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
