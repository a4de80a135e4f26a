"""See what came into the inbox and what became of it; replay, dismiss, pause."""

from __future__ import annotations

import datetime as dt
import json
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet
from django.utils import timezone

from djstripe import inbox
from djstripe.exceptions import DjStripeError
from djstripe.inbox.chosen import FAILED
from djstripe.management.options import add_choice, chosen, count, table
from djstripe.models import ReceiverRun, WebhookEventTrigger
from djstripe.models.work import Work, WorkState
from djstripe.redact import scrub

HEAVY = ("body", "headers", "traceback")


class Command(BaseCommand):
    help = "See what came into the inbox and what became of it; replay, dismiss, pause, resume."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")

        status = verbs.add_parser("status", help="how the inbox stands, in numbers")
        status.add_argument("--json", action="store_true", help="as one line of JSON")
        status.add_argument(
            "--max-lag", type=float, metavar="SECONDS", help="fail if work that is due waits longer"
        )
        status.add_argument(
            "--max-dead", type=int, metavar="N", help="fail if there are more dead letters"
        )

        listed = verbs.add_parser("list", help="entries, the newest first")
        add_choice(listed, receivers=True)
        listed.add_argument("--limit", type=int, default=50, metavar="N", help="at most; 50")
        listed.add_argument("--json", action="store_true", help="a line of JSON for each")

        show = verbs.add_parser("show", help="one entry, and all that is known of it")
        show.add_argument("id", metavar="ID", help="its number, or the event's id")
        show.add_argument("--body", action="store_true", help="with what was received")

        replay = verbs.add_parser("replay", help="try entries again, as if they were new")
        add_choice(replay, receivers=True)
        replay.add_argument(
            "--failed", action="store_true", help="dead letters, and what is retried"
        )
        replay.add_argument("--all", action="store_true", help="everything that there is")
        replay.add_argument(
            "--now", action="store_true", help="here and now; without it, by who drains the inbox"
        )
        replay.add_argument("--dry-run", action="store_true", help="only say how many")

        dismiss = verbs.add_parser("dismiss", help="never try these again")
        add_choice(dismiss, receivers=True)
        dismiss.add_argument(
            "--failed", action="store_true", help="dead letters, and what is retried"
        )
        dismiss.add_argument("--all", action="store_true", help="everything that is not done")
        dismiss.add_argument("--dry-run", action="store_true", help="only say how many")

        verbs.add_parser("pause", help="go on recording, apply nothing")
        verbs.add_parser("resume", help="apply again, beginning with what came in meanwhile")

    def handle(self, *args: Any, **options: Any) -> None:
        verb: Callable[[dict[str, Any]], None] = getattr(self, options["verb"])
        try:
            verb(options)
        except DjStripeError as error:
            raise CommandError(str(error)) from None

    # looking

    def status(self, options: dict[str, Any]) -> None:
        health = inbox.health()
        if options["json"]:
            self.stdout.write(json.dumps(health.as_dict()))
        else:
            self._status_table(health)
        limits = {name: options[name] for name in ("max_lag", "max_dead")}
        is_check = any(limit is not None for limit in limits.values())
        problems = health.problems(**limits) if is_check else health.problems()
        if is_check and problems:
            raise CommandError("\n".join(problems), returncode=1)
        if not options["json"]:
            for problem in problems:
                self.stdout.write(self.style.WARNING(problem))

    def _status_table(self, health: inbox.Health) -> None:
        rows = [
            ("events", health.waiting, health.retrying, health.dead, health.done, health.dismissed),
            ("runs", health.runs_waiting, health.runs_retrying, health.runs_dead, "", ""),
        ]
        headings = ("", "waiting", "of them retrying", "dead", "done", "dismissed")
        for line in table(headings, rows):
            self.stdout.write(line)
        self.stdout.write("")
        self.stdout.write(f"due for        {duration(health.lag_seconds)}")
        self.stdout.write(
            f"doubts         {health.doubts_open} open, {health.doubts_impossible} impossible"
        )
        self.stdout.write(f"refused        {health.refused} lately")
        self.stdout.write(f"paused         {'yes' if health.paused else 'no'}")

    def list(self, options: dict[str, Any]) -> None:
        which = chosen(options)
        wants_runs = options["receivers"] or bool(which.receiver)
        rows = which.runs() if wants_runs else which.entries()
        found = rows.order_by("-pk")[: options["limit"]]
        if not wants_runs:
            found = found.defer(*HEAVY)
        works = list(found)
        if options["json"]:
            for row in works:
                self.stdout.write(json.dumps(brief(row)))
            return
        if not works:
            self.stdout.write("None.")
            return
        names = list(brief(works[0]))
        for line in table(names, [[shown(v) for v in brief(row).values()] for row in works]):
            self.stdout.write(line)

    def show(self, options: dict[str, Any]) -> None:
        which = inbox.Chosen(ids=(options["id"],))
        entry = which.entries().select_related("webhook_endpoint").order_by("-pk").first()
        if entry is None:
            raise CommandError(
                f"No entry has the number {options['id']!r} or is of that event. Stripe keeps "
                "events for 30 days: djstripe_process_events --ids takes one from there."
            )
        self._facts(entry)
        runs = list(inbox.runs_of(entry))
        self.stdout.write(self.style.MIGRATE_HEADING(f"\nReceivers ({len(runs)})"))
        for run in runs:
            self.stdout.write(f"  {state_of(run):<12} {run.receiver}  {tries(run)}")
            self._problem(run)
        others = list(inbox.others_of(entry).defer(*HEAVY)[:20])
        if others:
            self.stdout.write(self.style.MIGRATE_HEADING("\nOther entries of the event"))
            for other in others:
                self.stdout.write(
                    f"  {other.pk}  {moment(other.created)}  {other.get_source_display()}, "
                    f"{state_of(other)}"
                )
        if options["body"]:
            self.stdout.write("")
            body: Any = entry.json_body
            self.stdout.write(scrub(json.dumps(body, indent=2) if body else entry.body))

    def _facts(self, entry: WebhookEventTrigger) -> None:
        about = subject_of(entry.json_body)
        endpoint = entry.webhook_endpoint
        decision = inbox.explain(entry)
        facts = {
            "entry": f"{entry.pk}, {entry.get_source_display()} {moment(entry.created)}",
            "event": f"{entry.event_stripe_id}  {entry.event_type}",
            "about": about or "nothing that has an id",
            "account": f"{entry.stripe_trigger_account_id or 'the key’s own'}, "
            f"{'live' if entry.livemode else 'test'} mode",
            "endpoint": endpoint and f"{endpoint.id}  {endpoint.url or ''}",
            "version": entry.json_body.get("api_version") or "none: it is thin",
            "asks for": f"{decision.act.value}: {decision.why}",
            "state": f"{state_of(entry)}  {tries(entry)}",
        }
        for name, value in facts.items():
            if value:
                self.stdout.write(f"{name:<10} {scrub(str(value))}")
        self._problem(entry)

    def _problem(self, row: Work) -> None:
        if row.exception:
            self.stdout.write(self.style.ERROR(f"  {scrub(row.exception)}"))
        if row.traceback and row.state != WorkState.DONE:
            for line in scrub(row.traceback).strip().splitlines()[-6:]:
                self.stdout.write(f"    {line}")

    # doing

    def replay(self, options: dict[str, Any]) -> None:
        entries, runs = self._meant(options, "replay")
        entries, runs = inbox.can_be_replayed(entries), inbox.can_be_replayed(runs)
        if options["dry_run"]:
            self._say(entries.count(), runs.count(), "would be replayed")
            return
        if not options["now"]:
            self._say(inbox.replay(entries), inbox.replay(runs), "will be tried again")
            if inbox.is_paused():
                self.stdout.write(self.style.WARNING("The inbox is paused: they wait."))
            return
        replayed = inbox.replay_all_now(entries)
        replayed += inbox.replay_all_now(runs)
        self.stdout.write(
            f"{count(replayed.applied, 'event')} applied, {replayed.failed} failed; "
            f"{count(replayed.ran, 'receiver')} run, {replayed.run_failures} failed; "
            f"{count(replayed.looks, 'look')} at Stripe."
        )
        if replayed.failed or replayed.run_failures:
            raise CommandError(
                "What failed is tried again later: djstripe_inbox list --state failed"
            )

    def dismiss(self, options: dict[str, Any]) -> None:
        entries, runs = self._meant(options, "dismiss")
        entries, runs = inbox.can_be_dismissed(entries), inbox.can_be_dismissed(runs)
        if options["dry_run"]:
            self._say(entries.count(), runs.count(), "would be dismissed")
            return
        self._say(inbox.dismiss(entries), inbox.dismiss(runs), "dismissed")

    def pause(self, options: dict[str, Any]) -> None:
        inbox.pause()
        self.stdout.write("Paused: events are recorded and answered, and wait.")

    def resume(self, options: dict[str, Any]) -> None:
        inbox.resume()
        waiting = inbox.health(totals=False).waiting
        self.stdout.write(f"Resumed; waiting: {count(waiting, 'event')}.")

    def _meant(
        self, options: dict[str, Any], verb: str
    ) -> tuple[QuerySet[WebhookEventTrigger], QuerySet[ReceiverRun]]:
        which = chosen(options, states=(FAILED,) if options["failed"] else ())
        if which.is_everything and not options["all"]:
            raise CommandError(
                f"Say which to {verb}: ids, --type, --state, --since …, --failed, or --all. "
                "With --dry-run it only says how many."
            )
        entries = WebhookEventTrigger.objects.none() if which.receiver else which.entries()
        if options["receivers"] or which.receiver:
            return entries, which.runs()
        if options["failed"] and (failed := which.runs().count()):
            self.stdout.write(
                f"{count(failed, 'run')} of receivers failed too: --receivers takes them along."
            )
        return entries, ReceiverRun.objects.none()

    def _say(self, entries: int, runs: int, what: str) -> None:
        runs_too = f" and {count(runs, 'run')} of receivers" if runs else ""
        self.stdout.write(f"{count(entries, 'event')}{runs_too} {what}.")


