"""Which tests count for the branches taken: with --cov, to trace a test takes as long again as to run it."""

import pytest

from tests.neo4j_server import NEWEST

# The other rooms go once more through what these try piece by piece.
_TRACED = ("unit", "writes", "contract")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    # So does the contract on one more version of Neo4j.
    again = {mark.args for parameter in NEWEST for mark in parameter.marks if mark.name == "xdist_group"}
    for item in items:
        room = item.path.relative_to(config.rootpath / "tests").parts[0]
        if room not in _TRACED or any(mark.args in again for mark in item.iter_markers("xdist_group")):
            item.add_marker(pytest.mark.no_cover)
