"""The programs people send with: each over STARTTLS with a checked name, each with its own key."""

from __future__ import annotations

import smtplib
from typing import TYPE_CHECKING, Final

import pytest

from tests.e2e.mail import ANN, link_of, newsletter
from tests.e2e.peers import need, run, said
from tests.e2e.settings import NEWS, settings

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.authority import Authority
    from tests.e2e.conftest import StartGateway
    from tests.e2e.gateway_process import Gateway
    from tests.e2e.sink import Sink

HOST: Final = "localhost"
NODEMAILER: Final = "nodemailer@7"
SCRIPT: Final = """\
const { createTransport } = require("nodemailer");
const fs = require("fs");
const [port, ca, user, pass, from, to, file] = process.argv.slice(2);
const transport = createTransport({
  host: "localhost", port: Number(port), requireTLS: true, auth: { user, pass },
  tls: { ca: fs.readFileSync(ca) },
});
transport.sendMail({ envelope: { from, to }, raw: fs.readFileSync(file) })
  .then(sent => console.log(sent.response), error => { console.error(error); process.exit(1); });
"""


@pytest.fixture
def gateway(start_gateway: StartGateway, sink: Sink, authority: Authority) -> Gateway:
    tls = f'tls = "starttls"\nauth = "required"\n{authority.tables(HOST, "127.0.0.1")}'
    return start_gateway(settings(sink.port, smtp=tls, networks="[]"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "newsletter.eml"
    path.write_bytes(newsletter(ANN))
    return path


def _arrived(gateway: Gateway, sink: Sink) -> None:
    message = sink.to(ANN).message
    assert link_of(message)
    assert " with ESMTPSA " in " ".join(str(message["Received"]).split())
    gateway.stop()
    assert len(sink.arrived) == 1


def test_smtplib(gateway: Gateway, sink: Sink, authority: Authority, file: Path) -> None:
    with smtplib.SMTP(HOST, gateway.smtp_port, timeout=30) as client:
        client.starttls(context=authority.trusting())
        client.login("local", gateway.key())
        assert client.sendmail(NEWS, [ANN], file.read_bytes()) == {}
    _arrived(gateway, sink)


@pytest.mark.peer
@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN"])
def test_swaks(
    mechanism: str, gateway: Gateway, sink: Sink, authority: Authority, file: Path
) -> None:
    need("swaks")
    if "TLS not available" in said(run("swaks", "--support")):
        pytest.skip("swaks has no TLS: Net::SSLeay is not installed")
    run(
        "swaks", "--server", f"{HOST}:{gateway.smtp_port}", "--tls", "--tls-verify",
        "--tls-ca-path", str(authority.file), "--auth", mechanism, "--auth-user", "local",
        "--auth-password", gateway.key(), "--from", NEWS, "--to", ANN, "--data", f"@{file}",
    )  # fmt: skip
    _arrived(gateway, sink)


@pytest.mark.peer
def test_msmtp(
    gateway: Gateway, sink: Sink, authority: Authority, file: Path, tmp_path: Path
) -> None:
    need("msmtp")
    account = tmp_path / "msmtprc"
    account.touch(mode=0o600)
    account.write_text(
        f"account default\nhost {HOST}\nport {gateway.smtp_port}\nfrom {NEWS}\n"
        f"tls on\ntls_starttls on\ntls_trust_file {authority.file}\n"
        f"auth on\nuser local\npassword {gateway.key()}\n",
        encoding="ascii",
    )
    run("msmtp", f"--file={account}", ANN, stdin=file.read_bytes().replace(b"\r\n", b"\n"))
    _arrived(gateway, sink)


@pytest.mark.peer
def test_nodemailer(
    gateway: Gateway, sink: Sink, authority: Authority, file: Path, tmp_path: Path
) -> None:
    need("node", "npm")
    project = tmp_path / "node"
    project.mkdir()
    (project / "send.js").write_text(SCRIPT, encoding="ascii")
    try:
        run("npm", "install", "--prefix", str(project), "--no-audit", "--no-fund", NODEMAILER)
    except AssertionError:
        pytest.skip("npm cannot install nodemailer here")
    told = run(
        "node", str(project / "send.js"), str(gateway.smtp_port), str(authority.file), "local",
        gateway.key(), NEWS, ANN, str(file),
    )  # fmt: skip
    assert told.stdout.startswith(b"250 2.0.0 ")
    _arrived(gateway, sink)
