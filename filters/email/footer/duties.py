"""What the law asks commercial mail to say, one by one."""

from __future__ import annotations

from enum import StrEnum, auto


class Duty(StrEnum):
    """One thing the reader has to be told (15 U.S.C. 7704(a)(3)(A), (5)(A))."""

    NOTICE = auto()  # that it is an advertisement
    ADDRESS = auto()  # where the sender is to be found
    LINK = auto()  # how to stop it
