"""The DKIM keys of the configuration, read once: loading one costs a hundred signatures.

**Failures:** a key that cannot be read or is too short raises `ConfigError` with every such key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from filters.email.dkim.signing import DkimKey
from filters.email.dkim.verification import signs_well
from gateway.delivery.copies import Signer
from gateway.errors import ConfigError, Problem
from suppression.keys import domain_key

if TYPE_CHECKING:
    from gateway.config.models import Config, DkimKeyConfig


def load_signers(config: Config) -> dict[str, Signer]:
    """Return what each sender identity signs with, by its name."""
    problems: list[Problem] = []
    signers: dict[str, Signer] = {}
    for sender in config.sender:
        keys = [_load(sender.name, key, problems) for key in sender.dkim]
        signers[sender.name] = Signer(
            domains=frozenset(domain_key(d).removeprefix("@") for d in sender.domains),
            keys=tuple(key for key in keys if key is not None),
            must_sign=sender.dkim_missing == "refuse",
        )
    if problems:
        raise ConfigError(tuple(problems))
    return signers


def _load(sender: str, key: DkimKeyConfig, problems: list[Problem]) -> DkimKey | None:
    try:
        loaded = DkimKey.load(key.selector, key.key_file.read_bytes())
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
    else:
        if signs_well(loaded):
            return loaded
        why = f"the DKIM key {key.selector!r} signs what does not verify"
    problems.append(Problem(str(key.key_file), 0, f"the DKIM key of sender {sender}", str(why)))
    return None
