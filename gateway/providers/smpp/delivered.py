"""What an SMSC delivers: texts of people, whole or in parts, and reports about texts of ours.

**Failures:** `Garbled` where a unit ends before its text begins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gateway.delivery.smtp_reply import clean
from gateway.providers.smpp.alphabets import decode
from gateway.providers.smpp.pdu import Command, Fields, Tag
from gateway.spool.receipts import Report

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gateway.providers.smpp.pdu import Pdu

_INTERNATIONAL: Final = 1  # type of number (5.2.5)
_SHORTEST_NUMBER: Final = 7
_LONGEST_ID: Final = 64
_BEGINNING: Final = 100  # characters of the text that a report is about; appendix B has 20
_HAS_HEADER: Final = 0x40  # of esm_class (5.2.12)
_TYPE: Final = 0x3C
# of the SMSC about the end, of the phone by itself, of the SMSC about what is between
_REPORTS: Final = frozenset({0x04, 0x08, 0x20})
_CONCATENATED, _CONCATENATED_WIDE = 0x00, 0x08  # 3GPP TS 23.040 9.2.3.24
_SAR: Final = (Tag.SAR_REFERENCE, Tag.SAR_TOTAL, Tag.SAR_PART)

_STATES: Final[Mapping[int, Report]] = {
    2: Report.ARRIVED, 3: Report.FAILED, 4: Report.FAILED, 5: Report.FAILED, 8: Report.FAILED,
    9: Report.FAILED,
}  # fmt: skip
"""message_state (5.2.28, and of SMPP 5 skipped); the others say that the SMSC has it."""
_WORDS: Final[Mapping[str, Report]] = {
    "DELIVRD": Report.ARRIVED, "EXPIRED": Report.FAILED, "DELETED": Report.FAILED,
    "UNDELIV": Report.FAILED, "REJECTD": Report.FAILED, "SKIPPED": Report.FAILED,
}  # fmt: skip
# Appendix B: what stands behind `text:` was written by us, so nothing is looked for there
_ID: Final = re.compile(r"\bid:\s*(\S+)", re.IGNORECASE)
_STAT: Final = re.compile(r"\bstat:\s*(\w+)", re.IGNORECASE)
_ERROR: Final = re.compile(r"\berr:\s*(\w+)", re.IGNORECASE)
_TEXT: Final = re.compile(r"\btext:", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A text of a person, or a part of one."""

    sender: str
    to: str
    words: str
    reference: int = 0  # what parts of one text have in common, with sender and to
    total: int = 1
    number: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A report of the SMSC about a text that it was given."""

    provider_id: str
    report: Report
    said: str
    error: str  # of the network; "" where it names none
    begins: str  # how the text began, where that is said
    addresses: tuple[str, str]  # from, to: its addressee is the one or the other


@dataclass(frozen=True, slots=True)
class _Unit:
    sender: str
    to: str
    esm_class: int
    coding: int
    raw: bytes
    optional: Mapping[int, bytes]


def read_delivered(pdu: Pdu, *, default: str) -> Part | Notice:
    """Return what a deliver_sm or data_sm brings; `default` is the alphabet of data_coding 0.

    Only what the SMSC itself marks is a report: a person may write words that look like one.

    Raises:
        Garbled: it ends too early.
    """
    unit = _unit(pdu)
    if unit.esm_class & _TYPE in _REPORTS or Tag.RECEIPTED_MESSAGE_ID in unit.optional:
        return _notice(unit, default)
    return _part(unit, default)


def _unit(pdu: Pdu) -> _Unit:
    fields = Fields(pdu.body)
    fields.text()  # service_type
    sender, to = _address(fields), _address(fields)
    esm_class = fields.number()
    raw = b""
    if pdu.command == Command.DATA_SM:
        fields.number()  # registered_delivery
        coding = fields.number()
    else:
        fields.octets(2)  # protocol_id, priority_flag
        for _ in ("schedule_delivery_time", "validity_period"):
            fields.text()
        fields.octets(2)  # registered_delivery, replace_if_present_flag
        coding = fields.number()
        fields.number()  # sm_default_msg_id
        raw = fields.octets(fields.number())
    optional = fields.optional()
    raw = raw or optional.get(Tag.MESSAGE_PAYLOAD, b"")
    return _Unit(sender, to, esm_class, coding, raw, optional)


def _address(fields: Fields) -> str:
    """Return a number as it is written, with the plus where its type says that it has one.

    Without it, a number of Norway is read as one of Arkansas, and a stop lands on who never said
    it. What is too short for a number of E.164 is a short code, whatever its type.
    """
    kind, written = fields.octets(2)[0], fields.text()
    is_number = written.isascii() and written.isdecimal() and len(written) >= _SHORTEST_NUMBER
    return f"+{written}" if kind == _INTERNATIONAL and is_number else written


def _part(unit: _Unit, default: str) -> Part:
    raw, place = unit.raw, _of_parameters(unit.optional)
    if unit.esm_class & _HAS_HEADER and raw and raw[0] < len(raw):  # a longer one is none
        header, raw = raw[1 : 1 + raw[0]], raw[1 + raw[0] :]
        place = _of_header(header) or place
    reference, total, number = place if place and _is_place(*place) else (0, 1, 1)
    return Part(
        sender=unit.sender,
        to=unit.to,
        words=decode(raw, unit.coding, default),
        reference=reference,
        total=total,
        number=number,
    )


def _is_place(_reference: int, total: int, number: int) -> bool:
    """Whether it is one of several: 3GPP TS 23.040 9.2.3.24.1 says to ignore what is not."""
    return total > 1 and 1 <= number <= total


def _of_parameters(optional: Mapping[int, bytes]) -> tuple[int, int, int] | None:
    found = [optional.get(tag) for tag in _SAR]
    if None in found:
        return None
    reference, total, number = (int.from_bytes(value or b"", "big") for value in found)
    return reference, total, number


def _of_header(header: bytes) -> tuple[int, int, int] | None:
    """Return the place among the parts that a user data header tells."""
    at = 0
    while at + 2 <= len(header):
        element, size = header[at], header[at + 1]
        value = header[at + 2 : at + 2 + size]
        if element == _CONCATENATED and len(value) == 3:  # noqa: PLR2004 - reference, total, number
            return value[0], value[1], value[2]
        if element == _CONCATENATED_WIDE and len(value) == 4:  # noqa: PLR2004 - the reference has two
            return int.from_bytes(value[:2], "big"), value[2], value[3]
        at += 2 + size
    return None


def _notice(unit: _Unit, default: str) -> Notice:
    written = decode(unit.raw, unit.coding, default)
    words = _TEXT.split(written, maxsplit=1)
    told, begins = words[0], words[1].strip() if len(words) > 1 else ""
    found_id, stat, error = (_found(each, told) for each in (_ID, _STAT, _ERROR))
    named = unit.optional.get(Tag.RECEIPTED_MESSAGE_ID, b"").split(b"\0")[0].decode("latin-1")
    state = unit.optional.get(Tag.MESSAGE_STATE, b"")
    report = _STATES.get(state[0]) if state else None
    report = report or _WORDS.get(stat.upper()[:7], Report.UNDER_WAY)
    said = stat or (f"message_state {state[0]}" if state else "no state")
    return Notice(
        provider_id=(named or found_id)[:_LONGEST_ID],
        report=report,
        said=clean(f"{report} ({said}{f', err {error}' if error else ''})"),
        error=error,
        begins=begins[:_BEGINNING],
        addresses=(unit.sender, unit.to),
    )


def _found(pattern: re.Pattern[str], words: str) -> str:
    match = pattern.search(words)
    return match[1] if match else ""
