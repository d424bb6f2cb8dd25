"""Write the expected result anew: `.venv/bin/python -m tests.golden.update`, then read the diff."""

from tests.golden.case import EXPECTED, result

if __name__ == "__main__":
    EXPECTED.write_text(result(), encoding="utf-8")
