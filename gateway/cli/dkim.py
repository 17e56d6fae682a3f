"""`optwarden dkim`: make the keys that sign email, and the DNS records that publish them."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Final

import rich_click as click
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

from gateway.cli.session import Session
from gateway.secret_files import write_secret

_RSA_BITS: Final = 2048  # RFC 8301 3.2; longer keys do not fit one UDP answer
_TXT_CHARACTERS: Final = 255  # RFC 1035 3.3: of one string of a TXT record


@click.group()
def dkim() -> None:
    """The keys that sign email (RFC 6376), and the DNS records that publish them."""


@dkim.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--type", "kind", type=click.Choice(["rsa", "ed25519"]), default="rsa", show_default=True
)
@click.option("--selector", default="s1", show_default=True)
@click.option("--domain", default="example.com", show_default=True, help="Your From domain.")
def keygen(file: Path, kind: str, selector: str, domain: str) -> None:
    """Make a key in FILE, readable by its owner only, and print its DNS record."""
    if file.exists():
        message = f"{file} exists; a key in use must not be lost: name another file"
        raise click.UsageError(message)
    key: rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey
    if kind == "rsa":
        key = rsa.generate_private_key(public_exponent=65537, key_size=_RSA_BITS)
    else:
        key = ed25519.Ed25519PrivateKey.generate()
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    write_secret(file, pem.decode().strip())
    click.echo(_record(key, selector, domain))
    table = f'dkim = [{{ selector = "{selector}", key_file = "{file}" }}]'
    click.echo(f"Publish the record above, then put into the [[sender]]: {table}", err=True)


@dkim.command("show-dns")
@click.pass_obj
def show_dns(session: Session) -> None:
    """Print the DNS record of every key in the configuration."""
    for sender in session.config.sender:
        for key in sender.dkim:
            loaded = serialization.load_pem_private_key(key.key_file.read_bytes(), None)
            if not isinstance(loaded, (rsa.RSAPrivateKey, ed25519.Ed25519PrivateKey)):
                message = f"{key.key_file} is neither an RSA nor an Ed25519 key"
                raise click.UsageError(message)
            for domain in sender.domains:
                click.echo(_record(loaded, key.selector, domain))


def _record(key: rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey, selector: str, domain: str) -> str:
    """Return the TXT record that publishes a key (RFC 6376 3.6.1, RFC 8463 4)."""
    if isinstance(key, rsa.RSAPrivateKey):
        kind = "rsa"
        public = key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    else:
        kind = "ed25519"
        public = key.public_key().public_bytes(
            serialization.Encoding.Raw, serialization.PublicFormat.Raw
        )
    value = f"v=DKIM1; k={kind}; p={base64.b64encode(public).decode()}"
    pieces = range(0, len(value), _TXT_CHARACTERS)
    strings = " ".join(f'"{value[i : i + _TXT_CHARACTERS]}"' for i in pieces)
    return f"{selector}._domainkey.{domain}. IN TXT ( {strings} )"
