from __future__ import annotations

import resource
from typing import TYPE_CHECKING

import pytest

from gateway.admission import Descriptors, Gate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gateway.admission import Kind


def test_gate_counts_by_address_and_in_all() -> None:
    gate = Gate("smtp", total=3, per_address=2, descriptors=Descriptors())
    assert [gate.admit("a"), gate.admit("a"), gate.admit("a")] == [True, True, False]
    assert [gate.admit("b"), gate.admit("c")] == [True, False]
    gate.leave("a")
    assert gate.admit("c")
    assert not gate.admit("a")


def test_gate_is_as_full_as_it_has_connections_whoever_they_count_as() -> None:
    gate = Gate("smtp", total=4, per_address=1, descriptors=Descriptors())
    assert gate.admit("proxy", speaks_for_others=True)
    assert gate.count_as("proxy", "a")
    assert not gate.count_as("proxy", "a")
    assert gate.fullness == 0.25
    gate.leave("a")
    assert gate.fullness == 0


def test_gate_leaves_file_descriptors_for_everything_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resource, "getrlimit", lambda _what: (8, 8))
    gates = _gates()
    assert [gates["smtp"].admit("a") for _ in range(4)] == [True] * 3 + [False]
    assert [gates["http"].admit("a") for _ in range(2)] == [True, False]
    gates["smtp"].leave("a")
    assert gates["http"].admit("a")
    monkeypatch.setattr(resource, "getrlimit", lambda _what: (resource.RLIM_INFINITY,) * 2)
    assert all(_gates()["smtp"].admit("a") for _ in range(5))


def _gates() -> Mapping[Kind, Gate]:
    """Return the gates of two listeners of one process."""
    shared = Descriptors()
    kinds: tuple[Kind, ...] = ("smtp", "http")
    return {kind: Gate(kind, total=1000, per_address=1000, descriptors=shared) for kind in kinds}


@pytest.mark.parametrize(
    ("limit", "total"), [(1, 1), (64, 32), (1024, 512), (4096, 3072), (20_000, 15_000)]
)
def test_descriptors_are_left_for_everything_else(
    limit: int, total: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resource, "getrlimit", lambda _what: (limit, limit))
    assert Descriptors().total == total
