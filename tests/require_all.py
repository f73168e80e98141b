"""With RAPPORT_REQUIRE_ALL=1 a skip is a failure: CI proves that nothing was left out.

A case that does not apply is not made at all (leave it out of the parameters, with the reason beside it):
a skip always means that something is lacking on this machine.
"""

import os
from collections.abc import Generator
from typing import cast

import pytest

REQUIRED = os.environ.get("RAPPORT_REQUIRE_ALL", "") not in {"", "0"}


def _fail_if_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    if REQUIRED and report.skipped and not hasattr(report, "wasxfail"):
        _, _, reason = cast("tuple[str, int, str]", report.longrepr)
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid}: RAPPORT_REQUIRE_ALL allows no skip. {reason}"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _fail_if_skipped(report)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _fail_if_skipped(report)
    return report
