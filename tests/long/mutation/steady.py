"""How tests run on mutants: nothing is kept, and no deadline is missed on a busy machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable

_OPTIONS: Final = (
    "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:cov", "-m", "not e2e",
    "-o", "tmp_path_retention_policy=none",
)  # fmt: skip


class _Steady:
    @pytest.hookimpl(trylast=True)
    def pytest_configure(self) -> None:
        """Have every run try the same examples."""
        from hypothesis import settings  # noqa: PLC0415 - its own plugin wants to be first

        settings.register_profile("mutation", deadline=None, database=None, derandomize=True)
        settings.load_profile("mutation")


def run(arguments: Iterable[str], *plugins: object) -> int:
    """Run tests as on every mutant, and return the exit status."""
    return int(pytest.main([*_OPTIONS, *arguments], plugins=[_Steady(), *plugins]))
