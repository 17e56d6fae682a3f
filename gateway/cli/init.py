"""`optwarden init`: write a commented configuration, never over another one.

**Failures:** a file that is there already, or an answer that is none, ends it before anything is
written.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import rich_click as click

from filters.email.postal_address import is_postal_address
from gateway.cli.dkim_keys import new_key
from gateway.cli.examine import examine
from gateway.cli.new_config import (
    DKIM_FILE,
    LOOPBACK_URL,
    PASSWORD_FILE,
    SELECTOR,
    Answers,
    written,
)
from gateway.cli.session import Session, program
from gateway.config.loader import load, shipped
from gateway.errors import ConfigError
from gateway.secret_files import write_secret
from suppression.errors import MalformedAddressError
from suppression.keys import domain_key, email_key

if TYPE_CHECKING:
    from gateway.errors import Problem

_EXAMPLE: Final = Answers()


@click.command()
@click.argument(
    "folder", metavar="[DIR]", default=".", type=click.Path(file_okay=False, path_type=Path)
)
@click.option(
    "--non-interactive", is_flag=True, help="Ask nothing; what is not given stays an example."
)
@click.option("--company", help="Stands in every footer.")
@click.option(
    "--postal-address", help="Your own, on one line; every commercial email has to name it."
)
@click.option("--contact", help="Where people write who cannot use the link.")
@click.option("--domain", help="Of your From addresses.")
@click.option("--public-url", help="Where people reach the unsubscribe page; https.")
@click.option("--host", help="The next hop of email; without one it is written to a folder.")
@click.option("--port", type=click.IntRange(1, 65535), help="Of the next hop; else 587.")
@click.option("--user", help="To log in there.")
@click.option(
    "--password-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The password to log in with; its content is copied.",
)
@click.option("--dkim/--no-dkim", default=None, help="Make a key to sign email with.")
@click.pass_obj
def init(
    session: Session,
    /,
    folder: Path,
    *,
    non_interactive: bool,
    password_file: Path | None,
    **given: Any,  # noqa: ANN401 - an answer an option
) -> None:
    """Write a commented configuration into DIR, asking what it needs to know.

    \b
    Examples:
      optwarden init /etc/optwarden
      optwarden init --non-interactive --company "Shop Ltd" --domain shop.example --dkim
    """  # noqa: D301 - click takes the character itself
    file = folder / "config.toml"
    _refuse_to_replace(file, folder / DKIM_FILE, folder / PASSWORD_FILE)
    answers = _without_asking(given) if non_interactive else _asked(given)
    _examine(answers)
    password = password_file.read_text(encoding="utf-8").strip() if password_file else ""
    if answers.user and not password and not non_interactive:
        password = click.prompt(
            f"Password of {answers.user}; empty: later", default="", show_default=False,
            hide_input=True, err=True,
        )  # fmt: skip
    text = written(shipped().read_text(encoding="utf-8"), answers)
    (folder / "data").mkdir(parents=True, exist_ok=True, mode=0o700)
    if password:
        write_secret(folder / PASSWORD_FILE, password)
    if answers.dkim:
        key = new_key("rsa")
        write_secret(folder / DKIM_FILE, key.pem)
        session.say(f"publish this record in the DNS of {answers.domain}:")
        click.echo(key.record(SELECTOR, answers.domain))
    with file.open("x", encoding="utf-8") as handle:
        handle.write(text)
    _say_what_is_next(session, file)


def _refuse_to_replace(*files: Path) -> None:
    for file in files:
        if file.exists():
            message = f"{file} exists and is not overwritten: name another folder"
            raise click.UsageError(message)


def _without_asking(given: dict[str, Any]) -> Answers:
    return Answers(**{name: value for name, value in given.items() if value is not None})


def _asked(given: dict[str, Any]) -> Answers:
    """Ask for what was not given; what is not answered stays an example."""

    def ask(name: str, question: str, default: Any) -> Any:  # noqa: ANN401 - any answer
        if given[name] is not None:
            return given[name]
        kind = click.IntRange(1, 65535) if isinstance(default, int) else str
        return click.prompt(
            question, default=default, type=kind, err=True, show_default=bool(default)
        )

    host = ""
    answers: dict[str, Any] = {
        "company": ask("company", "Company, as it stands in footers", _EXAMPLE.company),
        "postal_address": ask(
            "postal_address", "Postal address, on one line", _EXAMPLE.postal_address
        ),
        "domain": (domain := ask("domain", "Domain of your From addresses", _EXAMPLE.domain)),
        "contact": ask("contact", "Address people can write to", f"support@{domain}"),
        "public_url": ask("public_url", "URL of the unsubscribe page (https)", LOOPBACK_URL),
        "host": (host := ask("host", "Next hop of email; empty: a folder", "")),
    }
    if host:
        answers["port"] = ask("port", "Its port", _EXAMPLE.port)
        answers["user"] = ask("user", "User to log in as; empty: none", "")
    dkim = given["dkim"]
    answers["dkim"] = (
        click.confirm("Make a DKIM key to sign with", default=True, err=True)
        if dkim is None
        else dkim
    )
    return Answers(**answers)


def _examine(answers: Answers) -> None:
    """Refuse answers that the configuration could not hold.

    Raises:
        UsageError: one is wrong.
    """
    try:
        domain_key(answers.domain)
        email_key(answers.contact)
    except MalformedAddressError as error:
        raise click.UsageError(str(error)) from error
    if not answers.public_url.startswith(("http://", "https://")):
        message = f"{answers.public_url!r} is no URL: write https://mail.example.com"
        raise click.UsageError(message)
    if not answers.company.strip():
        message = "--company is empty: every commercial email has to say it"
        raise click.UsageError(message)
    if not is_postal_address(answers.postal_address):
        message = (
            "--postal-address is none: every commercial email has to say street or box, and town"
        )
        raise click.UsageError(message)


def _say_what_is_next(session: Session, file: Path) -> None:
    """Say what is missing before it can start, and the commands to go on with."""
    session.say(f"wrote {file}")
    missing = _problems(file)
    if missing:
        session.say("still missing:")
        for problem in missing:
            session.say(f"  {problem}")
    command = program() if file == Path("config.toml") else f"{program()} --config {file}"
    session.say("next:")
    for words in ("config check", "keys add --submitter local", "serve"):
        click.echo(f"  {command} {words}", file=sys.stderr)


def _problems(file: Path) -> tuple[Problem, ...]:
    try:
        examine(load(file, {}))
    except ConfigError as error:
        return error.problems
    return ()
