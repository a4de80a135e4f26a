"""What receivers leave behind."""

from __future__ import annotations

from django.db import models


class Effect(models.Model):
    """One call of one receiver that was committed; nothing here forbids a second."""

    receiver = models.CharField(max_length=32)
    event = models.CharField(max_length=255)

    def __str__(self) -> str:
        return f"{self.receiver} on {self.event}"
