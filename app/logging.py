"""One log, on the standard error, a line for each entry that matters: no requests, no parameters."""

from __future__ import annotations

from typing import Any, Final

LOG_CONFIG: Final[dict[str, Any]] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s", "datefmt": "%Y-%m-%dT%H:%M:%S%z"}
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "rapport": {"level": "INFO"},
        "uvicorn": {"level": "WARNING"},
        # It would log errors with what they quote, and after us (app/failures.py).
        "strawberry": {"level": "CRITICAL"},
    },
}
