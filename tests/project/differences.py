"""Where the visit sees something else with djstripe than with dj-stripe 2.11, and why."""

# By the name of the step; each reason stands in docs/upgrading-from-dj-stripe.md as well.
DIFFERENCES = {
    "account": "has_any_active_subscription",
    "resuming": "reactivate",
    "refunding": "with the decimal places of its column",
    "invoice of the subscription": "Invoice.paid",
    "lines in an invoices payload": "What was unnested is its id there",
    "the admin": "Invoice.paid",
}
