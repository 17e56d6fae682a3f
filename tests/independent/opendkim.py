"""What leaves as commercial mail, signed for its own domain, as OpenDKIM verifies it."""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections import defaultdict
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Final

import dkim

from filters.email.fields import addresses
from filters.email.mime import parse
from filters.errors import MalformedMessage
from suppression.errors import MalformedAddressError
from suppression.keys import domain_key
from tests.independent.corpus import crlf
from tests.independent.entities import name_of, split
from tests.independent.torture import SELECTOR, configuration, make_key
from tests.independent.trial import Trial

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gateway.config.models import Config
    from tests.independent.corpus import Sample

_SIGNED: Final = b"DKIM-Signature:"
_NEEDED: Final = frozenset((b"v", b"a", b"b", b"bh", b"d", b"h", b"s"))  # RFC 6376 3.5
_SUCCEEDED: Final = b") succeeded"
_TOO_LARGE: Final = b"' too large"
_TAG: Final = re.compile(rb"(?:^|;)\s*([A-Za-z]\w*)\s*=\s*[^;\s]")


class Finding(Enum):
    """What OpenDKIM says of a message that was signed."""

    GOOD = "verified"
    TOO_LARGE = "verified by dkimpy; OpenDKIM reads no field of more than 64 KiB, and says so"
    BESIDE_MALFORMED = (
        "verified without the signatures of others that lack a needed tag: OpenDKIM 2.11 looks at"
        " no signature beside one (its issue 194), and a signer leaves them (RFC 6376 4.2)"
    )
    BAD = "not verified"


class Verifier:
    """OpenDKIM with these DNS records: name → text."""

    def __init__(self, folder: Path, records: Mapping[str, str]) -> None:
        self._records = {name.encode(): text.encode() for name, text in records.items()}
        self._settings, self._message = folder / "opendkim.conf", folder / "message"
        keys = folder / "keys"
        keys.write_text("".join(f"{name} {text}\n" for name, text in records.items()))
        settings = f"Mode v\nTestPublicKeys {keys}\nSyslog no\nMaximumHeaders 0\n"
        self._settings.write_text(settings)

    def find(self, message: bytes) -> Finding:
        """Say whether a signature of a message verifies."""
        said = self._said(message)
        if _SUCCEEDED in said:
            return Finding.GOOD
        if _TOO_LARGE in said and dkim.verify(message, dnsfunc=self._record):
            return Finding.TOO_LARGE
        rest = _without_malformed(message)
        if rest != message and _SUCCEEDED in self._said(rest):
            return Finding.BESIDE_MALFORMED
        return Finding.BAD

    def _said(self, message: bytes) -> bytes:
        self._message.write_bytes(message)
        words = ("opendkim", "-x", str(self._settings), "-t", str(self._message))
        ran = subprocess.run(words, capture_output=True, timeout=60, check=False)
        return ran.stdout + ran.stderr

    def _record(self, name: bytes, **_: float) -> bytes:
        return self._records.get(name.rstrip(b"."), b"")


def _without_malformed(message: bytes) -> bytes:
    fields, body = split(message)
    kept = [
        field for field in fields
        if name_of(field) != "dkim-signature"
        or _NEEDED.issubset(_TAG.findall(field.partition(b":")[2]))
    ]  # fmt: skip
    return b"".join(kept) + b"\r\n" + body


async def verified(taken: Iterable[Sample]) -> dict[Finding, list[str]]:
    """Return what OpenDKIM finds in what was signed, each with the names of the messages."""
    with tempfile.TemporaryDirectory() as folder:
        return await _verified(Path(folder), list(taken))


async def _verified(folder: Path, taken: list[Sample]) -> dict[Finding, list[str]]:
    key, record = make_key(folder)
    domains = sorted({domain for sample in taken for domain in _domains(sample.raw)})
    trial = Trial(_signing_for(domains, configuration(key)))
    verifier = Verifier(folder, {f"{SELECTOR}._domainkey.{domain}": record for domain in domains})
    found = defaultdict(list)
    for sample in taken:
        after = (await trial.examine(sample.raw)).after
        if after.startswith(_SIGNED):
            found[verifier.find(after)].append(sample.name)
    return found


def _domains(raw: bytes) -> Iterable[str]:
    """Return the domains of From that can be signed for."""
    raw = crlf(raw)
    if raw.startswith((b"From ", b">From ")):  # RFC 4155 2: of the file, not the message
        raw = raw.partition(b"\r\n")[2]
    try:
        written = addresses(raw, parse(raw), "from")
        return [domain_key(each.rpartition("@")[2]).removeprefix("@") for each in written]
    except (MalformedMessage, MalformedAddressError):
        return []


def _signing_for(domains: list[str], config: Config) -> Config:
    """Return the configuration with all of them as the domains of its first sender identity."""
    first, *others = config.sender
    return config.model_copy(
        update={"sender": [first.model_copy(update={"domains": domains}), *others]}
    )
