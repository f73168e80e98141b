"""Which tests count for the branches taken: with --cov, a traced test takes two to three times as long.

pytest-cov's own marker does not reach the workers of xdist, where it stops one of two measurements only.
"""

import sys
import threading
from collections.abc import Generator

import pytest

from tests.neo4j_server import NEWEST

# These go once more through what the others try piece by piece; so does what is marked slow: whole runs, large maps.
_UNTRACED = ("docs", "durability", "e2e", "house")
# So do the contract on one more version of Neo4j.
_AGAIN = {mark.args for parameter in NEWEST for mark in parameter.marks if mark.name == "xdist_group"}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    room = item.path.relative_to(item.config.rootpath / "tests").parts[0]
    again = any(mark.args in _AGAIN for mark in item.iter_markers("xdist_group"))
    if room not in _UNTRACED and not again and item.get_closest_marker("slow") is None:
        return (yield)
    here, elsewhere = sys.gettrace(), threading.gettrace()
    sys.settrace(None)
    threading.settrace(None)
    try:
        return (yield)
    finally:
        sys.settrace(here)
        threading.settrace(elsewhere)
