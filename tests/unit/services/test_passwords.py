"""Passwords: long enough, not one's own name, not among the first that are guessed."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.domain.errors import AccountError
from consult.rules.loader import load_rules
from consult.services import passwords
from consult.services.hashing import Hasher
from consult.services.names import free_name, name_of, new_name, shown

CHEAP = Hasher(1, 8, 1)
GOOD = "fire små heste i regn"
BAD = "tre store biler i sol"


@pytest.mark.parametrize("rule", load_rules("passwords").rules, ids=lambda rule: rule.id)
def test_examples_of_common_passwords(rule) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    for example in rule.match:
        assert passwords.matches(rule.id, example.text), example.text
    for text in rule.no_match:
        assert not passwords.matches(rule.id, text), text


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("kort", "for kort"),
        ("x" * 11, "for kort"),
        (GOOD * 12, "for lang"),
        ("fire små\0heste", "tegn"),
        ("Anna.Holm.1234", "eget navn"),
        ("anna.holmANNA.HOLM", "eget navn"),
        ("Anna Sofie Holm!", "eget navn"),
        ("Adgangskode1!", "bliver gættet"),
        ("            ", "tegn"),
    ],
)
def test_what_is_no_good_is_told_why(password: str, why: str) -> None:
    with pytest.raises(AccountError, match=why):
        passwords.check(password, "anna.holm", "Anna Sofie Holm")


@pytest.mark.parametrize(
    "password", [GOOD, "x" * 4 + "hest fugl", "лошадь и птица", "a" * 0 + GOOD * 9]
)
def test_long_enough_is_good_enough(password: str) -> None:
    passwords.check(password, "anna.holm", "Anna Holm")


@given(st.text(max_size=300))
def test_what_is_let_through_is_long_enough(password: str) -> None:
    with suppress(AccountError):
        passwords.check(password, "anna")
        assert 12 <= len(passwords.plain(password)) <= 200


def test_one_time_passwords_are_long_random_and_readable() -> None:
    made = {passwords.one_time() for _ in range(200)}
    assert len(made) == 200
    assert all(len(p) == 17 and not set(p) & set("il1o0") for p in made)


def test_a_hash_is_argon2id_with_its_parameters_and_salted() -> None:
    first, second = CHEAP.hash(GOOD), CHEAP.hash(GOOD)
    assert first.startswith("$argon2id$v=19$m=8,t=1,p=1$")
    assert first != second
    assert CHEAP.verify(first, GOOD)
    assert not CHEAP.verify(first, GOOD + " ")


def test_letters_written_in_two_ways_are_the_same_password() -> None:
    assert CHEAP.verify(CHEAP.hash("to gråænder på vandet"), "to gra\u030aænder pa\u030a vandet")
    assert CHEAP.verify(CHEAP.hash("å" * 200), "a\u030a" * 200)


def test_other_parameters_make_a_hash_outdated() -> None:
    known = CHEAP.hash(GOOD)
    assert not CHEAP.is_outdated(known)
    assert Hasher(2, 8, 1).is_outdated(known)
    assert Hasher(1, 16, 1).is_outdated(known)
    assert Hasher(2, 16, 1).verify(known, GOOD)


@pytest.mark.parametrize("known", [None, "", "ingen hash", "$argon2id$v=19$m=8,t=1,p=1$x$y"])
def test_what_is_no_hash_fits_no_password(known: str | None) -> None:
    assert not CHEAP.verify(known, GOOD)
    assert not CHEAP.verify(known, "ingen har denne adgangskode")


def test_half_a_letter_and_a_huge_password_are_wrong_ones() -> None:
    known = CHEAP.hash("a" * 200)
    assert CHEAP.verify(known, "a" * 200)
    assert not CHEAP.verify(known, "a" * 201)
    assert not CHEAP.verify(known, "a" * 10_000_000)
    assert not CHEAP.verify(known, "\ud800")


def test_nobodys_hash_costs_what_others_do() -> None:
    assert CHEAP._nobodys.split("$")[:4] == CHEAP.hash(GOOD).split("$")[:4]


@pytest.mark.parametrize("typed", ["a", "", "a b", "<b>", "x" * 65, "-x", "a\0b", "anna\u202eholm"])
def test_names_that_may_not_be(typed: str) -> None:
    with pytest.raises(AccountError):
        new_name(typed)


def test_a_name_is_one_name_however_it_is_written() -> None:
    assert new_name(" A\u030aSE@Kommune.dk ") == "åse@kommune.dk" == name_of("ÅSE@kommune.dk")


@given(st.text(max_size=120), st.sets(st.sampled_from(["bruger", "anna", "bruger-2", "anna-2"])))
def test_a_free_name_is_free_and_may_be(wanted: str, taken: set[str]) -> None:
    name = free_name(wanted, taken)
    assert name not in taken
    assert new_name(name) == name


@given(st.text(max_size=300))
def test_a_shown_name_stays_on_its_line(display: str) -> None:
    name = shown(display, "anna")
    assert name
    assert name.isprintable()
    assert len(name) <= 100


def test_a_hash_is_tried_also_where_there_is_none() -> None:
    """Or an unknown name would be answered at once, and time would tell who has an account."""
    hasher, asked = Hasher(1, 8, 1), []
    real = hasher._argon2

    class Spy:
        hash = staticmethod(real.hash)

        @staticmethod
        def verify(against: str, given: str) -> bool:
            asked.append(against)
            return real.verify(against, given)

    hasher.__dict__["_argon2"] = Spy
    assert not hasher.verify(None, GOOD)
    assert not hasher.verify(CHEAP.hash(BAD), GOOD)
    assert [known.split("$")[:4] for known in asked] == [CHEAP.hash(GOOD).split("$")[:4]] * 2
