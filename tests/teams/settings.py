"""The settings of that project."""

from tests.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "tests.teams"]  # noqa: F405
DJSTRIPE_SUBSCRIBER_MODEL = "teams.Team"
