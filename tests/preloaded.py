"""What a command or server of the tests begins with: its modules imported, and the schema made."""

import rich.progress
import rich.table

import app.cli
import app.serving
import graph.sqlite
import tests.server
from resolvers.root import build_schema

__all__ = ["app", "graph", "rich", "tests"]

build_schema()
