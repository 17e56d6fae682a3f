"""What OpenDKIM cannot verify is told from what does not verify."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from filters.email.dkim.signing import DkimKey, sign
from tests.e2e.peers import need
from tests.independent.opendkim import Finding, Verifier
from tests.independent.torture import SELECTOR, make_key

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.peer

_NAME: Final = f"{SELECTOR}._domainkey.example.com"
_AT: Final = 1_772_452_800
_LACKS_TAGS: Final = b"DKIM-Signature: v=1; a=rsa-sha256; d=example.net; s=a\r\n"
_OF_ANOTHER: Final = _LACKS_TAGS.replace(b"\r\n", b"; h=from; bh=AAAA; b=AAAA\r\n")


def message(more: bytes = b"") -> bytes:
    return b"From: news@example.com\r\nSubject: News\r\n" + more + b"\r\nHello\r\n"


@pytest.mark.parametrize(
    ("more", "finding"),
    [
        (b"", Finding.GOOD),
        (_OF_ANOTHER, Finding.GOOD),
        (_LACKS_TAGS, Finding.BESIDE_MALFORMED),
        (b"".join(b"X-%d: %b\r\n" % (n, b"x" * 900) for n in range(100)), Finding.GOOD),
        (b"To: a@example.org" + b",\r\n a@example.org" * 5000 + b"\r\n", Finding.TOO_LARGE),
    ],
)
def test_each_limit_of_opendkim_has_its_name(more: bytes, finding: Finding, tmp_path: Path) -> None:
    need("opendkim")
    file, record = make_key(tmp_path)
    verifier = Verifier(tmp_path, {_NAME: record})
    whole = message(more)
    signed = sign(whole, "example.com", [DkimKey.load(SELECTOR, file.read_bytes())], _AT) + whole
    assert verifier.find(signed) is finding
    assert verifier.find(signed.replace(b"Hello", b"Hallo")) is Finding.BAD
