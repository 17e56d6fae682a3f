"""What columns are by their names: who is named, whether they opted out, since when and why.

Names are in the form of `plain`; where several columns have one name, the second is `email#2`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

EMAIL: Final = (
    "email", "emailaddress", "mail", "emailaddr", "useremail", "contactemail", "subscriberemail",
    "toemail", "emailid", "workemail", "primaryemail", "email1", "email2", "email3",
    "emailaddress1", "emailaddress2", "emailaddress3", "email1address", "email2address",
    "email3address", "email1value", "email2value", "email3value", "secondaryemail", "otheremail",
    "alternateemail", "additionalemail", "personalemail", "homeemail", "businessemail",
    "primaryemailaddress", "secondaryemailaddress", "emailadresse", "adresseemail", "courriel",
    "correo", "correoelectronico",
)  # fmt: skip
PHONE: Final = (
    "phone", "phonenumber", "mobile", "mobilephone", "mobilephonenumber", "mobilenumber", "msisdn",
    "cell", "cellphone", "number", "sms", "smsnumber", "smsphonenumber", "tonumber", "phone1",
    "phone2", "phone3", "phonenumber1", "phonenumber2", "phone1value", "phone2value", "mobile1",
    "mobile2", "mobilephone2", "telephone", "telephone1", "telephone2", "telephone3", "workphone",
    "homephone", "businessphone", "otherphone", "secondaryphone", "telefon", "telefono",
)  # fmt: skip
EITHER: Final = ("address", "recipient", "subscriber", "contact", "key", "who", "destination")
HASH: Final = (
    "hash", "md5", "sha1", "sha256", "emailmd5", "emailsha1", "emailsha256", "md5email",
    "sha1email", "sha256email", "md5hash", "sha1hash", "sha256hash", "emailhash", "hashedemail",
    "emailaddressmd5", "emailaddresssha256", "hashmd5", "hashsha1", "hashsha256",
)  # fmt: skip
LISTED: Final = "optwardenlisted"
"""Where a record of a JSON document keeps what the list it stands in is called."""
WHY: Final = ("reason", "suppressionreason", "type", "event", "status", "bouncetype", "action")

_FLAG: Final = re.compile(
    r"(?:is|has|contact|email|sms|text|phone|mobile|global|marketing|newsletter)*"
    r"(?:unsubscribed|unsubscribedfrom[a-z]+|opt(?:ed)?out"
    r"|opt(?:ed)?outof(?!fax|sale|sharing|postal|track|cookie|ai)[a-z]+"
    r"|donot(?:allow|send)?(?:bulk|mass|marketing)?(?:emails?|mail|contact|call|phone|phonecalls?"
    r"|text|sms|market|solicit)|dnc|suppressed)c?"
)
"""`c` is how names of custom fields end in Salesforce: `Email_Opt_Out__c`."""
_OF_A_LIST: Final = re.compile(r"unsubscribedfrom|outof")
_BY_OTHERS: Final = re.compile(
    r"(?:is|email|sms|marketing)*(?:blacklisted|blocklisted|blocked|dnd|suspended|suppressed)c?"
)
_SINCE: Final = re.compile(
    r"(?:email|sms|marketing|confirmed)?(?:unsubscribed?|unsub|optout|optedout)(?:at|time|date|on)"
    r"|date(?:unsubscribed|optedout|optout)|complainedat|(?:has)?(?:marked|reported)(?:email)?(?:as)?spam"
)


class Columns(NamedTuple):
    """The columns of a record that say who it is about, and whether they opted out."""

    emails: tuple[str, ...]
    phones: tuple[str, ...]
    either: tuple[str, ...]
    hashes: tuple[str, ...]
    flags: tuple[str, ...]  # whether somebody opted out: a no is believed
    others: tuple[str, ...]  # what says that somebody did: empty, it says nothing
    whys: tuple[str, ...]


@lru_cache(maxsize=1024)
def columns_of(names: tuple[str, ...]) -> Columns:
    """Sort the columns of a record; those of each kind in the order in which they are tried."""
    flags = tuple(name for name in names if _FLAG.fullmatch(once(name)))
    return Columns(
        emails=_among(names, EMAIL), phones=_among(names, PHONE), either=_among(names, EITHER),
        hashes=_among(names, HASH), flags=flags, whys=_among(names, WHY),
        others=tuple(name for name in names if name not in flags and _says_more(once(name))),
    )  # fmt: skip


def is_wish(name: str) -> bool:
    """Whether a column of opt-outs holds what the person wants, and not what a service does."""
    return not _BY_OTHERS.fullmatch(once(name))


def names_lists(name: str) -> bool:
    """Whether a column of opt-outs may hold what the person opted out of: a name is a yes."""
    return _OF_A_LIST.search(once(name)) is not None


def apart(names: Sequence[str]) -> tuple[str, ...]:
    """Return the names, each different from all others.

    >>> apart(("email", "email", "name"))
    ('email', 'email#2', 'name')
    """
    if len(set(names)) == len(names):
        return tuple(names)
    counted: dict[str, int] = {}
    found = []
    for name in names:
        counted[name] = counted.get(name, 0) + 1
        found.append(name if counted[name] == 1 else f"{name}#{counted[name]}")
    return tuple(found)


def once(name: str) -> str:
    """Return what all columns of this name are called.

    >>> once("email#2")
    'email'
    """
    return name.partition("#")[0]


def _among(names: tuple[str, ...], known: tuple[str, ...]) -> tuple[str, ...]:
    found = [name for name in names if once(name) in known]
    return tuple(sorted(found, key=lambda name: known.index(once(name))))


def _says_more(name: str) -> bool:
    return bool(_SINCE.fullmatch(name) or _BY_OTHERS.fullmatch(name))
