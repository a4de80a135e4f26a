"""Moments as people type them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from djstripe.when import read_moment

NOW = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("now", "2026-11-23T12:00:00+00:00"),
        ("3h", "2026-11-23T09:00:00+00:00"),
        ("90m", "2026-11-23T10:30:00+00:00"),
        ("2 days ago", "2026-11-21T12:00:00+00:00"),
        ("1d 12h", "2026-11-22T00:00:00+00:00"),
        ("1d, 30 min", "2026-11-22T11:30:00+00:00"),
        ("1.5 hours", "2026-11-23T10:30:00+00:00"),
        ("2 Weeks ago", "2026-11-09T12:00:00+00:00"),
        ("1763899200", "2025-11-23T12:00:00+00:00"),
        ("2026-11-01T10:00:00Z", "2026-11-01T10:00:00+00:00"),
        ("2026-11-01 10:00+02:00", "2026-11-01T08:00:00+00:00"),
    ],
)
def test_a_moment(text: str, moment: str) -> None:
    assert read_moment(text, now=NOW) == dt.datetime.fromisoformat(moment)


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("2026-11-01", "2026-11-01 00:00"),
        ("2026/11/01", "2026-11-01 00:00"),
        (" 2026-11-01 14:30 ", "2026-11-01 14:30"),
        ("today", "2026-11-23 00:00"),
        ("Yesterday", "2026-11-22 00:00"),
        ("08:15", "2026-11-23 08:15"),
    ],
)
def test_without_a_zone_it_is_the_projects(text: str, local: str) -> None:
    said = timezone.localtime(read_moment(text, now=NOW))

    assert said.strftime("%Y-%m-%d %H:%M") == local


@pytest.mark.parametrize(
    "text", ["", "soon", "2026-13-01", "3 months", "3 fortnights", "ago", "12345", "-3h"]
)
def test_anything_else_says_what_can_be_written(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no moment\. Write 2026-11-01"):
        read_moment(text, now=NOW)
