"""What DNS says of the domains that mail is from: SPF, DKIM, DMARC, and where mail to us goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gateway.cli.dkim_keys import read_key
from gateway.config.addresses import is_loopback
from gateway.doctor import spf
from gateway.doctor.answer import Answer, fault, fine, warning
from gateway.doctor.names import NoAnswer
from gateway.doctor.tags import tags

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from gateway.config.models import Config, DkimKeyConfig, SenderConfig
    from gateway.doctor.names import Names

_POLICIES: Final = ("none", "quarantine", "reject")


async def check_domains(config: Config, names: Names) -> AsyncIterator[Answer]:
    """Look at every domain of every sender, and at that of our own addresses."""
    hops = {
        route.host for route in config.route if route.kind == "smtp" and not is_loopback(route.host)
    }
    if not hops:
        yield fine("dns", "route", "mail leaves to this machine or a folder alone: no domain asked")
        return
    for sender in config.sender:
        for domain in sender.domains:
            for look in (
                _spf(names, domain, sorted(hops)),
                _dkim(names, domain, sender),
                _dmarc(names, domain, sender),
            ):
                try:
                    async for answer in look:
                        yield answer
                except NoAnswer as error:
                    yield _unanswered(domain, error)
    if config.public.mail_domain:
        try:
            yield await _mail_exchanger(names, config.public.mail_domain)
        except NoAnswer as error:
            yield _unanswered(config.public.mail_domain, error)


async def _spf(names: Names, domain: str, hops: list[str]) -> AsyncIterator[Answer]:
    own = spf.records(await names.texts(domain))
    if len(own) != 1:
        what = "has no SPF record" if not own else f"has {len(own)} SPF records, so none counts"
        mend = 'publish one TXT record that begins with "v=spf1" (RFC 7208 3.2)'
        yield (fault if own else warning)("spf", domain, what, mend)
        return
    found = await spf.reach(names, domain)
    if found.broken:
        yield fault("spf", domain, f"cannot be followed: {'; '.join(found.broken)}", "mend it")
        return
    if found.ends == "+":
        what = 'ends with "+all": anybody may send as it'
        yield fault("spf", domain, what, 'let it end with "~all" or "-all"')
        return
    for hop in hops:
        if found.lets(hop, await names.addresses(hop)):
            yield fine("spf", domain, f"lets {hop} send")
        else:
            what = f"names neither {hop} nor whoever it is of"
            mend = f"add what the provider of {hop} says (include:…), if it sends to the world"
            yield warning("spf", domain, what, mend)


async def _dkim(names: Names, domain: str, sender: SenderConfig) -> AsyncIterator[Answer]:
    if not sender.dkim:
        what = "mail is not signed, so it counts as yours by SPF alone and not once forwarded"
        yield warning("dkim", domain, what, "optwarden dkim keygen, then dkim = […] in the sender")
    for key in sender.dkim:
        yield await _published(names, domain, key)


async def _published(names: Names, domain: str, key: DkimKeyConfig) -> Answer:
    """Compare what is published with the key that signs (RFC 6376 3.6.1)."""
    name = f"{key.selector}._domainkey.{domain}"
    try:
        ours = read_key(key.key_file.read_bytes())
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        return fault("dkim", name, f"its private key cannot be read: {why}", "restore the key")
    texts = [each for each in await names.texts(name) if "p" in tags(each)]
    publish = "publish what `optwarden dkim show-dns` prints"
    if len(texts) != 1:
        what = "is not published" if not texts else f"has {len(texts)} records, so none counts"
        return fault("dkim", name, what, publish)
    found = tags(texts[0])
    if what := _difference(found, tags(ours.published)):
        return fault("dkim", name, what, publish)
    if "y" in found.get("t", "").split(":"):
        what = "says that it is a test (t=y): signatures count for nothing"
        return warning("dkim", name, what, "take t=y out")
    return fine("dkim", name, "is the key that signs")


def _difference(found: Mapping[str, str], wanted: Mapping[str, str]) -> str:
    """Say why what is published verifies no signature of ours; "" where it does."""
    if not found["p"]:
        return "is revoked: p is empty"
    if found["p"] != wanted["p"] or found.get("k", "rsa") != wanted["k"]:
        return "is another key than the one that signs"
    if "sha256" not in found.get("h", "sha256").split(":"):
        return "does not let mail be signed with SHA-256"
    if not {"*", "email"} & set(found.get("s", "*").split(":")):
        return "is not for email"
    return ""


async def _dmarc(names: Names, domain: str, sender: SenderConfig) -> AsyncIterator[Answer]:
    """Look for a policy, and whether what we do satisfies it (RFC 7489 3.1, 6.6.3)."""
    texts, place = await _policies(names, domain)
    if len(texts) != 1:
        what = "has no DMARC record" if not texts else f"has {len(texts)}, so none counts"
        mend = 'publish "v=DMARC1; p=none" there at least: Google and Yahoo ask for it'
        yield (fault if texts else warning)("dmarc", f"_dmarc.{domain}", what, mend)
        return
    found = tags(texts[0])
    policy = found.get("p", "").lower()
    if policy not in _POLICIES:
        what = f"has no policy that is one: p={policy}"
        yield fault("dmarc", place, what, "p is none, quarantine or reject")
    elif not sender.dkim and policy != "none":
        what = f"asks for {policy}, and mail is not signed here: forwarded, it is lost"
        yield warning("dmarc", place, what, "sign it, or be sure that the next hop does so for it")
    else:
        # d= is the domain of the From field, so it is aligned, strictly too
        how = "signatures are aligned" if sender.dkim else "by SPF alone"
        yield fine("dmarc", place, f"p={policy}; {how}")


async def _policies(names: Names, domain: str) -> tuple[list[str], str]:
    """Return the records that count for a domain: its own, else its organisation's."""
    for each in dict.fromkeys((domain, spf.organisation(domain))):
        place = f"_dmarc.{each}"
        texts = [text for text in await names.texts(place) if tags(text).get("v") == "DMARC1"]
        if texts:
            return texts, place
    return [], ""


async def _mail_exchanger(names: Names, domain: str) -> Answer:
    hosts = await names.mail_hosts(domain)
    if hosts and "." not in hosts:
        return fine("mx", domain, f"mail goes to {', '.join(hosts)}")
    if not hosts and await names.addresses(domain):
        return fine("mx", domain, "mail goes to its own address (RFC 5321 5.1)")
    what = "takes no mail: opt-outs by mail and bounces do not come in"
    return fault("mx", domain, what, "publish an MX record that leads to the inbound listener")


def _unanswered(domain: str, error: NoAnswer) -> Answer:
    return warning("dns", domain, str(error), "look whether this machine can ask DNS, try again")
