"""
Sigma: questions in SQL that Stripe answers on a schedule.

https://docs.stripe.com/api/sigma/scheduled_queries
"""

from __future__ import annotations

from .. import enums
from ..fields import (
    StripeDateTimeField,
    StripeEnumField,
    StripeForeignKey,
    StripeJSONField,
    StripeTextField,
)
from .base import StripeModel, sdk


class ScheduledQueryRun(StripeModel):
    """
    One run of a scheduled query, with the file that holds its answer.

    https://docs.stripe.com/api/sigma/scheduled_queries
    """

    # declaration
    stripe_class = sdk("sigma.ScheduledQueryRun")
    object_name = "scheduled_query_run"
    endpoint = "/v1/sigma/scheduled_query_runs"
    lists_by_created = False

    # columns
    title = StripeTextField()
    sql = StripeTextField()
    status = StripeEnumField(enums.ScheduledQueryRunStatus)
    error = StripeJSONField()
    data_load_time = StripeDateTimeField()
    result_available_until = StripeDateTimeField()
    file = StripeForeignKey("File")

    def __str__(self) -> str:
        return self.title or super().__str__()
