"""The matrix of roles in docs/roles.md is the one that holds."""

from tests.golden.roles import ROLES, matrix


def test_the_matrix_is_what_holds() -> None:
    assert ROLES.read_text(encoding="utf-8") == matrix(), "run python -m tests.golden.update"
