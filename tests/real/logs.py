"""What the processes of a run log, as lines of JSON in one file."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

DEADLOCKS = ("deadlock", "1213", "40p01", "could not serialize", "database is locked")


class JsonLines(logging.Formatter):
    """One record, one line: its level, its logger, what it says, and what was raised."""

    def format(self, record: logging.LogRecord) -> str:
        raised = record.exc_info[1] if record.exc_info else None
        line = {
            "process": record.process,
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "raised": f"{type(raised).__name__}: {raised}" if raised else "",
            "story": self.formatException(record.exc_info) if record.exc_info else "",
        }
        return json.dumps(line)


def read(path: Path) -> list[dict[str, Any]]:
    """Every whole record of the file; a process that was killed may have left half of one."""
    records = []
    for line in path.read_text().splitlines() if path.exists() else []:
        try:
            records.append(json.loads(line))
        except ValueError:
            continue
    return records


def deadlocks(records: list[dict[str, Any]]) -> list[str]:
    """What speaks of a deadlock, or of a lock that was not had, and was worth a warning."""
    return [
        said
        for record in records
        if record["level"] in ("WARNING", "ERROR", "CRITICAL")
        for said in [f"{record['message']} {record['raised']}"]
        if any(word in said.lower() for word in DEADLOCKS)
    ]


def surprises(records: list[dict[str, Any]]) -> list[str]:
    """Errors that nobody arranged for."""
    return [
        f"{record['logger']}: {record['message']}: {record['raised']}"
        for record in records
        if record["level"] in ("ERROR", "CRITICAL") and not record["raised"].startswith("Unlucky")
    ]
