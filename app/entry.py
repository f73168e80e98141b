"""Where the command `rapport` begins: what it runs, and how a failure is said."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command that the arguments name; a failure is said in words, with its exit code."""
    try:
        _run_command(sys.argv[1:])
    except Exception as error:
        from app.console import failure_of

        failure = failure_of(error)
        if failure is None:
            raise
        code, message = failure
        sys.stderr.write(f"rapport: {message}\n")
        sys.exit(code)


def _run_command(arguments: list[str]) -> None:
    if arguments == ["serve"]:
        # A server that starts again is there sooner without what only options need: Typer reads them by pydantic.
        from app.memory import collect_later

        collect_later()
        from app.serving import run_server

        run_server({})
    else:
        from app.cli import cli

        cli(prog_name="rapport")
