"""The secrets the gateway makes: once, for its owner alone, and never guessed at when damaged."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from gateway.errors import ConfigError
from gateway.secret_files import (
    load_erasure_secrets,
    load_pepper,
    load_token_keys,
    read_secret,
    rotate_token_keys,
    write_secret,
)
from suppression.keys import email_key

if TYPE_CHECKING:
    from pathlib import Path


def test_the_pepper_is_made_once(tmp_path: Path) -> None:
    first = load_pepper(tmp_path)
    assert load_pepper(tmp_path) == first
    assert load_pepper(tmp_path / "elsewhere") != first


def test_token_keys_are_made_once(tmp_path: Path) -> None:
    token = load_token_keys(tmp_path).mint(7, 9)
    claims = load_token_keys(tmp_path).read(token)
    assert claims is not None
    assert (claims.grant_id, claims.message) == (7, 9)


def test_the_newest_key_signs_and_old_links_still_work(tmp_path: Path) -> None:
    old = load_token_keys(tmp_path).mint(7, 9)
    file = tmp_path / "secrets" / "token-keys.json"
    keys = json.loads(file.read_text())
    write_secret(file, json.dumps({"2": "ab" * 32, **keys}))
    both = load_token_keys(tmp_path)
    assert both.current == 2
    assert both.read(old) is not None
    new = both.read(both.mint(7, 9))
    assert new is not None
    assert new.key_id == 2


def test_erased_people_are_found_after_a_new_secret_was_added(tmp_path: Path) -> None:
    ann = email_key("ann@example.com")
    old = load_erasure_secrets(tmp_path)
    file = tmp_path / "secrets" / "erasure-keys.json"
    write_secret(file, json.dumps({"99999999999": "ab" * 32, **json.loads(file.read_text())}))
    both = load_erasure_secrets(tmp_path)
    assert both.hashed(ann).startswith("hmac:99999999999:")
    form = old.hashed(ann).rpartition(":")[0]
    assert both.made_as(form, ann) == old.hashed(ann)


def test_a_secret_of_erased_people_that_was_lost_is_missed(tmp_path: Path) -> None:
    ann = email_key("ann@example.com")
    lost = load_erasure_secrets(tmp_path / "before").hashed(ann)
    (file,) = (tmp_path / "before" / "secrets").iterdir()
    ((number, _),) = json.loads(file.read_text()).items()
    write_secret(file, json.dumps({str(int(number) + 1): "ab" * 32}))
    assert not load_erasure_secrets(tmp_path / "before").knows(lost)


@pytest.mark.parametrize(
    "content", ["{}", "[1]", '{"1": "ab"}', '{"-1": "' + "ab" * 32 + '"}', "x"]
)
def test_damaged_secrets_of_erased_people_are_not_guessed_at(tmp_path: Path, content: str) -> None:
    write_secret(tmp_path / "secrets" / "erasure-keys.json", content)
    with pytest.raises(ConfigError, match="damaged"):
        load_erasure_secrets(tmp_path)


def test_secrets_are_for_their_owner_alone(tmp_path: Path) -> None:
    load_pepper(tmp_path)
    folder = tmp_path / "secrets"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert [(each.name, each.stat().st_mode & 0o777) for each in folder.iterdir()] == [
        ("pepper", 0o600)
    ]


def test_what_systemd_hands_over_may_look_like_a_group_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    credential = tmp_path / "credentials" / "smarthost"
    credential.parent.mkdir()
    credential.write_text("secret\n")
    credential.chmod(0o440)
    with pytest.raises(ConfigError):
        read_secret(credential)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(credential.parent))
    assert read_secret(credential) == "secret"
    credential.chmod(0o444)
    with pytest.raises(ConfigError):
        read_secret(credential)
    elsewhere = tmp_path / "smarthost"
    elsewhere.write_text("secret\n")
    elsewhere.chmod(0o440)
    with pytest.raises(ConfigError):
        read_secret(elsewhere)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620])
def test_a_secret_that_others_may_open_is_not_used(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "key"
    write_secret(file, "secret")
    file.chmod(mode)
    with pytest.raises(ConfigError, match="chmod 600") as caught:
        read_secret(file)
    assert caught.value.problems[0].file == str(file)


def test_a_secret_is_read_without_its_line_end(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "key"
    write_secret(file, "secret")
    assert read_secret(file) == "secret"


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_a_secret_that_cannot_be_read_says_so(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "key"
    if content is not None:
        write_secret(file, "")
        file.write_bytes(content)
    with pytest.raises(ConfigError, match="cannot be read"):
        read_secret(file)


def test_a_secret_is_replaced_whole_and_leaves_nothing_behind(tmp_path: Path) -> None:
    file = tmp_path / "key"
    write_secret(file, "one")
    write_secret(file, "two")
    assert read_secret(file) == "two"
    assert [each.name for each in tmp_path.iterdir()] == ["key"]


def test_a_secret_that_cannot_be_written_says_where(tmp_path: Path) -> None:
    (tmp_path / "secrets").write_text("")
    with pytest.raises(ConfigError, match=r"pepper: cannot be written"):
        load_pepper(tmp_path)


@pytest.mark.parametrize("text", ["", "no hex", "abcd", "ab" * 33])
def test_a_damaged_pepper_is_not_replaced_by_another(tmp_path: Path, text: str) -> None:
    file = tmp_path / "secrets" / "pepper"
    write_secret(file, text)
    with pytest.raises(ConfigError, match="restore it from a backup"):
        load_pepper(tmp_path)
    assert read_secret(file) == text


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "{}", "[]", "null", '"text"', '{"1": 5}', '{"1": "abcd"}',
        f'{{"one": "{"ab" * 32}"}}', f'{{"256": "{"ab" * 32}"}}', f'{{"-1": "{"ab" * 32}"}}',
    ],
)  # fmt: skip
def test_damaged_token_keys_are_not_replaced_by_others(tmp_path: Path, text: str) -> None:
    file = tmp_path / "secrets" / "token-keys.json"
    write_secret(file, text)
    with pytest.raises(ConfigError, match="restore it from a backup"):
        load_token_keys(tmp_path)
    assert read_secret(file) == text


def test_all_who_start_at_once_get_the_same_secrets(tmp_path: Path) -> None:
    for attempt in range(20):
        folder = tmp_path / str(attempt)
        with ThreadPoolExecutor(4) as threads:
            peppers = list(threads.map(load_pepper, [folder] * 4))
        assert len(set(peppers)) == 1


def test_a_renewed_key_signs_and_the_older_ones_open_for_ever(tmp_path: Path) -> None:
    tokens = [load_token_keys(tmp_path).mint(7, 9)]
    for expected in (2, 3):
        assert rotate_token_keys(tmp_path) == expected
        tokens.append(load_token_keys(tmp_path).mint(7, 9))
    keys = load_token_keys(tmp_path)
    claims = [keys.read(token) for token in tokens]
    assert [each.key_id for each in claims if each] == [1, 2, 3]
    file = tmp_path / "secrets" / "token-keys.json"
    assert file.stat().st_mode & 0o777 == 0o600


def test_the_first_renewal_makes_the_first_key_too(tmp_path: Path) -> None:
    assert rotate_token_keys(tmp_path) == 2
    assert sorted(load_token_keys(tmp_path).secrets) == [1, 2]


def test_no_key_is_dropped_where_a_token_has_room_for_no_more(tmp_path: Path) -> None:
    file = tmp_path / "secrets" / "token-keys.json"
    load_token_keys(tmp_path)
    keys = {str(key_id): f"{key_id:064x}" for key_id in range(256)}
    write_secret(file, json.dumps(keys))
    with pytest.raises(ConfigError, match="256 keys"):
        rotate_token_keys(tmp_path)
    assert len(load_token_keys(tmp_path).secrets) == 256


def test_two_renewals_at_once_lose_no_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: rotate_token_keys(tmp_path), range(8)))
    assert sorted(made) == list(range(2, 10))
    assert sorted(load_token_keys(tmp_path).secrets) == list(range(1, 10))
