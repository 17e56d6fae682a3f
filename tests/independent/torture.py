"""Messages that are hard to edit rightly, each with what must become of it.

python -m tests.independent.torture      # write the outcomes anew; then read the difference
"""

from __future__ import annotations

import asyncio
import csv
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from gateway.config.loader import load, shipped
from gateway.config.models import DkimKeyConfig
from tests.independent.describe import describe
from tests.independent.trial import Trial

if TYPE_CHECKING:
    from gateway.config.models import Config

FOLDER: Final = Path(__file__).parents[1] / "data" / "torture"
SELECTOR: Final = "s1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One message: what it is declared to be, what it covers, what it is about in one line."""

    name: str
    declared: str
    covers: str
    about: str

    @property
    def submitted(self) -> bytes:
        return (FOLDER / f"{self.name}.in.eml").read_bytes()

    @property
    def golden(self) -> Path:
        return FOLDER / f"{self.name}.out.txt"


def cases() -> list[Case]:
    with (FOLDER / "CASES.tsv").open(encoding="utf-8", newline="") as table:
        return [
            Case(**row) for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]


def make_key(folder: Path) -> tuple[Path, str]:
    """Make a DKIM key; returns its file and its DNS record."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    file = folder / "s1.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return file, "v=DKIM1; k=rsa; p=" + "".join(public.decode().splitlines()[1:-1])


def configuration(key: Path) -> Config:
    """Return the shipped one, but that the footer holds letters few charsets have, and signed."""
    config = load(shipped(), {}).config
    company = config.company.model_copy(update={"name": "Großöfen ☃ Co"})
    public = config.public.model_copy(update={"url": "https://mail.example.com"})
    senders = [
        sender.model_copy(update={"dkim": (DkimKeyConfig(selector=SELECTOR, key_file=key),)})
        for sender in config.sender
    ]
    return config.model_copy(update={"company": company, "public": public, "sender": senders})


def main() -> int:
    """Write every golden outcome anew."""
    with tempfile.TemporaryDirectory() as name:
        trial = Trial(configuration(make_key(Path(name))[0]))
        for case in cases():
            examined = asyncio.run(trial.examine(case.submitted, case.declared))
            case.golden.write_text(describe(examined), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
