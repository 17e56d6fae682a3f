"""Expressions that are made ready when a text first needs them: who reads none waits for none."""

from __future__ import annotations

import re
from functools import cache


@cache
def compiled(expression: str) -> re.Pattern[str]:
    """Return an expression ready for use, the same one each time."""
    return re.compile(expression)
