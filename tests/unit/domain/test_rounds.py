"""Who of those invited has answered."""

import pytest

from consult.domain.rounds import Invitation, answers, parties


@pytest.mark.parametrize(
    ("invited", "sender", "same"),
    [
        ("FOA", "FOA Havrebjerg", True),
        ("Ældrerådet i Havrebjerg Kommune", "Ældrerådet, Havrebjerg", True),
        ("ÆLDRERÅDET", "Ældrerådet", True),
        ("Bestyrelsen, Børnehuset Mariehønen", "Børnehuset Mariehønen", True),
        ("Bestyrelsen for Børnehuset Mariehønen", "Bestyrelsen", False),
        ("FOA", "FOAs venner", False),
        ("HK", "Havrebjerg Kommune", False),
        ("Råd", "Ældreråd", False),
    ],
)
def test_a_name_is_known_by_its_words(invited: str, sender: str, same: bool) -> None:
    assert answers([invited], [sender]) == (Invitation(invited, (sender,) if same else ()),)


def test_all_who_may_be_meant_are_shown_and_who_is_silent_too() -> None:
    found = answers(["Skolebestyrelsen", "DLF", "–"], ["Skolebestyrelsen Nord", "Skolebestyrelsen"])
    assert [i.senders for i in found] == [("Skolebestyrelsen Nord", "Skolebestyrelsen"), (), ()]
    assert [i.answered for i in found] == [True, False, False]


def test_parties_are_one_a_line_each_once() -> None:
    assert parties(" FOA \n\nDLF  kreds 204\r\nFOA\n") == ("FOA", "DLF kreds 204")
