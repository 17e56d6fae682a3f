"""Services that meetings are held and booked with, and hosts made to be taken for theirs."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

from filters.lookalikes import without_lookalikes

SERVICES_CHECKED: Final = "2026-11-25"
SERVICES: Final = {
    "zoom": "zoom.us zoom.com zoomgov.com",
    "teams": (
        "teams.microsoft.com teams.live.com teams.cloud.microsoft gov.teams.microsoft.us"
        " dod.teams.microsoft.us"
    ),
    "meet": "meet.google.com calendar.google.com calendar.app.google",
    "calendly": "calendly.com",
    "hubspot": (
        "meetings.hubspot.com meetings-eu1.hubspot.com meetings-na2.hubspot.com"
        " meetings-na3.hubspot.com meetings-ap1.hubspot.com"
    ),
    "webex": "webex.com",
    "goto": "meet.goto.com gotomeeting.com",
    "outlook": "outlook.office.com outlook.office365.com outlook.live.com",
    "cal": "cal.com",
    "acuity": "acuityscheduling.com",
}
"""Service -> the hosts its meetings and bookings are on; what lies below them is its own, too."""

_SERVICE_OF: Final = {host: name for name, hosts in SERVICES.items() for host in hosts.split()}

_OWNED: Final = frozenset(
    """
    zoom.us zoom.com zoomgov.com microsoft.com live.com microsoft.us cloud.microsoft office.com
    office365.com microsoftonline.com google.com app.google calendly.com hubspot.com hubspot.net
    hubspotemail.net hubspotlinks.com hubspotpagebuilder.com webex.com gotomeeting.com
    """.split()  # noqa: SIM905 - a list of names reads best as names
)
"""Domains of these companies, whatever is below them."""

_UNIQUE: Final = ("calendly", "hubspot", "microsoft", "gotomeeting", "zoomgov")
"""Names nobody else has: in any other domain they are put on."""
_JOINED_BY: Final = frozenset(
    """
    us com gov app web live meeting meetings meet join call calls video conference conferencing
    room invite invites link links login signin secure support help webinar client download
    google teams microsoft calendar online account verify
    """.split()  # noqa: SIM905 - a list of names reads best as names
)
_COMMON: Final = {
    "zoom": _JOINED_BY,
    "google": _JOINED_BY,
    "webex": _JOINED_BY,
    "meet": frozenset({"google"}),
    "teams": frozenset({"microsoft", "ms"}),
}
"""Words that others have in their names, too -> what they imitate a service beside."""
_RESPELT: Final = {
    "zoom": frozenset({"zooom", "zzoom", "zoomm", "zoon", "zom", "zomo", "zoum"}),
}  # fmt: skip
"""A name too short to tell one wrong letter from another word -> what is written for it."""

_SIDE_BY_SIDE: Final = (("rn", "m"), ("vv", "w"), ("cl", "d"))
"""Letters that look like another one (Unicode TR 39)."""
_DIGITS: Final = str.maketrans("01345", "oleas")


def service(host: str) -> str:
    """Return the service a host belongs to, by its name in `SERVICES`; "" if it is none's.

    >>> service("us02web.zoom.us"), service("zoom.us.example.com")
    ('zoom', '')
    """
    return next((_SERVICE_OF[each] for each in suffixes(host) if each in _SERVICE_OF), "")


@lru_cache(maxsize=1024)
def imitated(host: str) -> str:
    """Return the name that a host is made to be taken for; "" if for none of those known.

    `host`: as A-labels.

    >>> imitated("zoorn.us"), imitated("zoom-us.com"), imitated("calend1y.com")
    ('zoom', 'zoom', 'calendly')
    """
    if any(each in _OWNED for each in suffixes(host)):
        return ""
    read, written = read_hastily(host), host.split(".")
    labels = read.split(".")
    found = (
        _imitated_by(label, is_respelt=label != plain)
        for label, plain in zip(labels[:-1], written[:-1], strict=True)
    )
    return next((name for name in found if name), "") or _imitated_across(read)


def poses_as_latin(host: str) -> bool:
    """Whether a host has letters of another alphabet and is seen as one of Latin letters.

    >>> poses_as_latin("xn--80ak6aa92e.com"), poses_as_latin("xn--bcher-kva.example")
    (True, False)
    """
    seen = _seen_as(host)
    return seen != host and seen.isascii()


def read_hastily(host: str) -> str:
    """Return a host as somebody in a hurry takes it: no accents, no digits for letters.

    >>> read_hastily("c\u0430lend1y.com".encode("idna").decode())
    'calendly.com'
    """
    bare = unicodedata.normalize("NFKD", _seen_as(host))
    text = "".join(c for c in bare if not unicodedata.combining(c)).translate(_DIGITS)
    for written, read in _SIDE_BY_SIDE:
        text = text.replace(written, read)
    return text


def suffixes(host: str) -> list[str]:
    """Return a host and every domain it lies below, but for the last label alone."""
    labels = host.split(".")
    return [".".join(labels[at:]) for at in range(len(labels) - 1)]


def _seen_as(host: str) -> str:
    """Return a host as it is shown, letters of other alphabets as the Latin ones they look like."""
    try:
        return without_lookalikes(host.encode("ascii").decode("idna"))
    except UnicodeError:
        return host


def _imitated_by(label: str, *, is_respelt: bool) -> str:
    """Return the name one label of a host imitates."""
    words = [word for word in label.split("-") if word]
    joined = "".join(words)
    for name in _UNIQUE:
        if name in joined or any(_is_one_off(word, name) for word in (*words, joined)):
            return name
    for name, beside in _COMMON.items():
        rest = [word for word in words if word != name]
        if rest and len(rest) < len(words) and beside.issuperset(rest):
            return name
        around = {joined.removeprefix(name), joined.removesuffix(name)} - {joined}
        if not beside.isdisjoint(around):
            return name
        if (label == name and is_respelt) or label in _RESPELT.get(name, ()):
            return name
    return ""


def _imitated_across(read: str) -> str:
    """Return the service whose host stands in front of somebody else's domain."""
    for host, name in _SERVICE_OF.items():
        at = read.find(host)
        before, after = read[:at], read[at + len(host) :]
        if at >= 0 and before[-1:] in {"", ".", "-"} and after[:1] in {".", "-"}:
            return name
    return ""


def _is_one_off(word: str, name: str) -> bool:
    """Whether one letter is missing, too many, another one, or in its neighbour's place."""
    if word == name or abs(len(word) - len(name)) > 1:
        return False
    at = next((i for i, (a, b) in enumerate(zip(word, name, strict=False)) if a != b), -1)
    if at < 0:
        return True
    if len(word) != len(name):
        shorter, longer = sorted((word, name), key=len)
        return longer[at + 1 :] == shorter[at:]
    swapped = word[at : at + 2] == name[at : at + 2][::-1] and word[at + 2 :] == name[at + 2 :]
    return swapped or word[at + 1 :] == name[at + 1 :]
