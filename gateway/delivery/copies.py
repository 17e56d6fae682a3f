"""The bytes that leave: the plan filled in for one claim, signed last, the signature verified.

**Failures:** a signature that does not verify is `Unproven` 4.3.0, one that is missing and may not
be is `Unproven` 4.7.5: nothing leaves like that.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from filters.email.dkim.signing import DkimKey, sign
from filters.email.dkim.verification import verifies
from filters.email.seven_bit import has_dkim_signature, in_seven_bits
from filters.message import Category
from filters.plan import render
from gateway.errors import Unproven
from gateway.log import log_failed_proofs
from gateway.metrics import counts
from gateway.off_loop import off_loop
from gateway.queue_id import decode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from gateway.spool.model import Claimed
    from suppression.tokens import TokenKeys

_THREADS: Final = 2
_LARGE: Final = 256 << 10
"""From here on hashing the body would keep the event loop waiting, so a thread does it.

Below, threads do not pay: a signature takes 0.25 ms either way, and a thread that comes back from
RSA waits for the GIL as long as it saved (measured on two CPUs and on one, single and in batches).
Verifying it takes 0.06 ms more, in a newsletter of 6 kB.
"""

_UNVERIFIED: Final = "our own DKIM signature does not verify"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """What a sender identity signs with."""

    domains: frozenset[str]  # A-labels, lower case
    keys: tuple[DkimKey, ...]
    must_sign: bool = False  # no commercial mail leaves without a signature


class Copies:
    """Renders and signs the copy of a claim."""

    def __init__(
        self, signers: Mapping[str, Signer], token_keys: TokenKeys, clock: Callable[[], datetime]
    ) -> None:
        """Sign for these sender identities, by their names."""
        self._signers = signers
        self._token_keys = token_keys
        self._clock = clock
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="dkim")

    async def render(self, claimed: Claimed, *, seven_bits: bool = False) -> bytes:
        """Return the copy, with the recipient's token and the signatures of its From domain.

        `seven_bits`: written for a next hop that takes no 8-bit content, as far as that may be.

        Raises:
            Unproven: a signature does not verify in these bytes, or is missing and may not be.
        """
        token = ""
        if claimed.plan.is_personal:
            token = self._token_keys.mint(claimed.grant_id, decode(claimed.queue_id))
        copy = await off_loop(len(claimed.raw), lambda: render(claimed.raw, claimed.plan, token))
        loop = asyncio.get_running_loop()
        signer = self._signer_of(claimed)
        # a personal copy has another body than was signed; ours is made after the conversion
        breaks_nothing = signer is not None or claimed.plan.is_personal
        if seven_bits:
            copy = await loop.run_in_executor(self._threads, _converted, copy, breaks_nothing)
        if signer is None:
            return copy
        at = int(self._clock().timestamp())
        work = partial(_signed, copy, claimed.header_from, signer.keys, at)
        is_large = len(copy) >= _LARGE
        signed = await loop.run_in_executor(self._threads, work) if is_large else work()
        if not signed:
            counts.PROOFS_FAILED.inc()
            log_failed_proofs(claimed.queue_id, ((_UNVERIFIED,),))
            raise Unproven(_UNVERIFIED, status="4.3.0")
        return signed

    def _signer_of(self, claimed: Claimed) -> Signer | None:
        """Return who signs a copy; nobody what is observed, for a signature vouches for it.

        Raises:
            Unproven: commercial mail that no sender identity of today lets leave unsigned.
        """
        if claimed.is_observed or not (claimed.identity and claimed.header_from):
            return None
        known = self._known(claimed)
        signer = next((each for each in known if each.keys), None)
        is_commercial = claimed.category == Category.COMMERCIAL
        # of a domain that is nobody's today nothing commercial would be taken, either
        if signer is None and is_commercial and (not known or any(s.must_sign for s in known)):
            why = f"no sender identity signs for {claimed.header_from} any more"
            raise Unproven(why, status="4.7.5")
        return signer

    def _known(self, claimed: Claimed) -> Sequence[Signer]:
        """Return whom a message is from today: it may have waited since they had another name."""
        named = self._signers.get(claimed.identity)
        if named is not None and claimed.header_from in named.domains:
            return (named,)
        return [each for each in self._signers.values() if claimed.header_from in each.domains]

    def close(self) -> None:
        """Wait for the signatures under way."""
        self._threads.shutdown()


def _signed(copy: bytes, domain: str, keys: Sequence[DkimKey], at: int) -> bytes:
    """Return a copy with its signatures; nothing where one does not verify in what would leave."""
    signed = sign(copy, domain, keys, at) + copy
    return signed if verifies(signed, keys) else b""


def _converted(copy: bytes, breaks_nothing: bool) -> bytes:  # noqa: FBT001 - an executor calls it
    return in_seven_bits(copy) if breaks_nothing or not has_dkim_signature(copy) else copy
