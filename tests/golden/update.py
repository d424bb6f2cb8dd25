"""Write what is expected anew: `.venv/bin/python -m tests.golden.update`, then read the diff."""

from tests.golden.case import EXPECTED, result
from tests.golden.roles import ROLES, matrix

if __name__ == "__main__":
    EXPECTED.write_text(result(), encoding="utf-8")
    ROLES.write_text(matrix(), encoding="utf-8")
