"""A user of the admin pages, and a browser they came in with."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime  # noqa: TC003 - dataclass fields are read at run time
from typing import Final, Literal

from gateway.admin.roles import Role  # noqa: TC001 - dataclass fields are read at run time

Kind = Literal["first", "password", "enter"]
"""What a link does: make the first user, choose a password, come in without one (the demo)."""


NAMED: Final = "a name is letters, digits and . @ + - _, up to 64 of them"
_NAME: Final = re.compile(r"(?!\.+$)[\w.@+-]{1,64}")  # dots alone lead elsewhere in a path


def is_name(text: str) -> bool:
    """Whether a user can be added by this name: it stands in commands, and in paths of pages."""
    return _NAME.fullmatch(text) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A person who uses the admin pages."""

    user_id: int
    name: str
    role: Role
    has_password: bool
    has_codes: bool
    created_at: datetime
    disabled_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """What a user is known by."""

    password_hash: str = field(repr=False)
    totp_secret: str = field(repr=False)
    totp_step: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A browser that came in."""

    user: User
    csrf: str = field(repr=False)  # what each form of this session brings back
    began_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class By:
    """Who changed something, and from where."""

    name: str
    address: str = ""
