"""The DKIM keys of a sender, made by the program, and the DNS records that publish them."""

from __future__ import annotations

import base64
import re
from types import SimpleNamespace
from typing import TYPE_CHECKING, Final

import dkim
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tests.e2e.gateway_process import Gateway

_RECORD: Final = re.compile(r"(?m)^(\S+)\. IN TXT \( (.*) \)$")


def make_keys(gateway: Gateway) -> Mapping[str, str]:
    """Make two keys in the gateway's folder; return their DNS records, name → text."""
    records: dict[str, str] = {}
    for selector, kind in (("s1", "rsa"), ("s2", "ed25519")):
        line = gateway.command(
            "dkim", "keygen", str(gateway.folder / f"{selector}.pem"),
            "--type", kind, "--selector", selector, "--domain", "shop.example",
        )  # fmt: skip
        records.update(records_in(line))
    return records


def records_in(zone: str) -> dict[str, str]:
    """Return the TXT records of lines as a zone file has them, name → text."""
    found = {
        match[1]: "".join(re.findall(r'"([^"]*)"', match[2])) for match in _RECORD.finditer(zone)
    }
    assert found, zone
    return found


def sender_keys(folder: Path) -> str:
    """Return the line of a [[sender]] that names the two keys."""
    pairs = ", ".join(
        f'{{ selector = "{name}", key_file = "{folder / name}.pem" }}' for name in ("s1", "s2")
    )
    return f'dkim = [{pairs}]\ndkim_missing = "refuse"'


def verified(raw: bytes, records: Mapping[str, str]) -> list[bool]:
    """Return for each DKIM signature of a message whether dkimpy verifies it."""
    count = len(re.findall(rb"(?mi)^DKIM-Signature:", raw.partition(b"\r\n\r\n")[0]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dkim, "nacl", _NACL, raising=False)
        return [_is_valid(raw, n, _resolver(records)) for n in range(count)]


def _is_valid(raw: bytes, index: int, dnsfunc: Callable[..., bytes]) -> bool:
    try:
        return bool(dkim.DKIM(raw).verify(idx=index, dnsfunc=dnsfunc))
    except dkim.ValidationError:
        return False


class _VerifyKey:
    """What dkimpy asks of PyNaCl, done by `cryptography`: PyNaCl is no dependency."""

    def __init__(self, text: bytes, *, encoder: object) -> None:
        del encoder
        self._key = Ed25519PublicKey.from_public_bytes(base64.b64decode(text))

    def verify(self, message: bytes, signature: bytes) -> bytes:
        self._key.verify(signature, message)
        return message


_NACL: Final = SimpleNamespace(
    signing=SimpleNamespace(VerifyKey=_VerifyKey),
    encoding=SimpleNamespace(Base64Encoder=None),
    exceptions=SimpleNamespace(BadSignatureError=InvalidSignature),
)


def _resolver(records: Mapping[str, str]) -> Callable[..., bytes]:
    def resolve(name: bytes, timeout: float = 5) -> bytes:
        return records.get(name.decode().rstrip("."), "").encode()

    return resolve
