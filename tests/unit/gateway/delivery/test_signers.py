"""DKIM keys are read once, and every one that cannot be used is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

from gateway.config.models import DkimKeyConfig, SenderConfig
from gateway.delivery.signers import load_signers
from gateway.errors import ConfigError
from tests.make_gateway import config

if TYPE_CHECKING:
    from pathlib import Path


def pem(key: ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


@pytest.fixture
def good(tmp_path: Path) -> Path:
    file = tmp_path / "good.pem"
    file.write_bytes(pem(ed25519.Ed25519PrivateKey.generate()))
    return file


def sender(name: str, *files: Path, domains: tuple[str, ...] = ("example.com",)) -> SenderConfig:
    keys = tuple(DkimKeyConfig(selector=f"s{n}", key_file=f) for n, f in enumerate(files, 1))
    return SenderConfig(name=name, domains=domains, dkim=keys)


def test_an_identity_signs_for_its_domains_with_all_its_keys(good: Path) -> None:
    settings = config(sender=(sender("example", good, good, domains=("Bücher.Example",)),))
    signers = load_signers(settings)
    assert signers["example"].domains == {"xn--bcher-kva.example"}
    assert [key.selector for key in signers["example"].keys] == ["s1", "s2"]


def test_an_identity_without_a_key_signs_nothing(good: Path) -> None:
    settings = config(sender=(sender("example"), sender("outlet", good)))
    assert [name for name, each in load_signers(settings).items() if each.keys] == ["outlet"]


def test_every_key_that_cannot_be_used_is_named_with_its_sender(tmp_path: Path, good: Path) -> None:
    short, garbage = tmp_path / "short.pem", tmp_path / "garbage.pem"
    short.write_bytes(pem(rsa.generate_private_key(65537, 1024)))  # noqa: S505 - too short is the point
    garbage.write_bytes(b"no key")
    missing = tmp_path / "missing.pem"
    settings = config(sender=(sender("example", good, short), sender("outlet", garbage, missing)))
    with pytest.raises(ConfigError) as caught:
        load_signers(settings)
    problems = caught.value.problems
    assert [p.file for p in problems] == [str(short), str(garbage), str(missing)]
    assert [p.path[-7:] for p in problems] == ["example", " outlet", " outlet"]
    assert problems[2].text == "No such file or directory"
    assert b"no key".decode() not in str(caught.value)
