"""What is mutated: the modules where a slip loses a message or an opt-out."""

from __future__ import annotations

from typing import Final

from tests.long.mutation.mutant import ROOT

_PATTERNS: Final = {
    "tokens": ("suppression/tokens.py",),
    "judge": (
        "filters/judge.py",
        "filters/decision.py",
        "filters/rule.py",
        "filters/message.py",
        "filters/observing.py",
        "filters/email/category/categorise.py",
        "filters/email/category/circumstances.py",
        "filters/email/category/conflict.py",
        "filters/email/category/declaration.py",
        "filters/email/category/judgement.py",
    ),
    "suppression": ("suppression/**/*.py",),
    "spool": ("gateway/spool/*.py",),
}
AREAS: Final = tuple(_PATTERNS)


def files_of(area: str) -> list[str]:
    """Return the files of an area; what is in an area of its own is in no other."""
    found = {
        str(path.relative_to(ROOT)) for pattern in _PATTERNS[area] for path in ROOT.glob(pattern)
    }
    own = {pattern for other in AREAS if other != area for pattern in _PATTERNS[other]}
    return sorted(found - own)
