from __future__ import annotations

from django.db import models


class Team(models.Model):
    """A subscriber that is not the user model."""

    name = models.CharField(max_length=100)
    email = models.EmailField()

    def __str__(self) -> str:
        return self.name
