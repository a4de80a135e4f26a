"""
From what each round measured to lines that can be read: medians, ranges, ratios.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

Measures = dict[str, Any]
PEER, FLOOR, OURS, LOOKS, BESIDE = "peer", "floor", "ours", "looks", "beside"

PHASES = {
    "unknown": "invoice.paid of customers never heard of (cold)",
    "new": "sign-ups: every object is new (cold)",
    "known": "the same once more: every object is known and changes (warm)",
    "second": "sign-ups, all ten events within one second (warm)",
    "late": "every object is known and changes, Stripe answers after 80 ms (warm)",
    "waiting": "every object is known and changes; djstripe's worker applies what waits (warm)",
}


@dataclass
class Results:
    """Everything measured, by contender and round: one list entry a round."""

    backfills: dict[str, list[Measures]] = field(default_factory=dict)
    long_backfills: dict[str, list[Measures]] = field(default_factory=dict)
    webhooks: dict[str, list[Measures]] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    setting: dict[str, Any] = field(default_factory=dict)

    def add(self, kind: str, name: str, measures: Measures) -> None:
        getattr(self, kind).setdefault(name, []).append(measures)


def objects_per_second(measures: Measures) -> float:
    return float(measures["objects"]) / float(measures["seconds"])


def events_per_second(measures: Measures) -> float:
    return float(measures["events"]) / float(measures["seconds"])


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float | None:
    """The median of the rounds' ratios: both sides of each were measured close together."""
    pairs = list(zip(ours, theirs, strict=False))
    return median(a / b for a, b in pairs) if pairs else None


def spread(values: Sequence[float], digits: int = 0) -> str:
    """``median (least–most)``; one value stands alone."""
    show = f"{{:,.{digits}f}}".format
    middle = show(median(values))
    if len(values) < 2:
        return middle
    return f"{middle} ({show(min(values))}–{show(max(values))})"


def percentile(values: Iterable[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def text(results: Results) -> str:
    """The whole report."""
    parts = [_setting(results)]
    count = results.setting.get("objects")
    parts.append(_backfills(f"Backfill, {count} of each of seven kinds", results, "backfills"))
    if results.long_backfills:
        count = results.setting.get("long_objects")
        parts.append(
            _backfills(f"Backfill, {count} of each of seven kinds", results, "long_backfills")
        )
        parts.append(_memory(results))
    parts += [_phase(results, phase, title) for phase, title in PHASES.items()]
    parts.append(_outdated(results))
    parts.append(_verdict(results))
    return "\n\n".join(part for part in parts if part)


def _setting(results: Results) -> str:
    return "\n".join(f"{name}: {value}" for name, value in results.setting.items())


def _backfills(title: str, results: Results, kind: str) -> str:
    rounds: dict[str, list[Measures]] = getattr(results, kind)
    rates = {name: [objects_per_second(m) for m in found] for name, found in rounds.items()}
    lines = [_head(title, "objects/s", "object")]
    for name, found in rounds.items():

        def each(key: str, scale: float = 1.0, found: list[Measures] = found) -> float | None:
            values = [m[key] * scale / m["objects"] for m in found if m[key] is not None]
            return median(values) if values else None

        lines.append(
            _line(
                results.titles[name],
                spread(rates[name]),
                _times(rates, name, PEER),
                _times(rates, name, FLOOR),
                each("requests"),
                each("queries"),
                each("savepoints"),
                each("cpu_seconds", 1000),
                each("server_cpu_seconds", 1000),
            )
        )
    return "\n".join(lines)


def _memory(results: Results) -> str:
    lines = ["Memory, peak over what it was at the start"]
    for name in results.backfills:
        small = [m["memory_mib"] - m["memory_before_mib"] for m in results.backfills[name]]
        large = [
            m["memory_mib"] - m["memory_before_mib"] for m in results.long_backfills.get(name, [])
        ]
        line = f"  {results.titles[name]:<34} {median(small):5.1f} MiB"
        if large:
            line += f", long {median(large):5.1f} MiB"
        lines.append(line)
    return "\n".join(lines)


def _phase(results: Results, phase: str, title: str) -> str:
    rounds = {name: [m["phases"][phase] for m in found] for name, found in results.webhooks.items()}
    rates = {name: [events_per_second(m) for m in found] for name, found in rounds.items()}
    lines = [_head(f"Webhooks: {title}", "events/s", "event") + "   p50 ms   p99 ms"]
    for name, found in rounds.items():

        def each(key: str, scale: float = 1.0, found: list[Measures] = found) -> float | None:
            values = [m[key] * scale / m["events"] for m in found if m[key] is not None]
            return median(values) if values else None

        laps = [lap * 1000 for m in found for lap in m["laps"]]
        lines.append(
            _line(
                results.titles[name],
                spread(rates[name]),
                _times(rates, name, PEER),
                _times(rates, name, FLOOR),
                each("requests"),
                each("queries"),
                each("savepoints"),
                each("cpu_seconds", 1000),
                each("server_cpu_seconds", 1000),
            )
            + f" {percentile(laps, 0.5):8.2f} {percentile(laps, 0.99):8.2f}"
        )
    return "\n".join(lines)


def _outdated(results: Results) -> str:
    found = {
        results.titles[name]: max(m["outdated"] for m in rounds)
        for name, rounds in results.webhooks.items()
    }
    return "Objects not in their final state after all webhooks: " + ", ".join(
        f"{title} {count}" for title, count in found.items()
    )


def _verdict(results: Results) -> str:
    rates = {
        name: [objects_per_second(m) for m in found] for name, found in results.backfills.items()
    }
    if OURS not in rates or PEER not in rates:
        return ""
    found = ratio(rates[OURS], rates[PEER]) or 0.0
    word = "reached" if found >= 25 else "missed"
    line = f"Backfill at least 25 × dj-stripe's objects per second: {word} ({found:.1f} ×)"
    work = ratio(
        [_work(m) for m in results.backfills[PEER]], [_work(m) for m in results.backfills[OURS]]
    )
    return f"{line}; CPU time for each object, the server's too: 1/{work:.1f}."


def _work(measures: Measures) -> float:
    """CPU seconds for each object, ours and the database server's: what a busy machine bends least."""
    spent = measures["cpu_seconds"] + (measures["server_cpu_seconds"] or 0.0)
    return float(spent / measures["objects"])


def _head(title: str, rate: str, unit: str) -> str:
    columns = (
        f"{'× dj':>7} {'× floor':>8} {'API':>7} {'SQL':>7} {'savept':>7} {'CPU ms':>7} {'PG ms':>7}"
    )
    return f"{title} (per {unit})\n  {'':<34} {rate:>22} {columns}"


def _line(title: str, rate: str, *values: float | None) -> str:
    widths: list[tuple[int, Callable[[float], str]]] = [
        (7, "{:.1f}".format), (8, "{:.2f}".format), (7, "{:.3f}".format), (7, "{:.2f}".format),
        (7, "{:.2f}".format), (7, "{:.2f}".format), (7, "{:.2f}".format),
    ]  # fmt: skip
    shown = [
        f"{'–' if value is None else show(value):>{width}}"
        for value, (width, show) in zip(values, widths, strict=True)
    ]
    return f"  {title:<34} {rate:>22} " + " ".join(shown)


def _times(rates: dict[str, list[float]], name: str, other: str) -> float | None:
    return ratio(rates[name], rates.get(other, []))
