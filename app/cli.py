"""The command line: what each command is called and takes. What it does is imported when it is called."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.exits import FAILED, OK

cli = typer.Typer(
    name="rapport",
    help="The relationships behind key accounts: decision maps, referrals, stages, over GraphQL. Settings are "
    "environment variables named RAPPORT_…; `rapport check` lists them. "
    "Exit codes: 0 done, 1 failed, 2 wrong usage or settings, 3 the database cannot be used.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
user = typer.Typer(
    help="Sellers, who are the users, and their tokens.", no_args_is_help=True, epilog="Example: rapport user list"
)
cli.add_typer(user, name="user")

Named = Annotated[str, typer.Argument(metavar="ACCOUNT", help="An account's name, external id or id.")]
AsSeller = Annotated[str | None, typer.Option("--as", help="E-mail of the seller to read as; the ADMIN unless given.")]
OfDeal = Annotated[str | None, typer.Option(help="Id of one of its opportunities, for that deal's map.")]
InChinese = Annotated[bool, typer.Option("--zh", help="Answer in Chinese.")]
AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON, for scripts.")]


@cli.command(epilog="Example: RAPPORT_STORE_URL=sqlite:////var/lib/rapport.db rapport serve --port 9000")
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on, instead of RAPPORT_HOST.")] = None,
    port: Annotated[str | None, typer.Option(help="Port to listen on, instead of RAPPORT_PORT.")] = None,
) -> None:
    """Serve the API and its IDE. A fresh database is made, with a first ADMIN seller."""
    from app.serving import run_server

    run_server({"RAPPORT_HOST": host, "RAPPORT_PORT": port})


@cli.command(epilog="Example: rapport demo --if-empty && rapport serve")
def demo(
    *,
    if_empty: Annotated[bool, typer.Option("--if-empty", help="Do nothing where there is data already.")] = False,
    as_json: AsJson = False,
) -> None:
    """Fill an empty database with made-up data: sixty accounts, two years of history up to today."""
    from app.filling import fill_with_demo

    fill_with_demo(if_empty=if_empty, as_json=as_json)


@cli.command(
    name="import",
    epilog="Example: rapport import customers/ --zone Asia/Shanghai --dry-run",
)
def import_(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="FOLDER_OR_FILES…", help="CSV tables, or folders of them.")
    ] = None,
    *,
    encoding: Annotated[
        str | None, typer.Option(help="The files' encoding, where it cannot be told: gb18030, cp1252 …")
    ] = None,
    zone: Annotated[str, typer.Option(help="Time zone of times that name none.")] = "UTC",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be written.")] = False,
    skip_bad_rows: Annotated[
        bool, typer.Option("--skip-bad-rows", help="Write the good rows, and put the bad ones into files to mend.")
    ] = False,
    bad_rows: Annotated[Path, typer.Option(help="Folder for files of bad rows.")] = Path("bad-rows"),
    abandon: Annotated[
        bool, typer.Option("--abandon", help="Take back what an import that was cut off has written.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Import tables of accounts, people, sellers, opportunities, decisions, ties, contacts, referrals, stages, orders.

    All of it is one change, or nothing is written. The same files twice change nothing.
    """
    from app.importing import Asked, abandon_import, import_tables

    if abandon:
        abandon_import(as_json=as_json)
        return
    if not paths:
        raise typer.BadParameter("name a folder or files to import", param_hint="FOLDER_OR_FILES…")
    asked = Asked(paths, encoding, zone, dry_run, bad_rows if skip_bad_rows else None)
    raise typer.Exit(OK if import_tables(asked, as_json=as_json) else FAILED)


