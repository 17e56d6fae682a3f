"""What the command statuses of an SMSC are called, and what they mean for a text (SMPP 5.1.3).

A status other than 0 is a no for certain: the SMSC has not taken the text. What differs is whether
it is the text that was refused, or whoever we are, or this moment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gateway.providers.provider import Fate

if TYPE_CHECKING:
    from collections.abc import Mapping

OK: Final = 0x0
UNKNOWN_COMMAND: Final = 0x3
SYSTEM_ERROR: Final = 0x8
FULL: Final = 0x14
TRY_AGAIN: Final = 0x64
NEVER: Final = 0x65

_NAMES: Final[Mapping[int, str]] = {
    0x00: "ROK", 0x01: "RINVMSGLEN", 0x02: "RINVCMDLEN", 0x03: "RINVCMDID", 0x04: "RINVBNDSTS",
    0x05: "RALYBND", 0x06: "RINVPRTFLG", 0x07: "RINVREGDLVFLG", 0x08: "RSYSERR",
    0x0A: "RINVSRCADR", 0x0B: "RINVDSTADR", 0x0C: "RINVMSGID", 0x0D: "RBINDFAIL",
    0x0E: "RINVPASWD", 0x0F: "RINVSYSID", 0x11: "RCANCELFAIL", 0x13: "RREPLACEFAIL",
    0x14: "RMSGQFUL", 0x15: "RINVSERTYP", 0x33: "RINVNUMDESTS", 0x34: "RINVDLNAME",
    0x40: "RINVDESTFLAG", 0x42: "RINVSUBREP", 0x43: "RINVESMCLASS", 0x44: "RCNTSUBDL",
    0x45: "RSUBMITFAIL", 0x48: "RINVSRCTON", 0x49: "RINVSRCNPI", 0x50: "RINVDSTTON",
    0x51: "RINVDSTNPI", 0x53: "RINVSYSTYP", 0x54: "RINVREPFLAG", 0x55: "RINVNUMMSGS",
    0x58: "RTHROTTLED", 0x61: "RINVSCHED", 0x62: "RINVEXPIRY", 0x63: "RINVDFTMSGID",
    0x64: "RX_T_APPN", 0x65: "RX_P_APPN", 0x66: "RX_R_APPN", 0x67: "RQUERYFAIL",
    0xC0: "RINVOPTPARSTREAM", 0xC1: "ROPTPARNOTALLWD", 0xC2: "RINVPARLEN",
    0xC3: "RMISSINGOPTPARAM", 0xC4: "RINVOPTPARAMVAL", 0xFE: "RDELIVERYFAILURE",
    0xFF: "RUNKNOWNERR",
}  # fmt: skip
_LATER: Final = frozenset({0x14, 0x58})
_REFUSED: Final = frozenset({
    0x01, 0x0A, 0x0B, 0x33, 0x34, 0x40, 0x42, 0x44, 0x45, 0x61, 0x62, 0x65, 0x66, 0xFE,
})  # fmt: skip
_FIRST_OF_VENDORS: Final = 0x400


def name(status: int) -> str:
    """Return what people look up: `ESME_RINVDSTADR (0x0b)`.

    >>> name(0x0B), name(0x45A)
    ('ESME_RINVDSTADR (0x0b)', 'status 0x45a')
    """
    known = _NAMES.get(status)
    return f"ESME_{known} ({status:#04x})" if known else f"status {status:#x}"


def fate(status: int) -> Fate:
    """Return what an answer to a submit_sm means; a vendor's own status is about the text."""
    if status == OK:
        return Fate.SENT
    if status in _LATER:
        return Fate.LATER
    if status in _REFUSED or status >= _FIRST_OF_VENDORS:
        return Fate.REFUSED
    return Fate.DOWN  # how we are bound, what we may, or the SMSC itself
