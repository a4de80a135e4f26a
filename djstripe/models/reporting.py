"""
Reporting: accounting reports made on demand.

https://docs.stripe.com/api/reporting/report_run
"""

from __future__ import annotations

from typing import Any

from ..fields import (
    Attribute,
    Reference,
    StripeCharField,
    StripeDateTimeField,
    StripeForeignKey,
    StripeIntegerField,
    StripeTextField,
)
from .base import StripeModel, UndatedModel, sdk


class ReportRun(StripeModel):
    """
    One run of a report, with the file that holds its result.

    https://docs.stripe.com/api/reporting/report_run
    """

    # declaration
    stripe_class = sdk("reporting.ReportRun")
    object_name = "reporting.report_run"
    endpoint = "/v1/reporting/report_runs"
    stripe_dashboard_item_name = "reporting/report-runs"

    # columns
    status = StripeCharField()
    succeeded_at = StripeDateTimeField()
    report_type = StripeForeignKey("ReportType", related_name="report_runs")
    result = StripeForeignKey("File", related_name="report_runs")

    # attributes
    error: Attribute[str | None] = Attribute()
    parameters: Attribute[dict[str, Any] | None] = Attribute()
    connected_account = Reference("Account", "parameters.connected_account")
    payout = Reference("Payout", "parameters.payout")

    # predicates

    def is_finished(self) -> bool:
        """Whether the run has ended, well or badly."""
        return self.status in ("succeeded", "failed")


class ReportType(UndatedModel):
    """
    A kind of report, and from when to when it has data. Its id is a name like ``balance.summary.1``.

    https://docs.stripe.com/api/reporting/report_type
    """

    # declaration
    stripe_class = sdk("reporting.ReportType")
    object_name = "reporting.report_type"
    endpoint = "/v1/reporting/report_types"
    lists_by_created = False

    # columns
    name = StripeTextField()
    version = StripeIntegerField()
    data_available_start = StripeDateTimeField()
    data_available_end = StripeDateTimeField()
    updated = StripeDateTimeField()

    # attributes
    default_columns: Attribute[list[str] | None] = Attribute()

    def __str__(self) -> str:
        return self.name or super().__str__()
