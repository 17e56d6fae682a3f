"""What we break on at one provider is that provider's trouble alone."""

from __future__ import annotations

import asyncio

import pytest

from gateway.errors import Mistake, StoreUnavailable
from gateway.providers.guard import guarded


def test_what_nobody_expected_is_a_mistake_named_by_its_type() -> None:
    with pytest.raises(Mistake) as raised, guarded():
        raise KeyError("+12025550123")
    assert str(raised.value) == "a mistake of ours: KeyError"


@pytest.mark.parametrize("expected", [StoreUnavailable("full"), OSError("away")])
def test_what_is_expected_passes(expected: Exception) -> None:
    with pytest.raises(type(expected)) as raised, guarded(OSError):
        raise expected
    assert raised.value is expected


def test_who_is_cancelled_is_cancelled() -> None:
    with pytest.raises(asyncio.CancelledError), guarded():
        raise asyncio.CancelledError
