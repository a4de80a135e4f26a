"""Make the tables of a run, and read what will be compared of the company's past."""

from __future__ import annotations

import django


def main() -> None:
    django.setup()
    from django.core.management import call_command

    from djstripe import mirror
    from djstripe.backfill import backfill_all
    from djstripe.models.api import find_credentials
    from tests.test_story import KINDS

    call_command("migrate", run_syncdb=True, verbosity=0)
    models = [model for kind in KINDS if (model := mirror.model_for(kind)) is not None]
    list(backfill_all(models, find_credentials()))


if __name__ == "__main__":
    main()
