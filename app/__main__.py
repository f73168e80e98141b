"""`python -m app` is the command `rapport`."""

from app.cli import main

main()
