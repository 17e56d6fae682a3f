"""Whatever a client says: no hang, no mistake of ours, no reply that is none, nothing of it echoed.

Conversations are made of whole commands, broken ones and noise by a seeded generator (`FUZZ_SEED`,
named by a failure), cut into pieces anywhere, for `FUZZ_SECONDS`.
"""

from __future__ import annotations

import os
import random
import re
import time
from typing import TYPE_CHECKING, Any, Final

from structlog.testing import capture_logs

from gateway.admission import Room
from gateway.commons import Commons
from gateway.smtp.limits import Pace
from tests.contract.smtp.edge import KEY, OURS, plain
from tests.contract.smtp.wire import Caller, wired

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS: Final = float(os.environ.get("FUZZ_SECONDS", "3"))
SEED: Final = int(os.environ.get("FUZZ_SEED", "0")) or random.SystemRandom().randrange(1 << 32)
CANARY: Final = b"hunter2"
PACE: Final = Pace(
    penalty_s=0.0, linger_s=0.0, soft_errors=50, hard_errors=60, failed_logins=10,
)  # fmt: skip
ROOM_BYTES: Final = 1 << 16
COMMONS: Final = Commons(room=Room(ROOM_BYTES))
KEYS: Final[dict[str, Any]] = {"max_size": "8 KiB", "xforward_networks": ("127.0.0.0/8",)}
REPLY: Final = re.compile(
    rb"(?:220|221|235|250|252|334|354|421|4[0-9]{2}|5[0-9]{2}|214)[ -][ -~]{0,508}\r\n"
)
STATUS: Final = re.compile(rb"[245]\.\d{1,3}\.\d{1,3} ")
VERBS: Final = (
    b"EHLO", b"HELO", b"mail from:", b"RCPT TO:", b"DATA", b"AUTH", b"STARTTLS", b"RSET", b"NOOP",
    b"HELP", b"VRFY", b"EXPN", b"QUIT", b"XFORWARD", b"PROXY", b"BDAT", b"LHLO", b"GET", b"VERB",
    b"ETRN", b"TURN", b"",
)  # fmt: skip
GOOD: Final = (
    b"EHLO client.example.com\r\n", b"HELO x\r\n", b"MAIL FROM:<a@example.com>\r\n",
    b"MAIL FROM:<> SIZE=100 BODY=8BITMIME\r\n", b"RCPT TO:<b@example.org>\r\n",
    b"RCPT TO:<" + OURS.encode() + b">\r\n", b"DATA\r\n", b"DATA\r\n", b"DATA\r\n", b"NOOP\r\n",
    b"RSET\r\n", b"AUTH PLAIN " + plain("local", KEY) + b"\r\n", b"AUTH LOGIN\r\n",
    b"MAIL FROM:<\xc3\xa4@example.com> SMTPUTF8 RET=FULL ENVID=x\r\n",
    b"RCPT TO:<\xc3\xb6@example.org> NOTIFY=SUCCESS,FAILURE ORCPT=utf-8;\xc3\xb6@b\r\n",
    b"XFORWARD ADDR=192.0.2.7 IDENT=x\r\n", b"AUTH PLAIN\r\n", b"bG9jYWw=\r\n", b"*\r\n",
    b"Subject: x\r\n\r\nbody\r\n.\r\n",
    b"..x\r\n", b".\r\n",
)  # fmt: skip
ARGUMENTS: Final = (
    b"<a@example.com>", b"<hunter2@example.org>", b'<"hunter2"@example.org>', b"<@x:hunter2@y>",
    b" SIZE=", b"99999999999999999999999", b" NOTIFY=NEVER", b" SMTPUTF8", b" ORCPT=rfc822;hunter2",
    b" RET=FULL", b" ENVID=hunter2", b" AUTH=<>", b"\xc3\xa4@\xc3\xb6.example", b"\xff", b"\0",
    b"\r", b"\n", b"\r\n", b".", b"..", b"<", b">", b'"', b"\\", b"@", b"%", b" ", b"=", b"+zz",
    b"hunter2", b"=?utf-8?q?hunter2?=", b"A" * 100, b"A" * 600, b"A" * 5000, b"\x16\x03\x01",
)  # fmt: skip


def conversation(source: random.Random) -> bytes:
    """Return what one client says."""
    return b"".join(_sentence(source) for _ in range(source.randrange(1, 30)))


def _sentence(source: random.Random) -> bytes:
    kind = source.random()
    if kind < 0.55:
        return source.choice(GOOD)
    if kind < 0.9:
        words = b"".join(source.choices(ARGUMENTS, k=source.randrange(4)))
        end = source.choices((b"\r\n", b"\n", b"\r\r\n", b""), (20, 1, 1, 1))[0]
        return source.choice(VERBS) + source.choice((b" ", b"", b"  ")) + words + end
    if kind < 0.97:
        good = bytearray(source.choice(GOOD))
        good[source.randrange(len(good))] = source.randrange(256)
        return bytes(good)
    return source.randbytes(source.randrange(200))


def pieces(source: random.Random, said: bytes) -> list[bytes]:
    """Cut what is said anywhere, or at the ends of lines as clients do."""
    if source.random() < 0.5:
        return said.splitlines(keepends=True)
    places = sorted(source.choices(range(len(said) + 1), k=source.randrange(6)))
    return [said[a:b] for a, b in zip([0, *places], [*places, len(said)], strict=True)]


async def test_no_conversation_breaks_a_session(
    record_property: Callable[[str, object], None],
) -> None:
    source = random.Random(SEED)  # noqa: S311 - to be repeated, not to be secret
    done = 0
    with capture_logs() as lines:
        for role in ("submission", "inbound"):
            until = time.monotonic() + SECONDS / 2
            async with wired(role=role, pace=PACE, commons=COMMONS, **KEYS) as running:
                while time.monotonic() < until:
                    running.desk.taken.clear()
                    running.post.taken.clear()
                    caller = Caller(running.terms)
                    said = conversation(source)
                    await caller.say(*pieces(source, said))
                    accepted = len(running.desk.taken) + len(running.post.taken)
                    _look_at(bytes(caller.wire.said), accepted, said)
                    for raw in (*running.desk.bodies, *(mail.raw for mail in running.post.taken)):
                        assert not set(raw.replace(b"\r\n", b"")) & set(b"\r\n\0"), said
                    caller.hang_up()
                    await running.over()
                    assert COMMONS.room.take(ROOM_BYTES), said
                    COMMONS.room.give_back(ROOM_BYTES)
                    done += 1
    broken = [line for line in lines if line["log_level"] == "error"]
    assert broken == [], f"FUZZ_SEED={SEED}"
    assert CANARY.decode() not in str(lines)
    record_property("acknowledged", done)
    assert done > 20 * SECONDS


def _look_at(replies: bytes, accepted: int, said: bytes) -> None:
    told = f"FUZZ_SEED={SEED} {said!r} {replies!r}"
    lines = replies.splitlines(keepends=True)
    assert all(REPLY.fullmatch(line) for line in lines), told
    assert CANARY not in replies, told
    assert replies.count(b"250 2.0.0 Queued as") + replies.count(b"250 2.0.0 Taken as") == accepted
    plain_ones = (b"220 ", b"334 ", b"354 ", b"250-", b"250 mx", b"250 ENH", b"250 AUTH", b"250 XF")
    for line in lines:
        assert line.startswith(plain_ones) or STATUS.match(line[4:]), told
