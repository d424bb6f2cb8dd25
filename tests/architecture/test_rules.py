"""Word lists are data with examples, and some test runs the examples of every file."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(path.stem for path in (ROOT / "consult" / "rules").glob("*.yaml"))


def examples_run_by(path: Path) -> set[str]:
    """Names of rule files in a test module that goes through what matches and what does not."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    used = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    if not {"match", "no_match"} <= used:
        return set()
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and node.value in FILES
    }


RUN = {name for path in (ROOT / "tests").rglob("test_*.py") for name in examples_run_by(path)}


@pytest.mark.parametrize("name", FILES)
def test_some_test_runs_the_examples_of(name: str) -> None:
    assert name in RUN, f"no test goes through .match and .no_match of {name}.yaml"
