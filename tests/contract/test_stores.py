"""The stores of one data directory: made on the first start, opened together or not at all."""

from __future__ import annotations

import os
import threading
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from gateway.config.models import SuppressionConfig
from gateway.errors import ConfigError, StoreUnavailable
from gateway.stores import Stores
from suppression.channel import Channel
from suppression.entry import Reason
from suppression.keys import email_key
from tests.contract.spool.make import CLERK, delivery, opt_out, receipt
from tests.make_gateway import NOW, config

if TYPE_CHECKING:
    from pathlib import Path

    from gateway.config.models import Config


def stores(settings: Config) -> Stores:
    return Stores(settings, clock=lambda: NOW)


async def test_what_was_stored_is_there_after_a_restart(tmp_path: Path) -> None:
    settings = config(data_dir=tmp_path / "data")
    first = stores(settings)
    first.open()
    await first.suppression.add(opt_out("ann@example.net", at=NOW - timedelta(days=1)), CLERK)
    key = await first.credentials.add("shop", ["send"])
    token = first.token_keys.mint(1, 2)
    first.close()
    again = stores(settings)
    again.open()
    found = await again.suppression.blocking([email_key("ann@example.net")], Channel.EMAIL, NOW)
    holder = again.credentials.verify(key.secret)
    again.close()
    assert [bool(entries) for entries in found.values()] == [True]
    assert holder is not None
    assert again.token_keys.read(token) is not None
    assert again.pepper == first.pepper


async def test_no_new_list_takes_the_place_of_one_that_is_gone(tmp_path: Path) -> None:
    settings = config(data_dir=tmp_path / "data")
    first = stores(settings)
    first.open()
    await first.suppression.add(opt_out("ann@example.net", at=NOW), CLERK)
    first.close()
    (tmp_path / "data" / "suppression.db").rename(tmp_path / "aside.db")
    with pytest.raises(StoreUnavailable, match=r"suppression\.db is gone, with all opt-outs"):
        stores(settings).open()
    (tmp_path / "aside.db").rename(tmp_path / "data" / "suppression.db")
    again = stores(settings)
    again.open()
    found = await again.suppression.blocking([email_key("ann@example.net")], Channel.EMAIL, NOW)
    again.close()
    assert [bool(entries) for entries in found.values()] == [True]


def test_a_list_that_is_empty_beside_anything_else_is_gone(tmp_path: Path) -> None:
    settings = config(data_dir=tmp_path / "data")
    first = stores(settings)
    first.open()
    first.close()
    for name in ("suppression.db", "messages.db"):
        (tmp_path / "data" / name).write_bytes(b"")  # as a copy on a full disk leaves it
    (tmp_path / "data" / "messages.db").unlink()
    with pytest.raises(StoreUnavailable, match=r"while credentials\.db is there"):
        stores(settings).open()


def test_a_first_start_that_was_cut_off_is_taken_up(tmp_path: Path) -> None:
    settings = config(data_dir=tmp_path / "data")
    first = stores(settings)
    (tmp_path / "data" / "suppression.db").touch(0o600)
    first.open()
    first.close()


async def test_an_erased_person_is_stopped_after_a_restart_in_list_and_spool(
    tmp_path: Path,
) -> None:
    settings = config(data_dir=tmp_path / "data")
    ann = email_key("ann@example.net")
    first = stores(settings)
    first.open()
    await first.spool.accept(receipt(delivery("ann@example.net"), at=NOW))
    await first.suppression.erase(ann, by=CLERK)
    first.close()
    again = stores(settings)
    again.open()
    found = await again.suppression.blocking([ann], Channel.EMAIL, NOW)
    claimed = await again.spool.claim({"out": 1}, limit=1, lease_s=60)
    again.close()
    assert [entry.reason for entry in found[ann]] == [Reason.ERASED]
    assert claimed == ()


async def test_bounces_stop_an_address_for_as_long_as_configured(tmp_path: Path) -> None:
    wanted = SuppressionConfig(hard_bounce_expires=timedelta(days=3))
    opened = stores(config(data_dir=tmp_path / "data", suppression=wanted))
    opened.open()
    bounce = opt_out("ann@example.net", reason=Reason.HARD_BOUNCE, at=NOW)
    entry, _ = await opened.suppression.add(bounce, CLERK)
    opened.close()
    assert entry.expires_at == NOW + timedelta(days=3)


async def test_the_data_is_its_owner_s_alone(tmp_path: Path) -> None:
    opened = stores(config(data_dir=tmp_path / "data"))
    opened.open()
    opened.close()
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
    assert {f.name for f in (tmp_path / "data").glob("*.db")} == {
        "suppression.db", "messages.db", "credentials.db", "users.db", "privacy.db",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["suppression.db", "messages.db", "credentials.db"])
async def test_when_one_file_cannot_be_opened_none_stays_open(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    before = threading.active_count()
    with pytest.raises(StoreUnavailable, match=name):
        stores(config(data_dir=tmp_path)).open()
    assert threading.active_count() == before


def test_a_bad_secret_is_found_before_anything_is_opened(tmp_path: Path) -> None:
    stores(config(data_dir=tmp_path))
    (tmp_path / "secrets" / "pepper").chmod(0o644)
    with pytest.raises(ConfigError, match="chmod 600"):
        stores(config(data_dir=tmp_path))
    assert not list(tmp_path.glob("*.db"))


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        (SuppressionConfig(), {"ann.lee+news@example.net"}),
        (SuppressionConfig(match_subaddress=False), set()),
        (
            SuppressionConfig(ignore_dots=("Example.NET",)),
            {"ann.lee+news@example.net", "a.nnlee@example.net"},
        ),
    ],
)
async def test_opt_outs_are_matched_as_widely_as_the_configuration_says(
    tmp_path: Path, settings: SuppressionConfig, found: set[str]
) -> None:
    opened = stores(config(data_dir=tmp_path, suppression=settings))
    opened.open()
    await opened.suppression.add(opt_out("ann.lee@example.net", at=NOW - timedelta(days=1)), CLERK)
    keys = [email_key("ann.lee+news@example.net"), email_key("a.nnlee@example.net")]
    blocked = await opened.suppression.blocking(keys, Channel.EMAIL, NOW)
    opened.close()
    assert {key for key, entries in blocked.items() if entries} == found


def test_copies_of_before_an_upgrade_are_kept_for_a_week(tmp_path: Path) -> None:
    opened = stores(config(data_dir=tmp_path / "data"))
    for days, name in ((6, "messages.before-9.db"), (8, "suppression.before-9.db")):
        copy = tmp_path / "data" / name
        copy.write_bytes(b"")
        at = (NOW - timedelta(days=days)).timestamp()
        os.utime(copy, (at, at))
    opened.forget_copies()
    assert [copy.name for copy in (tmp_path / "data").glob("*.db")] == ["messages.before-9.db"]


async def test_no_copy_of_before_an_upgrade_outlives_an_erasure(tmp_path: Path) -> None:
    opened = stores(config(data_dir=tmp_path / "data"))
    opened.open()
    copy = tmp_path / "data" / "messages.before-9.db"
    copy.write_bytes(b"")
    os.utime(copy, (NOW.timestamp(), NOW.timestamp()))
    await opened.empty_logs()
    opened.close()
    assert not copy.exists()
