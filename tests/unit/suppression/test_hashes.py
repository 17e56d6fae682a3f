"""A person whose address the list does not hold is found by its hash."""

from __future__ import annotations

import hashlib

import pytest

from suppression.covering import Matching, covering, widened
from suppression.errors import MalformedAddressError, StoreUnavailable
from suppression.hashes import ALGORITHMS, NO_SECRETS, ErasureSecrets, hashed_key
from suppression.keys import domain_key, email_key, is_hashed, phone_key, read_hash

ANN = email_key("ann@example.com")
OLD, NEW = (1, b"a" * 32), (2, b"b" * 32)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_hash_is_what_services_export(algorithm: str) -> None:
    digest = hashlib.new(algorithm, b"ann@example.com").hexdigest()
    assert hashed_key(algorithm, ANN) == f"{algorithm}:{digest}"  # type: ignore[arg-type]


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_hash_is_read_with_its_name_or_by_its_length(algorithm: str) -> None:
    key = hashed_key(algorithm, ANN)  # type: ignore[arg-type]
    digits = key.partition(":")[2]
    for written in (key, key.upper(), f" {digits} ", digits.upper()):
        assert read_hash(written) == key
    assert is_hashed(key)


@pytest.mark.parametrize(
    "text",
    ["", "md5:", "md5:" + "a" * 31, "sha1:" + "a" * 64, "a" * 33, "g" * 32, "hmac::" + "a" * 64,
     "hmac:01:" + "a" * 64],
)  # fmt: skip
def test_what_is_no_hash_is_refused(text: str) -> None:
    with pytest.raises(MalformedAddressError):
        read_hash(text)


@pytest.mark.parametrize(
    "key",
    [ANN, email_key('"md5:x"@example.com'), domain_key("example.com"), phone_key("+19169668284")],
)
def test_no_address_or_number_is_taken_for_a_hash(key: str) -> None:
    assert not is_hashed(key)


def test_a_look_up_makes_the_kinds_that_the_list_holds() -> None:
    wanted = covering(email_key("ann+x@news.example.com"), Matching())
    assert widened(wanted, (), Matching()) == wanted
    found = widened(wanted, ("md5", "sha256"), Matching())
    addresses = ("ann+x@news.example.com", "ann@news.example.com", "@news.example.com")
    for address in addresses:
        for algorithm in ("md5", "sha256"):
            assert hashed_key(algorithm, address) in found.exact  # type: ignore[arg-type]
    assert len(found.exact) == 9
    assert hashed_key("md5", domain_key("example.com")) in found.parents
    assert found.loose == ()


def test_dots_that_mean_nothing_are_left_out_before_hashing() -> None:
    matching = Matching(ignore_dots=frozenset({"gmail.com"}))
    wanted = covering(email_key("a.nn@gmail.com"), matching)
    found = widened(wanted, ("md5",), matching).loose
    assert set(found) == {
        "ann@gmail.com",
        hashed_key("md5", email_key("ann@gmail.com")),
        hashed_key("md5", email_key("ann@googlemail.com")),
    }


def test_a_hash_is_no_address_to_be_hashed() -> None:
    key = hashed_key("md5", ANN)
    assert widened(covering(key, Matching()), ("md5",), Matching()).exact == (key,)


def test_the_newest_secret_makes_and_all_are_looked_up() -> None:
    old, both = ErasureSecrets((OLD,)), ErasureSecrets((NEW, OLD))
    assert old.hashed(ANN).startswith("hmac:1:")
    assert both.hashed(ANN).startswith("hmac:2:")
    assert is_hashed(both.hashed(ANN))
    found = widened(covering(ANN, Matching()), ("hmac:1", "hmac:2"), Matching(erasure=both))
    assert {old.hashed(ANN), both.hashed(ANN)} < set(found.exact)
    assert both.hashed(old.hashed(ANN)) == old.hashed(ANN)


def test_nobody_is_looked_up_while_a_secret_is_missing() -> None:
    with pytest.raises(StoreUnavailable, match="hmac:1"):
        widened(covering(ANN, Matching()), ("hmac:1",), Matching(erasure=ErasureSecrets((NEW,))))
    with pytest.raises(StoreUnavailable, match="no secret"):
        NO_SECRETS.hashed(ANN)


def test_a_keyed_hash_of_elsewhere_is_known_as_such() -> None:
    mine = ErasureSecrets((OLD,))
    assert mine.knows(ANN)
    assert mine.knows(mine.hashed(ANN))
    assert not mine.knows(ErasureSecrets((NEW,)).hashed(ANN))


def test_a_secret_that_can_be_guessed_is_refused() -> None:
    for secrets in (((1, b"short"),), ((-1, b"a" * 32),)):
        with pytest.raises(ValueError, match="16 bytes"):
            ErasureSecrets(secrets)
    assert "aaaa" not in repr(ErasureSecrets((OLD,)))
