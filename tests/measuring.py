"""What a program that a test starts must be told, so that its lines are counted with the test's."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_TOLD: Final = "COVERAGE_PROCESS_CONFIG"


def measuring() -> Mapping[str, str]:
    """Return what coverage wants handed on: nothing where nothing is measured."""
    return {name: value for name, value in os.environ.items() if name == _TOLD}
