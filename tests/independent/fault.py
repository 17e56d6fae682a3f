"""What a checker found, and what it was told to look for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What every commercial message must show."""

    address: str
    link: str  # how every opt-out link begins


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong."""

    code: str
    what: str

    def __str__(self) -> str:
        return f"{self.code}: {self.what}"
