"""`optwarden init`: write a commented configuration, never over another one.

**Failures:** a file that is there already, or an answer that is none, ends it before anything is
written; of what cannot be written as a whole nothing stays.
"""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import rich_click as click

from gateway.cli.answers import EXAMPLE, QUESTIONS, Question, accepted, faults
from gateway.cli.dkim_keys import new_key
from gateway.cli.naming import naming
from gateway.cli.new_config import DKIM_FILE, PASSWORD_FILE, SELECTOR, Answers, written
from gateway.cli.session import Session, program
from gateway.config.loader import shipped
from gateway.secret_files import write_secret


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
@click.option("--port", metavar="NUMBER", help="Of the next hop; else 587.")
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
      optwarden init --non-interactive --company "Shop Ltd" --dkim
    """  # noqa: D301 - click takes the character itself
    file = folder / "config.toml"
    _refuse_to_replace(file, folder / DKIM_FILE, folder / PASSWORD_FILE)
    password = _password(password_file)
    wrong = list(faults(given)) if non_interactive else list(faults(_asked_later(given)))
    if password and not given["user"] and non_interactive:
        wrong.append("--password-file: is of a user: name one with --user")
    if given["user"] and not password and non_interactive:
        wrong.append("--password-file: is needed to log in: name a file that holds the password")
    if wrong:
        raise click.UsageError("\n".join(wrong))
    answers = _without_asking(given) if non_interactive else _asked(session, given)
    if answers.user and not password:
        password = _prompt_for_password(answers.user)
    _write(session, folder, answers, password)
    _say_what_is_next(session, file)


def _write(session: Session, folder: Path, answers: Answers, password: str) -> None:
    text = written(shipped().read_text(encoding="utf-8"), answers)
    for name in ("data", "secrets"):
        (folder / name).mkdir(parents=True, exist_ok=True, mode=0o700)
    key = new_key("rsa") if answers.dkim else None
    secrets = {PASSWORD_FILE: password if answers.user else "", DKIM_FILE: key.pem if key else ""}
    with ExitStack() as made:  # half of it would keep the next `init` from writing the whole
        for name, secret in secrets.items():
            if secret:
                made.callback((folder / name).unlink, missing_ok=True)
                with naming(folder / name):
                    write_secret(folder / name, secret)
        file = folder / "config.toml"
        with naming(file), file.open("x", encoding="utf-8") as handle:
            made.callback(file.unlink)
            handle.write(text)
        made.pop_all()
    if key is not None:
        session.say(f"publish this record in the DNS of {answers.domain}:")
        click.echo(key.record(SELECTOR, answers.domain))


def _refuse_to_replace(*files: Path) -> None:
    for file in files:
        if file.exists():
            message = f"{file} exists and is not overwritten: name another folder"
            raise click.UsageError(message)


def _password(file: Path | None) -> str:
    """Return what a password file says, "" without one.

    Raises:
        UsageError: it holds no password.
    """
    if file is None:
        return ""
    try:
        password = file.read_text(encoding="utf-8").strip()
    except UnicodeDecodeError as error:
        message = f"--password-file: {file} is not text in UTF-8"
        raise click.UsageError(message) from error
    if not password or "\n" in password:
        message = f"--password-file: {file} holds no password on one line"
        raise click.UsageError(message)
    return password


def _prompt_for_password(user: str) -> str:
    def given(answer: str) -> str:
        if not answer.strip():
            message = "it is needed to log in; Ctrl-C ends this and writes nothing"
            raise click.UsageError(message)
        return answer.strip()

    said = click.prompt(
        f"Password of {user}", default="", show_default=False, hide_input=True, err=True,
        value_proc=given,
    )  # fmt: skip
    return str(said)


def _asked_later(given: dict[str, Any]) -> dict[str, Any]:
    """Return the answers by option with good ones in the place of those that will be asked for."""
    good = {
        "postal_address": "1 Real Street, Springfield, IL 62701",
        "public_url": "https://mail.example.com",
    }
    host = given["host"] or ("localhost" if given["port"] or given["user"] else None)
    return {**given, "host": host} | {
        name: answer for name, answer in good.items() if given[name] is None
    }


def _without_asking(given: dict[str, Any]) -> Answers:
    said: dict[str, Any] = {}
    for question in QUESTIONS:
        answer = given[question.name]
        default = getattr(EXAMPLE, question.name)
        said[question.name] = accepted(
            question.name, str(default if answer is None else answer), said
        )
    return _answers(said, dkim=bool(given["dkim"]))


def _asked(session: Session, given: dict[str, Any]) -> Answers:
    """Ask for what was not given, and again while an answer will not do."""
    session.say("Enter takes what stands in brackets; Ctrl-C ends this and writes nothing.")
    said: dict[str, Any] = {}
    for question in QUESTIONS:
        if given[question.name] is not None:
            said[question.name] = accepted(question.name, given[question.name], said)
        elif question.of_next_hop and not said["host"]:
            said[question.name] = str(getattr(EXAMPLE, question.name))
        else:
            said[question.name] = _ask(question, said)
    dkim = given["dkim"]
    if dkim is None:
        dkim = click.confirm("Make a DKIM key to sign with", default=True, err=True)
    return _answers(said, dkim=dkim)


def _ask(question: Question, said: dict[str, Any]) -> str:
    """Ask until the answer will do; why one will not is said."""

    def examined(answer: str) -> str:
        try:
            return accepted(question.name, answer, said)
        except ValueError as error:
            raise click.UsageError(str(error)) from error

    default = question.default(said)
    answer = click.prompt(
        question.text, default=default, show_default=bool(default), err=True, value_proc=examined
    )
    return str(answer)


def _answers(said: dict[str, Any], *, dkim: bool) -> Answers:
    return Answers(**{**said, "port": int(said["port"])}, dkim=dkim)


def _say_what_is_next(session: Session, file: Path) -> None:
    """Say the commands to go on with."""
    session.say(f"wrote {file}")
    command = program() if file == Path("config.toml") else f"{program()} --config {file}"
    session.say("next:")
    for words in ("config check", "keys add --submitter local", "serve"):
        click.echo(f"  {command} {words}", file=sys.stderr)