@cli.command(name="copy", epilog="Example: rapport copy sqlite:///rapport.db neo4j://127.0.0.1:7687")
def copy_(
    source: Annotated[str, typer.Argument(metavar="FROM", help="Address of the database to read.")],
    target: Annotated[str, typer.Argument(metavar="TO", help="Address of the database to fill.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Copy a database into another, with all its history; an interrupted copy goes on where it was."""
    from app.filling import copy_between

    copy_between(source, target, as_json=as_json)


@cli.command(name="map", epilog="Example: rapport map 'Harbour Insurance' --at 2026-06-30")
def map_(
    account: Named,
    *,
    opportunity: OfDeal = None,
    at: Annotated[
        str | None, typer.Option(help="A day (its end, UTC) or a time with an offset; now unless given.")
    ] = None,
    email: AsSeller = None,
    chinese: InChinese = False,
    as_json: AsJson = False,
) -> None:
    """Draw a decision map: who reports to whom, their support, roles and influence, and the scores."""
    from app.drawing import draw_map

    draw_map(account, opportunity_id=opportunity, at=at, email=email, chinese=chinese, as_json=as_json)


@cli.command(epilog="Example: rapport insights --mine --as ann@example.com --severity CRITICAL")
def insights(
    *,
    mine: Annotated[bool, typer.Option("--mine", help="Only of accounts whose owner the seller is.")] = False,
    severity: Annotated[str | None, typer.Option(help="CRITICAL, WARNING or INFO; all unless given.")] = None,
    account: Annotated[
        str | None, typer.Option(metavar="ACCOUNT", help="Only of this account: its name, external id or id.")
    ] = None,
    first: Annotated[int, typer.Option(help="How many at most, 1 to 1,000.")] = 50,
    email: AsSeller = None,
    chinese: InChinese = False,
    as_json: AsJson = False,
) -> None:
    """Tell what is missing, who is against us and what was promised, the most pressing first, with what to do."""
    from app.telling import tell_insights

    tell_insights(
        mine=mine, severity=severity, named=account, first=first, email=email, chinese=chinese, as_json=as_json
    )


@cli.command(epilog="Example: rapport changes 'Harbour Insurance' --since 2026-06-01 --until 2026-06-30")
def changes(
    account: Named,
    *,
    since: Annotated[str, typer.Option(help="A day (its beginning, UTC) or a time with an offset.")],
    until: Annotated[
        str | None, typer.Option(help="A day (its end, UTC) or a time with an offset; now unless given.")
    ] = None,
    opportunity: OfDeal = None,
    email: AsSeller = None,
    chinese: InChinese = False,
    as_json: AsJson = False,
) -> None:
    """Tell what changed in a decision map, in sentences, the earliest first."""
    from app.telling import tell_changes

    tell_changes(
        account,
        opportunity_id=opportunity,
        since=since,
        until=until,
        email=email,
        chinese=chinese,
        as_json=as_json,
    )


@cli.command(epilog="Example: rapport check --json")
def check(*, as_json: AsJson = False) -> None:
    """Tell what is configured, reachable and safe, and whether the database holds what its facts make.

    A database of an older version is brought up to date first, as serving does.
    """
    from app.checking import run_check

    raise typer.Exit(OK if run_check(as_json=as_json) else FAILED)


@cli.command(epilog="Example: rapport migrate")
def migrate(*, as_json: AsJson = False) -> None:
    """Bring the database to the version of this program, and make it where there is none. Serving does so too."""
    from app.checking import run_migrate

    run_migrate(as_json=as_json)


@cli.command(epilog="Example: rapport schema --output schema/schema.graphql")
def schema(
    *,
    output: Annotated[Path | None, typer.Option(help="File to write, instead of the terminal.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Only tell whether the file is up to date.")] = False,
) -> None:
    """Export the GraphQL schema."""
    from app.exporting import export_schema

    raise typer.Exit(OK if export_schema(output, check=check) else FAILED)


@user.command(name="add", epilog="Example: rapport user add ann@example.com --name 'Ann Li' --role MEMBER --token")
def user_add(
    email: Annotated[str, typer.Argument(help="The seller's e-mail; one who is there already is taken.")],
    *,
    name: Annotated[str | None, typer.Option(help="The new seller's name.")] = None,
    role: Annotated[str | None, typer.Option(help="VIEWER, MEMBER, MANAGER or ADMIN (MEMBER).")] = None,
    team: Annotated[str | None, typer.Option(help="The new seller's team.")] = None,
    manager: Annotated[str | None, typer.Option(help="E-mail of the new seller's manager.")] = None,
    token: Annotated[bool, typer.Option("--token", help="Make a bearer token; it is shown this once.")] = False,
    as_json: AsJson = False,
) -> None:
    """Add a seller, or a token for one. The first seller of a fresh database is an ADMIN."""
    from app.users import add_user

    given = {"name": name, "role": role, "team": team, "manager": manager}
    add_user(email, given, token=token, as_json=as_json)


@user.command(name="list", epilog="Example: rapport user list --json")
def user_list(*, as_json: AsJson = False) -> None:
    """List the sellers, and how many tokens each has."""
    from app.users import list_users

    list_users(as_json=as_json)


@user.command(name="revoke", epilog="Example: rapport user revoke ann@example.com")
def user_revoke(email: Annotated[str, typer.Argument(help="The seller's e-mail.")], *, as_json: AsJson = False) -> None:
    """Take back all tokens of a seller; a running server knows at once."""
    from app.users import revoke_tokens

    revoke_tokens(email, as_json=as_json)
