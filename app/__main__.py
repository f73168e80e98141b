"""`python -m app` is the command `rapport`."""

from app.entry import main

main()
