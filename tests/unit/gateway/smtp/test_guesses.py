from __future__ import annotations

from gateway.smtp.guesses import Guesses

HERE, THERE = "192.0.2.1", "198.51.100.7"


def test_ten_guesses_and_then_one_every_six_seconds() -> None:
    guesses = Guesses()
    for _ in range(10):
        assert guesses.may_try(HERE, "a", 100.0)
        guesses.failed(HERE, "a", 100.0)
    assert not guesses.may_try(HERE, "a", 105.9)
    assert not guesses.may_try(HERE, "b", 105.9)
    assert guesses.may_try(THERE, "a", 105.9)
    assert guesses.may_try(HERE, "a", 106.1)


def test_a_customer_of_ipv6_has_one_bucket() -> None:
    guesses = Guesses()
    for number in range(10):
        guesses.failed(f"2001:db8:1:2::{number}", "a", 0.0)
    assert not guesses.may_try("2001:db8:1:2:ffff::1", "a", 0.0)
    assert guesses.may_try("2001:db8:1:3::1", "a", 0.0)


def test_many_addresses_that_guess_at_one_name_share_its_bucket() -> None:
    guesses = Guesses()
    for number in range(100):
        guesses.failed(f"203.0.113.{number}", "shop", 0.0)
    assert not guesses.may_try(HERE, "shop", 0.5)
    assert guesses.may_try(HERE, "other", 0.5)
    assert guesses.may_try(HERE, "shop", 1.1)


def test_who_has_the_key_is_locked_out_by_nobody() -> None:
    guesses = Guesses()
    guesses.succeeded(HERE, "shop")
    for number in range(200):
        guesses.failed(f"203.0.113.{number % 256}", "shop", 0.0)
        guesses.failed(HERE, "other", 0.0)
    assert guesses.may_try(HERE, "shop", 0.0)
    assert not guesses.may_try(THERE, "shop", 0.0)
    assert not guesses.may_try(HERE, "other", 0.0)


def test_what_is_remembered_is_bounded() -> None:
    guesses = Guesses()
    for number in range(10_001):
        guesses.succeeded(HERE, str(number))
    for _ in range(100):
        guesses.failed(HERE, "0", 0.0)
    assert not guesses.may_try(HERE, "0", 0.0)
    assert guesses.may_try(HERE, "10000", 0.0)
