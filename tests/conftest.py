"""What all tests share: a skip that can be forbidden, the gate of branch coverage, a Neo4j server."""

from hypothesis import HealthCheck, settings

from app.memory import collect_later, collect_rarely

pytest_plugins = [
    "tests.require_all",
    "tests.branch_gate",
    "tests.neo4j_server",
    "tests.tracing",
    "tests.demo",
    "pytester",
]

# The two cores of a CI machine are shared by the workers and by Neo4j: how long an example takes says nothing
# about the code, so that only counts are limited. Examples derive from the test alone: CI fails for a
# change, never for luck.
settings.register_profile(
    "rapport", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
# Enough to notice what is plainly broken: `make check`.
settings.register_profile("quick", settings.get_profile("rapport"), max_examples=10)
# To hunt for what the same examples never find: make test ARGS=--hypothesis-profile=hunt
settings.register_profile("hunt", deadline=None, max_examples=2000)
settings.load_profile("rapport")

# Thousands of tests and all they import stay until the end: to go through them for garbage again and again
# is a tenth of the time of `make check`.
collect_later()


def pytest_collection_finish() -> None:
    collect_rarely()
