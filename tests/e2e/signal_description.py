"""The REST service's description of itself, and what it does not allow."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from tests.contract.http.schema import mistakes

_FILE: Final = Path(__file__).parents[1] / "data" / "specs" / "signal_cli_rest_api.json"
DESCRIPTION: Final[dict[str, Any]] = json.loads(_FILE.read_text(encoding="utf-8"))


def faults(value: object, name: str) -> list[str]:
    """Return what the description does not allow."""
    return list(mistakes(value, DESCRIPTION["definitions"][name], DESCRIPTION))
