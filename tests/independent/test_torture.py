"""Messages that are hard to edit, one by one: right by the checker, and as a person saw them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import dkim
import pytest

from tests.e2e.peers import need, run, said
from tests.independent.describe import describe
from tests.independent.torture import FOLDER, SELECTOR, cases, configuration, make_key
from tests.independent.trial import Trial

if TYPE_CHECKING:
    from pathlib import Path

    from gateway.dry_run import Examined
    from tests.independent.torture import Case

CASES: Final = cases()
FEWEST: Final = 120
ROWS_OF_PITFALLS: Final = [f"P{number}" for number in range(34, 48)]
ROWS_OF_MEASUREMENTS: Final = [
    "us-ascii", "us-ascii/no-MIME", "latin1 8bit", "latin1 QP", "utf-8 base64", "alternative QP",
    "ISO-2022-JP", "</body> in comment first", "</body␠> variant", "HTML fragment",
    "mixed+attachments", "related", "message/rfc822 attached", "multipart/signed simple",
    "multipart/signed nested alternative", "text/calendar", "AMP alternative", "utf-16 HTML",
    "format=flowed", "message/delivery-status",
]  # fmt: skip
"""What the footers of four other programs were measured on."""
_SIGNED_FIELDS: Final = re.compile(rb"(?s)\ADKIM-Signature:[^:]*?;\s*h=([^;]+);")
LISTED: Final = (b"list-unsubscribe", b"list-unsubscribe-post")


@pytest.fixture(scope="module", name="signed")
def signed_fixture(tmp_path_factory: pytest.TempPathFactory) -> tuple[Trial, bytes]:
    file, record = make_key(tmp_path_factory.mktemp("keys"))
    return Trial(configuration(file)), record.encode()


def verifies(message: bytes, record: bytes) -> bool:
    ours = f"{SELECTOR}._domainkey.example.com.".encode()

    def records(name: bytes, timeout: float = 5) -> bytes:
        return record if name == ours else b""

    return bool(dkim.verify(message, dnsfunc=records))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_each_becomes_what_it_must(case: Case, signed: tuple[Trial, bytes]) -> None:
    trial, record = signed
    examined = await trial.examine(case.submitted, case.declared)
    assert describe(examined) == case.golden.read_text(encoding="utf-8"), case.about
    if examined.after:
        assert trial.faults_of(examined) == (), case.about
        _assert_signed(examined, record)


def _assert_signed(examined: Examined, record: bytes) -> None:
    after = examined.after
    assert verifies(after, record)
    found = _SIGNED_FIELDS.search(after)
    assert found
    names = {name.strip().lower() for name in found[1].split(b":")}
    if examined.category == "commercial":
        assert names.issuperset(LISTED)
        assert not verifies(b"List-Unsubscribe: <https://else.example>\r\n" + after, record)
    assert not verifies(b"From: Else <news@example.com>\r\n" + after, record)
    assert not verifies(after.rstrip(b"\r\n") + b"\r\nmore\r\n", record)


@pytest.mark.peer
async def test_opendkim_verifies_each(signed: tuple[Trial, bytes], tmp_path: Path) -> None:
    need("opendkim")
    trial, record = signed
    (tmp_path / "keys").write_bytes(b"%b._domainkey.example.com %b\n" % (SELECTOR.encode(), record))
    settings = f"Mode v\nTestPublicKeys {tmp_path / 'keys'}\nSyslog no\n"
    (tmp_path / "opendkim.conf").write_text(settings, encoding="ascii")
    files = []
    for case in CASES:
        examined = await trial.examine(case.submitted, case.declared)
        if examined.after:
            files.append(tmp_path / f"{case.name}.eml")
            files[-1].write_bytes(examined.after)
    names = ",".join(map(str, files))
    told = said(run("opendkim", "-x", str(tmp_path / "opendkim.conf"), "-t", names))
    assert told.count(") succeeded") == len(files) >= FEWEST, told


def test_the_table_names_every_message_and_every_pitfall() -> None:
    assert len(CASES) >= FEWEST
    covered = " ".join(case.covers for case in CASES)
    elsewhere = {"P45"}  # sizes: tests/independent/test_sizes.py
    assert [pitfall for pitfall in ROWS_OF_PITFALLS if pitfall not in covered] == sorted(elsewhere)
    rows = {row for case in CASES for row in case.covers.split(", ")}
    assert [row for row in ROWS_OF_MEASUREMENTS if f"row {row}" not in rows] == []
    files = {file.name for file in FOLDER.iterdir()} - {"CASES.tsv"}
    assert files == {f"{case.name}{end}" for case in CASES for end in (".in.eml", ".out.txt")}
