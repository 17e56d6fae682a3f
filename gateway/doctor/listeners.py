"""Whether the gateway listens, or could; and whether who connects would trust its certificates.

**Failures:** none; what cannot be bound or reached is an answer.
"""

from __future__ import annotations

import asyncio
import json
import ssl
from contextlib import suppress
from datetime import timedelta
from ipaddress import ip_address
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from cryptography import x509

from gateway.doctor.answer import Answer, fault, fine, warning
from gateway.sockets import ListenError, bind

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from datetime import datetime

    from gateway.config.models import Config, HttpListener, SmtpListener

_WITHIN_S: Final = 5.0
_HANDSHAKE: Final = 4  # rounds; TLS 1.3 takes two
_RENEW: Final = timedelta(days=14)
_READY: Final = b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
_UNKNOWN: Final = b"PROXY UNKNOWN\r\n"  # of the PROXY protocol: it looks whether we live
_ANYWHERE: Final = {"0.0.0.0": "127.0.0.1", "[::]": "::1"}  # noqa: S104 - where we are reached then


def listeners_of(config: Config) -> tuple[SmtpListener | HttpListener, ...]:
    """Return every listener, those for mail first."""
    return (*config.smtp, *config.http)


async def check_listeners(config: Config, *, is_running: bool) -> AsyncIterator[Answer]:
    """Look at every listener: connect where the gateway runs, else bind."""
    for listener in listeners_of(config):
        is_smtp = listener in config.smtp
        if listener.listen.endswith(":0"):
            yield fine("port", listener.listen, "is chosen at the start")
        elif is_running:
            yield await _answers(listener, is_smtp=is_smtp)
        else:
            yield _can_be_bound(listener.listen)


def _can_be_bound(listen: str) -> Answer:
    try:
        bind(listen).close()
    except ListenError as error:
        mend = "stop the other program, or let the gateway listen elsewhere"
        return fault("port", listen, str(error), mend)
    except PermissionError:
        mend = "run it by the unit of packaging/, which may use ports below 1024"
        return fault("port", listen, "may not be used by this user", mend)
    return fine("port", listen, "is free")


async def _answers(listener: SmtpListener | HttpListener, *, is_smtp: bool) -> Answer:
    host, _, port = listener.listen.rpartition(":")
    host = _ANYWHERE.get(host, host.strip("[]"))
    tls = _unverified() if listener.tls in {"implicit", "tls"} else None
    try:
        async with asyncio.timeout(_WITHIN_S):
            reader, writer = await asyncio.open_connection(host, int(port))
            try:
                if is_smtp and _is_trusted(listener, writer):
                    writer.write(_UNKNOWN)
                if tls is not None:
                    await writer.start_tls(tls)
                if is_smtp:
                    return _greeting(listener.listen, await reader.readline())
                writer.write(_READY)
                return _readiness(listener.listen, await reader.read(1 << 16))
            finally:
                writer.transport.abort()
    except (OSError, TimeoutError, ValueError) as error:
        why = str(error) or f"nothing within {_WITHIN_S:g} seconds"
        return fault("port", listener.listen, f"does not answer: {why}", "look into its log")


def _is_trusted(listener: SmtpListener | HttpListener, writer: asyncio.StreamWriter) -> bool:
    """Whether who connects from here is a proxy to a listener, which has it say for whom first."""
    ours = ip_address(writer.get_extra_info("sockname")[0])
    return any(ours in network for network in listener.trusted_proxies)


def _greeting(listen: str, line: bytes) -> Answer:
    if line.startswith(b"220 "):
        return fine("port", listen, "answers")
    said = line.decode("ascii", "replace").strip()
    return fault("port", listen, f"says {said!r} instead of a greeting", "look into its log")


def _readiness(listen: str, answer: bytes) -> Answer:
    head, _, body = answer.partition(b"\r\n\r\n")
    try:
        said = json.loads(body)
    except ValueError:
        what = f"is not answered by the gateway: {head[:40].decode('ascii', 'replace')!r}"
        return fault("port", listen, what, "look what listens there: ss -ltnp")
    broken = [name for name in ("list", "spool", "disk") if not said.get(name)]
    if broken:
        what = f"answers, and cannot accept: {', '.join(broken)}"
        return fault("port", listen, what, "disk space, the owner of data_dir")
    unheard = [each["route"] for each in said.get("unheard", ())]
    if unheard:
        what = f"answers; not heard: {', '.join(unheard)}"
        return warning("port", listen, what, "/readyz says why")
    return fine("port", listen, "answers, and is ready")


def _unverified() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def check_certificates(config: Config, now: datetime) -> Iterator[Answer]:
    """Look at the certificates of the listeners: their time, their names, who vouches for them."""
    url_host = urlsplit(config.public.url).hostname or ""
    for listener in listeners_of(config):
        if listener.tls == "none" or listener.certificate_file is None:
            continue
        name = ""
        if listener in config.smtp:
            name = getattr(listener, "hostname", "")
        elif "public" in getattr(listener, "serves", ()):
            name = url_host
        try:
            chain = x509.load_pem_x509_certificates(listener.certificate_file.read_bytes())
        except (OSError, ValueError) as error:
            where = str(listener.certificate_file)
            yield fault("certificate", where, f"cannot be read: {error}", "name a PEM file")
            continue
        yield from _certificate(listener, chain[0], name, now)


def _certificate(
    listener: SmtpListener | HttpListener, leaf: x509.Certificate, name: str, now: datetime
) -> Iterator[Answer]:
    where = str(listener.certificate_file)
    ends = leaf.not_valid_after_utc
    renew = "renew it, then SIGHUP"
    if not leaf.not_valid_before_utc <= now < ends:
        yield fault("certificate", where, f"is good from {leaf.not_valid_before_utc:%Y-%m-%d}"
                    f" to {ends:%Y-%m-%d}, and not now", renew)  # fmt: skip
        return
    if ends - now < _RENEW:
        yield warning("certificate", where, f"ends on {ends:%Y-%m-%d}", renew)
    if name and not _is_for(leaf, name):
        what = f"is not for {name}, which clients ask for"
        yield fault("certificate", where, what, f"get one for {name}")
        return
    if name and (why := _mistrust(listener, name)):
        mend = "put the intermediate certificates behind it in the same file"
        yield warning("certificate", where, f"no authority of this system vouches for it: {why}",
                      mend)  # fmt: skip
        return
    yield fine("certificate", where, f"is good until {ends:%Y-%m-%d}")


def _is_for(leaf: x509.Certificate, name: str) -> bool:
    try:
        names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return False
    wanted = name.lower()
    found = {each.lower() for each in names.get_values_for_type(x509.DNSName)}
    found |= {str(each) for each in names.get_values_for_type(x509.IPAddress)}
    return wanted in found or f"*.{wanted.partition('.')[2]}" in found


def _mistrust(listener: SmtpListener | HttpListener, name: str) -> str:
    """Say why a client with the authorities of this system would not trust it; "" if it would.

    A client and a server of ours shake hands in memory, so that OpenSSL judges as it will.
    """
    ours, theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    try:
        if listener.certificate_file is None:
            return ""
        ours.load_cert_chain(listener.certificate_file, listener.key_file, password="")
        client = theirs.wrap_bio(to_client, to_server, server_hostname=name)
        server = ours.wrap_bio(to_server, to_client, server_side=True)
        for side in _HANDSHAKE * (client, server):
            with suppress(ssl.SSLWantReadError):
                side.do_handshake()
    except ssl.SSLCertVerificationError as error:
        return error.verify_message
    except (OSError, ValueError) as error:
        return str(error)
    return ""
