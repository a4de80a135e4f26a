from __future__ import annotations

from django.db import models


class Effect(models.Model):
    """What a receiver did for an event: exactly one row, if promises are kept."""

    event = models.CharField(max_length=255)
    receiver = models.CharField(max_length=32)

    def __str__(self) -> str:
        return f"{self.receiver} for {self.event}"