# ---------------------------------------------------------------------------- words


def brief(row: Any) -> dict[str, Any]:
    """An entry or a run in a line."""
    if isinstance(row, ReceiverRun):
        named = {"receiver": row.receiver, "type": row.event_type, "event": row.event}
        account = row.account
    else:
        named = {"type": row.event_type, "event": row.event_stripe_id}
        account = row.stripe_trigger_account_id or ""
    return {
        "id": row.pk,
        "recorded": row.created.isoformat(timespec="seconds"),
        "state": state_of(row),
        "tries": row.tries,
        **named,
        "account": account,
        "livemode": row.livemode,
        "problem": scrub(row.exception)[:80],
    }


def shown(value: Any) -> str:
    return {True: "live", False: "test"}[value] if isinstance(value, bool) else str(value)


def state_of(row: Work) -> str:
    """Its state in a word; what waits after a failure is retrying."""
    return "retrying" if row.state == WorkState.WAITING and row.exception else row.state


def tries(row: Work) -> str:
    """How often it was begun, and when next."""
    if row.state != WorkState.WAITING:
        return f"after {row.tries} tries" if row.tries > 1 else ""
    return f"{row.tries} tries, due {moment(row.due)}"


def moment(value: dt.datetime) -> str:
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return local.strftime("%Y-%m-%d %H:%M:%S")


def subject_of(event: dict[str, Any]) -> str:
    """The kind and the id of what an event is about."""
    related, data = event.get("related_object"), event.get("data")
    if isinstance(related, dict):
        return f"{related.get('type')} {related.get('id')}"
    subject = data.get("object") if isinstance(data, dict) else None
    if isinstance(subject, dict) and subject.get("id"):
        return f"{subject.get('object')} {subject['id']}"
    return ""


def duration(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 600 else f"{seconds / 60:.0f} min"
