"""`optwarden users`: who may use the admin pages."""

from __future__ import annotations

import rich_click as click

from gateway.admin.address import come_in
from gateway.admin.roles import SAYS, Role
from gateway.admin.user import NAMED, By, is_name
from gateway.cli.people import operator
from gateway.cli.session import Session, run
from gateway.cli.table import print_table

_COLUMNS = ("name", "role", "has_password", "has_codes", "created_at", "disabled_at")
_ROLES = "; ".join(f"{role}: {says}" for role, says in SAYS.items())


@click.group()
def users() -> None:
    """Let people into the admin pages, and out of them."""


@users.command()
@click.argument("name")
@click.option(
    "--role", required=True, type=click.Choice([each.value for each in Role]), help=_ROLES
)
@click.pass_obj
def add(session: Session, name: str, *, role: str) -> None:
    """Add a user, and print the link by which they choose a password; it is good for a day.

    \b
    Example:
      optwarden users add maria --role support
    """  # noqa: D301 - click takes the character itself
    if not is_name(name):
        raise click.BadParameter(NAMED, param_hint="NAME")
    with session.stores() as stores:
        user = run(stores.users.add(name, Role(role), _by()))
        if user is None:
            message = f"there is a user {name} already; `optwarden users link {name}` lets them in"
            raise click.ClickException(message)
        token = run(stores.users.invite(user, "password", _by()))
    _print_link(session, token)


@users.command()
@click.argument("name")
@click.pass_obj
def link(session: Session, name: str) -> None:
    """Print a new link by which a user chooses a password; the one before ends."""
    with session.stores() as stores:
        user = stores.users.find(name)
        if user is None:
            raise _nobody(name)
        if user.disabled_at is not None:
            message = f"{name} comes in no more; `optwarden users disable --again {name}` is first"
            raise click.ClickException(message)
        token = run(stores.users.invite(user, "password", _by()))
    _print_link(session, token)


@users.command("list")
@click.pass_obj
def list_(session: Session) -> None:
    """List the users."""
    with session.reading() as stores:
        found = stores.users.list()
    print_table(session, found, _COLUMNS)


@users.command()
@click.argument("name")
@click.argument("role", type=click.Choice([each.value for each in Role]))
@click.pass_obj
def role(session: Session, name: str, role: str) -> None:
    """Give a user another role; their sessions end."""
    with session.stores() as stores:
        user = stores.users.find(name)
        if user is None:
            raise _nobody(name)
        run(stores.users.change(user, _by(), role=Role(role)))
    session.say(f"{name} is {role}")


@users.command()
@click.argument("name")
@click.option("--again", is_flag=True, help="Let them in again.")
@click.pass_obj
def disable(session: Session, name: str, *, again: bool) -> None:
    """Let a user in no more; their sessions end at once."""
    with session.stores() as stores:
        user = stores.users.find(name)
        if user is None:
            raise _nobody(name)
        run(stores.users.change(user, _by(), is_disabled=not again))
    session.say(f"{name} may come in again" if again else f"{name} comes in no more")


@users.command("no-codes")
@click.argument("name")
@click.pass_obj
def no_codes(session: Session, name: str) -> None:
    """Ask a user who lost their telephone for no one-time code any more."""
    with session.stores() as stores:
        user = stores.users.find(name)
        if user is None:
            raise _nobody(name)
        run(stores.users.set_codes(user, "", 0, _by()))
    session.say(f"{name} is asked for no code")


def _by() -> By:
    return By(name=operator().name)


def _nobody(name: str) -> click.ClickException:
    return click.ClickException(f"there is no user {name}; `optwarden users list` shows them")


def _print_link(session: Session, token: str) -> None:
    url = come_in(session.config, token)
    if session.as_json:
        session.print_json({"link": url})
        return
    click.echo(url)
    session.say("good once, for a day; it is not shown again")
