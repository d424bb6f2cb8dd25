"""So many of something, as Danes say it."""

from consult.cli.account import Account, confirmed
from consult.domain.wording import counted, files
from consult.services.guessing import told


def test_one_is_told_as_one() -> None:
    assert [files(n) for n in (0, 1, 2)] == ["0 filer", "1 fil", "2 filer"]
    assert counted(1, "session", "sessioner") == "1 session"
    assert "vent 1 sekund, " in told(0.2)
    assert "vent 2 sekunder, " in told(1.2)
    assert "vent 2 minutter, " in told(120)
    assert confirmed(1) == ", 1 fil skal bekræftes"
    assert Account(read=1, responses=1, empty=1, passages=1).line() == (
        "1 fil: 1 læst, 0 sprunget over, 0 fejlede. 1 svar, 1 række uden svar, 1 passage."
    )
