"""What leaves as commercial mail, signed for its own domain, as OpenDKIM verifies it."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from filters.email.fields import addresses
from filters.email.mime import parse
from filters.errors import MalformedMessage
from suppression.errors import MalformedAddressError
from suppression.keys import domain_key
from tests.independent.corpus import crlf
from tests.independent.torture import SELECTOR, configuration, make_key
from tests.independent.trial import Trial

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gateway.config.models import Config
    from tests.independent.corpus import Sample

_SIGNED: Final = b"DKIM-Signature:"


async def verified(taken: Iterable[Sample]) -> tuple[int, list[str]]:
    """Return how many messages were signed, and the names of those that do not verify."""
    with tempfile.TemporaryDirectory() as folder:
        return await _verified(Path(folder), list(taken))


async def _verified(folder: Path, taken: list[Sample]) -> tuple[int, list[str]]:
    key, record = make_key(folder)
    domains = sorted({domain for sample in taken for domain in _domains(sample.raw)})
    trial = Trial(_signing_for(domains, configuration(key)))
    settings, message = folder / "opendkim.conf", folder / "message"
    (folder / "keys").write_text(
        "".join(f"{SELECTOR}._domainkey.{domain} {record}\n" for domain in domains)
    )
    settings.write_text(f"Mode v\nTestPublicKeys {folder / 'keys'}\nSyslog no\n")
    signed, unverified = 0, []
    for sample in taken:
        after = (await trial.examine(sample.raw)).after
        if after.startswith(_SIGNED):
            signed += 1
            message.write_bytes(after)
            if not _verifies(settings, message):
                unverified.append(sample.name)
    return signed, unverified


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


def _verifies(settings: Path, message: Path) -> bool:
    words = ("opendkim", "-x", str(settings), "-t", str(message))
    ran = subprocess.run(words, capture_output=True, timeout=60, check=False)
    return b") succeeded" in ran.stdout + ran.stderr
